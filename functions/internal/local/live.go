package local

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"greenroom/functions/internal/publish"
	"greenroom/site/content"
	"greenroom/site/generate"
	"greenroom/site/theme"
)

// live is the site on show: the newest edition that could be built, and what
// stands in the way of a newer one.
type live struct {
	publisher *publish.Publisher
	terminal  io.Writer
	one       sync.Mutex // one rebuild at a time, with what it leaves to show

	edition atomic.Pointer[publish.Edition]
	problem atomic.Pointer[string]
}

// rebuild builds the site anew: all that changed, or, with posts, what their
// comments alter. If that cannot be done the last good site
// stays, and why is shown in the terminal and on every page. Faults in the
// words wait for their writer; any other error is returned, to be tried again.
func (l *live) rebuild(ctx context.Context, posts ...string) error {
	l.one.Lock()
	defer l.one.Unlock()
	began := l.publisher.Now()
	edition, result, err := l.publish(ctx, posts)
	if err != nil {
		l.trouble(err)
	}
	if _, words := errors.AsType[content.Problems](err); words {
		return nil
	}
	if err != nil {
		return fmt.Errorf("building site: %w", err)
	}
	l.edition.Store(edition)
	mended := l.problem.Swap(nil) != nil
	if changed := len(result.Written) + len(result.Removed); changed > 0 || mended {
		fmt.Fprintf(l.terminal, "built %d pages, %d files changed, %d ms\n", result.Pages, changed, l.publisher.Now().Sub(began).Milliseconds())
	}
	return nil
}

func (l *live) publish(ctx context.Context, posts []string) (*publish.Edition, generate.Result, error) {
	if len(posts) > 0 && l.problem.Load() == nil {
		return l.publisher.PublishThreads(ctx, posts)
	}
	return l.publisher.Publish(ctx)
}

// trouble says once what stands in the way.
func (l *live) trouble(err error) {
	say := err.Error()
	if before := l.problem.Swap(&say); before == nil || *before != say {
		fmt.Fprintf(l.terminal, "the site on show is the last good one; put this right:\n%s\n", indent(say))
	}
}

func indent(s string) string { return "  " + strings.ReplaceAll(strings.TrimSpace(s), "\n", "\n  ") }

// wrong returns what stands in the way of a new edition, or "".
func (l *live) wrong() string {
	if say := l.problem.Load(); say != nil {
		return *say
	}
	return ""
}

// Frame implements web.Site.
func (l *live) Frame() theme.Frame { return l.edition.Load().Frame() }

// Post implements web.Site and comment.Posts.
func (l *live) Post(slug string) (string, bool) { return l.edition.Load().Post(slug) }

// TakesComments implements comment.Posts.
func (l *live) TakesComments(slug string) (string, bool) {
	return l.edition.Load().TakesComments(slug)
}

// Config implements guest.Site.
func (l *live) Config() content.Config { return l.edition.Load().Config() }

// Has implements guest.Site.
func (l *live) Has(address string) bool { return l.edition.Load().Has(address) }

// Free implements guest.Site.
func (l *live) Free(address string) bool { return l.edition.Load().Free(address) }

// Zone implements web.Site.
func (l *live) Zone() *time.Location { return l.edition.Load().Zone() }

// Holidays implements web.Site.
func (l *live) Holidays() []string { return l.edition.Load().Holidays() }

// Program implements program.Files.
func (l *live) Program(slug string) (content.Program, bool) { return l.edition.Load().Program(slug) }

// Programs implements program.Files.
func (l *live) Programs() []content.Program { return l.edition.Load().Programs() }

// People implements submission.Staff.
func (l *live) People() []content.Person { return l.edition.Load().People() }

// Manager implements application.Staff.
func (l *live) Manager(slug string) (name, email string) { return l.edition.Load().Manager(slug) }
