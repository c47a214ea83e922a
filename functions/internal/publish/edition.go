package publish

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"greenroom/functions/internal/table"
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
	closed  map[string]bool   // slugs of those that were withdrawn
	words   fs.FS             // content/ and the guest posts
	posts   []content.Post    // of both; of guest posts what is asked of them here
	guests  *guests           // nil: none
}

// Read reads the content as it is public at a moment, without guest posts.
// assets are the styles and scripts, nil for the compiled ones; baseURL is ""
// for the one in site.yaml.
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
	e := &Edition{site: site, baseURL: baseURL}
	e.frame = generate.NewFrame(site, baseURL, addresses)
	e.take(nil, words, now)
	return e, nil
}

// ReadAll is Read with the guest posts that are on record.
func ReadAll(ctx context.Context, t table.Table, words, assets fs.FS, baseURL string, now time.Time) (*Edition, error) {
	e, err := Read(ctx, words, assets, baseURL, now)
	if err != nil {
		return nil, err
	}
	guests, err := readGuests(ctx, t, e.site)
	if err != nil {
		return nil, err
	}
	e.take(guests, words, now)
	return e, nil
}

// take makes it an edition of these words and guest posts.
func (e *Edition) take(g *guests, words fs.FS, now time.Time) {
	e.guests, e.words, e.posts = g, words, e.site.Posts
	zone := e.site.Config.TimeZone
	if g != nil && len(g.posts) > 0 {
		e.words, e.posts = g.over(words), slices.Concat(e.site.Posts, g.asPosts(zone))
	}
	e.titles, e.closed = map[string]string{}, map[string]bool{}
	today := now.In(zone)
	for _, post := range e.posts {
		if post.Published(today) {
			e.titles[post.Slug] = post.Title
			e.closed[post.Slug] = post.Withdrawn != ""
		}
	}
}

// LeftOut are the guest posts that are on record and not on the site.
func (e *Edition) LeftOut() []LeftOut {
	if e.guests == nil {
		return nil
	}
	return e.guests.left
}

// Config is site.yaml.
func (e *Edition) Config() content.Config { return e.site.Config }

// People are everybody who has a page.
func (e *Edition) People() []content.Person { return e.site.People }

// Frame returns what every page has around its content.
func (e *Edition) Frame() theme.Frame { return e.frame }

// Post returns the title of a published post, also of one that was withdrawn and
// has its page still.
func (e *Edition) Post(slug string) (title string, ok bool) {
	title, ok = e.titles[slug]
	return title, ok
}

// TakesComments returns the title of a published post that readers can say
// something about: not of one that was withdrawn.
func (e *Edition) TakesComments(slug string) (title string, ok bool) {
	title, ok = e.titles[slug]
	return title, ok && !e.closed[slug]
}

// having are those of some posts that the edition has. What was said below one
// that is gone is on no page.
func (e *Edition) having(posts []string) []string {
	return slices.DeleteFunc(slices.Clone(posts), func(slug string) bool {
		return !slices.ContainsFunc(e.posts, func(p content.Post) bool { return p.Slug == slug })
	})
}

// Holidays are the dates on which nobody works, besides weekends.
func (e *Edition) Holidays() []string { return e.site.Config.Holidays }

// Zone is where times are told.
func (e *Edition) Zone() *time.Location { return e.site.Config.TimeZone }
