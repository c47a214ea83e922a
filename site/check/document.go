package check

import (
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
)

// kind is what a file turned out to be.
type kind int

const (
	other kind = iota
	htmlPage
	rssFeed
	atomFeed
	jsonFeed
	sitemap
	robots
)

// maxFaults is how many faults of one file are told: the rest is mostly the
// same again.
const maxFaults = 200

// document is what is remembered of one file.
type document struct {
	name   string
	kind   kind
	size   int64
	faults []fault

	title     string
	noindex   bool
	canonical string
	ids       map[string]bool
	asked     []anchor // ids on other pages
	feeds     []anchor // files that must be feeds; id is the media type
	listed    []string // addresses in a sitemap
	text      string   // of robots.txt

	links, images, data, entries int
}

// anchor is an id on a page, and how it was written.
type anchor struct{ file, id, written string }

func (d *document) isFeed() bool {
	return d.kind == rssFeed || d.kind == atomFeed || d.kind == jsonFeed
}

func (d *document) indexable() bool {
	return d.kind == htmlPage && !d.noindex && d.name != "404.html"
}

// fault notes what is wrong. seek is what stands in the source at the place.
func (d *document) fault(what, fix string, seek ...string) {
	if len(d.faults) < maxFaults {
		d.faults = append(d.faults, fault{file: d.name, what: oneLine(what), fix: oneLine(fix), seek: seek})
	}
}

// reader reads files one after the other and uses its buffers again.
type reader struct {
	tree     *tree
	site     fs.FS
	buffer   []byte
	resolved map[string]target // of links that do not depend on the page
}

func newReader(t *tree, site fs.FS) *reader {
	return &reader{tree: t, site: site, resolved: map[string]target{}}
}

func (r *reader) read(name string) (*document, error) {
	d := &document{name: name}
	data, err := r.load(name)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	d.size = int64(len(data))
	if isBinary(name) {
		return d, nil
	}
	r.strangers(d, data)
	switch path.Ext(name) {
	case ".html":
		d.kind = htmlPage
		newPage(r, d, data).check()
	case ".xml":
		r.xml(d, data)
	case ".json", ".webmanifest":
		r.json(d, data)
	case ".css":
		r.css(d, string(data))
	case ".txt":
		if name == "robots.txt" {
			d.kind, d.text = robots, string(data)
		}
	}
	return d, nil
}

// load returns the bytes of a file, until the next call.
func (r *reader) load(name string) ([]byte, error) {
	f, err := r.site.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r.buffer = r.buffer[:0]
	for {
		if len(r.buffer) == cap(r.buffer) {
			grown := make([]byte, len(r.buffer), max(64<<10, 2*cap(r.buffer)))
			copy(grown, r.buffer)
			r.buffer = grown
		}
		n, err := f.Read(r.buffer[len(r.buffer):cap(r.buffer)])
		r.buffer = r.buffer[:len(r.buffer)+n]
		if err == io.EOF {
			return r.buffer, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// isBinary reports files whose bytes only look like words.
func isBinary(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".ico", ".woff", ".woff2", ".ttf", ".pdf",
		".br", ".gz", ".zst", ".mp3", ".mp4", ".webm", ".wasm", ".zip":
		return true
	}
	return false
}
