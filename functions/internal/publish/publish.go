// Package publish turns records into the site: it hands the words of content/
// and everything approved to the generator and lets it write what changed.
//
// It reads the open space only; it has no way to an e-mail address. It knows
// nothing of HTTP, and nothing of what its target is made of.
package publish

import (
	"context"
	"fmt"
	"io/fs"
	"sync"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/table"
	"greenroom/site/content"
	"greenroom/site/generate"
)

// Publisher builds the site, one build at a time.
type Publisher struct {
	Table   table.Table // must give access to the open space only
	Content fs.FS
	Assets  fs.FS // the same styles and scripts the builder has; nil for the compiled ones
	Builder *generate.Builder
	Target  generate.Target
	Now     agency.Clock
	BaseURL string // "" for the one in site.yaml

	building sync.Mutex
}

// Publish builds the site from what is on record now. Calling it again, or for
// a change that is already on the site, writes nothing. If anything is wrong
// with the content, nothing is written and the error names every fault.
func (p *Publisher) Publish(ctx context.Context) (*Edition, generate.Result, error) {
	p.building.Lock()
	defer p.building.Unlock()
	edition, err := Read(ctx, p.Content, p.Assets, p.BaseURL, p.Now())
	if err != nil {
		return nil, generate.Result{}, err
	}
	comments, err := p.comments(ctx, edition.site)
	if err != nil {
		return nil, generate.Result{}, err
	}
	result, err := p.Builder.Build(ctx, generate.Input{
		Content: p.Content, Comments: comments, AsOf: p.Now(), BaseURL: edition.baseURL,
	}, p.Target)
	return edition, result, err
}

// comments returns what was approved below every post, as it is on disk now.
func (p *Publisher) comments(ctx context.Context, site *content.Site) ([]generate.Comment, error) {
	pages := map[string]bool{}
	for _, person := range site.People {
		pages[person.Slug] = true
	}
	var records []generate.Comment
	for _, post := range site.Posts {
		approved, err := comment.OfPost(ctx, p.Table, post.Slug)
		if err != nil {
			return nil, fmt.Errorf("publishing: %w", err)
		}
		for _, c := range approved {
			if !pages[c.Staff] { // who has left keeps the words and the name, and bears no badge
				c.Staff = ""
			}
			records = append(records, generate.Comment{
				Post: c.Post, ID: c.ID, Parent: c.Parent, Name: c.Name, Staff: c.Staff, At: c.At, Text: c.Text,
			})
		}
	}
	return records, nil
}

// Needed reports whether one of the changes alters what the site shows.
func Needed(changes []table.Change) bool {
	for _, c := range changes {
		if comment.Publishes(c) {
			return true
		}
	}
	return false
}
