package local

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"time"

	"greenroom/functions/internal/publish"
	"greenroom/site/content"
	"greenroom/site/theme"
)

// live is the site on show: the newest edition that could be built, and what
// is wrong with the words since.
type live struct {
	publisher *publish.Publisher
	terminal  io.Writer

	edition atomic.Pointer[publish.Edition]
	problem atomic.Pointer[string]
}

// rebuild builds the site anew. If the words are broken the last good site
// stays, and the faults are shown in the terminal and on every page. Any other
// error is returned.
func (l *live) rebuild(ctx context.Context) error {
	began := time.Now()
	edition, result, err := l.publisher.Publish(ctx)
	if faults, ok := errors.AsType[content.Problems](err); ok {
		say := faults.Error()
		if before := l.problem.Swap(&say); before == nil || *before != say {
			fmt.Fprintf(l.terminal, "the site on show is the last good one; put this right:\n%s\n", indent(say))
		}
		return nil
	}
	if err != nil {
		return fmt.Errorf("building site: %w", err)
	}
	l.edition.Store(edition)
	l.problem.Store(nil)
	if changed := len(result.Written) + len(result.Removed); changed > 0 {
		fmt.Fprintf(l.terminal, "built %d pages, %d files changed, %d ms\n", result.Pages, changed, time.Since(began).Milliseconds())
	}
	return nil
}

func indent(s string) string { return "  " + strings.ReplaceAll(strings.TrimSpace(s), "\n", "\n  ") }

// trouble returns what is wrong with the words, or "".
func (l *live) trouble() string {
	if say := l.problem.Load(); say != nil {
		return *say
	}
	return ""
}

// Frame implements web.Site.
func (l *live) Frame() theme.Frame { return l.edition.Load().Frame() }

// Post implements web.Site and comment.Posts.
func (l *live) Post(slug string) (string, bool) { return l.edition.Load().Post(slug) }

// Zone implements web.Site.
func (l *live) Zone() *time.Location { return l.edition.Load().Zone() }
