// Package publish turns records into the site: it hands the words of content/,
// guest posts and everything approved to the generator and lets it write what
// changed.
//
// It reads the open space only; it has no way to an e-mail address. It knows
// nothing of HTTP, and nothing of what its target is made of.
package publish

import (
	"context"
	"io/fs"
	"log/slog"
	"slices"
	"sync"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/guest"
	"greenroom/functions/internal/program"
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
	BaseURL string       // "" for the one in site.yaml
	Log     *slog.Logger // is told of guest posts that are left out; nil: nobody is

	// Memory is for publishers that are several: they take turns, and each makes
	// Builder itself. nil: this one has the target to itself.
	Memory *Memory

	building sync.Mutex
	edition  *Edition                  // of the last build that went well
	courses  map[string]content.Course // as it was built with them
}

// Publish builds the site from what is on record now. Calling it again, or for
// a change that is already on the site, writes nothing. If anything is wrong
// with the content, nothing is written and the error names every fault. A guest
// post that is at fault is left out, and everything else published.
func (p *Publisher) Publish(ctx context.Context) (*Edition, generate.Result, error) {
	return p.inTurn(ctx, func() (*Edition, generate.Result, error) { return p.all(ctx, nil) })
}

// all builds the site and looks at all words. named are the posts whose comments
// may be others than the builder knows; nil: any may.
func (p *Publisher) all(ctx context.Context, named []string) (*Edition, generate.Result, error) {
	edition, err := Read(ctx, p.Content, p.Assets, p.BaseURL, p.Now())
	if err != nil {
		p.edition = nil
		return nil, generate.Result{}, err
	}
	guests, err := readGuests(ctx, p.Table, edition.site)
	if err != nil {
		p.edition = nil
		return nil, generate.Result{}, err
	}
	for {
		edition.take(guests, p.Content, p.Now())
		_, result, err := p.build(ctx, edition, p.threads(edition, named), nil)
		if err == nil || !guests.blame(err) {
			p.tell(ctx, edition)
			return edition, result, err
		}
	}
}

// tell names the guest posts that are on record and not on the site.
func (p *Publisher) tell(ctx context.Context, e *Edition) {
	for _, one := range e.LeftOut() {
		if p.Log != nil {
			first := one.Problems[0]
			p.Log.ErrorContext(ctx, "guest post left out", "slug", one.Slug, "file", first.File, "line", first.Line, "faults", len(one.Problems))
		}
	}
}

// PublishThreads is Publish for who knows that nothing has changed since the
// last time but the comments of some posts: words are not looked at. After a
// publication that failed, and before the first, it is Publish.
func (p *Publisher) PublishThreads(ctx context.Context, posts []string) (*Edition, generate.Result, error) {
	return p.inTurn(ctx, func() (*Edition, generate.Result, error) {
		switch {
		case p.edition != nil:
			posts = p.edition.having(posts)
			return p.build(ctx, p.edition, p.threads(p.edition, posts), &generate.Changed{Posts: posts})
		case p.Memory != nil && p.Memory.mark != "":
			return p.all(ctx, posts)
		}
		return p.all(ctx, nil)
	})
}

// build needs p.building.
func (p *Publisher) build(ctx context.Context, edition *Edition, said *threads, changed *generate.Changed) (*Edition, generate.Result, error) {
	p.edition = nil
	if changed == nil { // else they are not what has changed
		recorded, err := courses(ctx, p.Table, edition)
		if err != nil {
			return nil, generate.Result{}, err
		}
		p.courses = recorded
	}
	result, err := p.Builder.Build(ctx, generate.Input{
		Content: edition.words, Threads: said, Courses: p.courses, AsOf: p.Now(), BaseURL: edition.baseURL, Changed: changed,
	}, p.Target)
	if err == nil {
		p.edition = edition
	}
	return edition, result, err
}

// Steps reports whether some of the changes are steps of a program or of a guest
// post: what the site says of it has changed, and so may what it says of others.
func Steps(changes []table.Change) bool {
	return slices.ContainsFunc(changes, func(c table.Change) bool { return program.Shows(c) || guest.Shows(c) })
}

// Needed names the posts whose comments some of the changes alter for the
// public, each once.
func Needed(changes []table.Change) []string {
	var posts []string
	for _, c := range changes {
		if post := altered(c); post != "" && !slices.Contains(posts, post) {
			posts = append(posts, post)
		}
	}
	return posts
}

// altered is the post whose public comments a change alters, or "".
func altered(change table.Change) string {
	if !comment.Publishes(change) {
		return ""
	}
	for _, item := range []*table.Item{change.New, change.Old} {
		if item == nil {
			continue
		}
		if c, err := comment.Decode(*item); err == nil {
			return c.Post
		}
	}
	return ""
}
