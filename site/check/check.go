// Package check looks at a finished site as a stranger would: it knows the
// files and nothing of how they were made.
//
// Every page is read once, as a stream of tags, and only what other pages can
// ask about it is kept: its title, its ids and what it links to.
package check

import (
	"context"
	"fmt"
	"io/fs"
	"sync"
	"sync/atomic"
)

// Options say what the tree cannot.
type Options struct {
	// BaseURL is what addresses of this site begin with, such as
	// "https://greenroom.example".
	BaseURL string
	// Agency is the domain of e-mail addresses that may be public.
	Agency string
	// Never is the one address of that domain that must not be.
	Never string
	// Source returns the file of content that a page came from and its text,
	// or "" for both. It is called by one goroutine at a time.
	Source func(page string) (file, text string)
	// Workers is how many files are read at once; less than 1 is 1.
	Workers int
}

// Finding is one fault, said once however many pages show it.
type Finding struct {
	File string // of content if the cause was found there, else of the tree
	Line int    // in File, from 1
	Page string // the first file of the tree that shows it
	What string // what is wrong
	Fix  string // what to do about it
}

// String is the finding on one line: file:line: what: what to do.
func (f Finding) String() string {
	return fmt.Sprintf("%s:%d: %s: %s", f.File, f.Line, f.What, f.Fix)
}

// Summary counts what was looked at.
type Summary struct {
	Files     int
	Bytes     int64
	Pages     int // HTML, redirects included
	Indexable int // pages that search engines may list
	Links     int // on pages and in feeds, to this site
	Images    int
	Data      int // blocks of JSON-LD
	Feeds     int
	Entries   int // of feeds
	Listed    int // addresses in sitemaps
}

// Tree reads every file of a site. Its findings are sorted by file, line and
// words. The error is that of ctx or of a file that cannot be read; findings
// are no error.
func Tree(ctx context.Context, site fs.FS, o Options) ([]Finding, Summary, error) {
	t, err := list(site, o)
	if err != nil {
		return nil, Summary{}, fmt.Errorf("checking the site: %w", err)
	}
	seen, err := t.readAll(ctx, site)
	if err != nil {
		return nil, Summary{}, fmt.Errorf("checking the site: %w", err)
	}
	faults := t.faults
	var sum Summary
	for _, d := range seen {
		faults = append(faults, d.faults...)
		sum.add(d)
	}
	faults = append(faults, t.across(seen)...)
	found := causes(faults)
	t.nearest(found)
	return report(found, o.Source), sum, nil
}

func (s *Summary) add(d *document) {
	s.Files++
	s.Bytes += d.size
	s.Links += d.links
	s.Images += d.images
	s.Data += d.data
	s.Entries += d.entries
	s.Listed += len(d.listed)
	if d.kind == htmlPage {
		s.Pages++
	}
	if d.indexable() {
		s.Indexable++
	}
	if d.isFeed() {
		s.Feeds++
	}
}

// readAll reads the files with so many workers. What comes back is in the
// order of their names, whatever the workers did.
func (t *tree) readAll(ctx context.Context, site fs.FS) ([]*document, error) {
	seen := make([]*document, len(t.names))
	failures := make([]error, len(t.names))
	var next atomic.Int64
	var failed atomic.Bool
	var group sync.WaitGroup
	for range min(max(t.options.Workers, 1), len(t.names)) {
		group.Go(func() {
			r := newReader(t, site)
			for i := int(next.Add(1)) - 1; i < len(t.names) && ctx.Err() == nil && !failed.Load(); i = int(next.Add(1)) - 1 {
				if seen[i], failures[i] = r.read(t.names[i]); failures[i] != nil {
					failed.Store(true)
				}
			}
		})
	}
	group.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for _, err := range failures {
		if err != nil {
			return nil, err
		}
	}
	return seen, nil
}
