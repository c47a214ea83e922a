// Package wxr turns a WordPress export (WXR, the RSS that Tools → Export
// writes) into files of words and records of comments.
//
// The export is read as a stream, and of each item only what can be carried is
// kept. Then every item becomes a file, the files are loaded as the generator
// would load them, and what it would refuse is left out. Everything that could
// not be carried is named. The same export makes the same bytes, always.
package wxr

import (
	"cmp"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Options say what an export does not.
type Options struct {
	// Author is the slug of the person who stands for an author that the
	// export does not name.
	Author string
	// BaseURL is the address of the old site; "" is what the export says.
	// Links to it become links within the new site.
	BaseURL string
	// Zone is where dates without a zone were meant; nil is UTC.
	Zone *time.Location
	// Agency is the domain of e-mail addresses that may stay in the words,
	// and Never the one address of that domain that may not.
	Agency, Never string
}

// Result is what an export becomes.
type Result struct {
	Files   map[string][]byte // "posts/first.md", "people/ann.md", "pages/about.md"
	Records map[string][]byte // "first.ndjson": the approved comments of a post
	Media   []string          // addresses of pictures and files that are to be fetched by hand, sorted
	Left    []Note            // what could not be carried, by line
}

// Note is one thing that could not be carried as it was.
type Note struct {
	Item string // title of the item, or "" for the export as a whole
	Line int    // of the export, where the item begins
	What string
	Fix  string // what to do
}

// String is the note on one line.
func (n Note) String() string {
	if n.Item == "" {
		return fmt.Sprintf("line %d: %s: %s", n.Line, n.What, n.Fix)
	}
	return fmt.Sprintf("line %d: “%s”: %s: %s", n.Line, n.Item, n.What, n.Fix)
}

// Read reads an export. Its error names the line that cannot be read; what
// can be read and not be carried is in [Result.Left].
func Read(r io.Reader, o Options) (*Result, error) {
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	e, err := readExport(r)
	if err != nil {
		return nil, fmt.Errorf("reading the export: %w", err)
	}
	im := newImporter(e, o)
	im.choose()
	im.carry()
	if err := im.accept(); err != nil {
		return nil, fmt.Errorf("reading the export: %w", err)
	}
	return im.finish(), nil
}

// importer carries one export over.
type importer struct {
	options Options
	export  *export
	base    *url.URL // of the old site, or nil
	people  *people
	clean   *cleaner

	posts, pages []*item
	byPath       map[string]*item // by the path of their old address
	byID         map[string]*item
	tags         map[string]string // by slug: how a tag is written everywhere
	ids          map[string]bool   // of comments

	result *Result
	notes  map[string]Note // of files, for those that are refused later
}

func newImporter(e *export, o Options) *importer {
	im := &importer{
		options: o, export: e, clean: newCleaner(),
		byPath: map[string]*item{}, byID: map[string]*item{}, tags: map[string]string{}, ids: map[string]bool{},
		result: &Result{Files: map[string][]byte{}, Records: map[string][]byte{}},
		notes:  map[string]Note{},
	}
	im.result.Left = e.notes
	for _, candidate := range []string{o.BaseURL, e.home, e.link} {
		if u, err := url.Parse(strings.TrimSpace(candidate)); err == nil && u.Host != "" {
			im.base = u
			break
		}
	}
	im.people = newPeople(e.authors, o.Author)
	return im
}

// note says what of an item could not be carried.
func (im *importer) note(it *item, what, fix string) {
	im.result.Left = append(im.result.Left, Note{it.shown(), it.line, what, fix})
}

// finish sorts what was gathered.
func (im *importer) finish() *Result {
	r := im.result
	slices.Sort(r.Media)
	r.Media = slices.Compact(r.Media)
	slices.SortStableFunc(r.Left, func(a, b Note) int { return cmp.Compare(a.Line, b.Line) })
	r.Left = slices.Compact(r.Left)
	return r
}

// plural counts things.
func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
