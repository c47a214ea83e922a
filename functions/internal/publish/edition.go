package publish

import (
	"context"
	"fmt"
	"io/fs"
	"time"

	"greenroom/site/content"
	"greenroom/site/generate"
	"greenroom/site/theme"
)

// Edition is one reading of the content, for pages around the static site:
// their frame, the titles of published posts, the zone that times are told in.
type Edition struct {
	site    *content.Site
	baseURL string
	frame   theme.Frame
	titles  map[string]string // of published posts, by slug
}

// Read reads the content as it is public at a moment. assets are the styles
// and scripts, nil for the compiled ones; baseURL is "" for the one in
// site.yaml.
func Read(ctx context.Context, words, assets fs.FS, baseURL string, now time.Time) (*Edition, error) {
	site, err := content.Load(ctx, words, 0)
	if err != nil {
		return nil, err
	}
	if assets == nil {
		assets = theme.AssetFiles()
	}
	addresses, err := generate.AssetAddresses(assets)
	if err != nil {
		return nil, fmt.Errorf("reading edition: %w", err)
	}
	if baseURL == "" {
		baseURL = site.Config.BaseURL
	}
	e := &Edition{site: site, baseURL: baseURL, titles: map[string]string{}}
	e.frame = generate.NewFrame(site, baseURL, addresses)
	today := now.In(site.Config.TimeZone)
	for _, post := range site.Posts {
		if post.Published(today) {
			e.titles[post.Slug] = post.Title
		}
	}
	return e, nil
}

// Config is site.yaml.
func (e *Edition) Config() content.Config { return e.site.Config }

// People are everybody who has a page.
func (e *Edition) People() []content.Person { return e.site.People }

// Frame returns what every page has around its content.
func (e *Edition) Frame() theme.Frame { return e.frame }

// Post returns the title of a published post.
func (e *Edition) Post(slug string) (title string, ok bool) {
	title, ok = e.titles[slug]
	return title, ok
}

// Zone is where times are told.
func (e *Edition) Zone() *time.Location { return e.site.Config.TimeZone }
