package content

import (
	"context"
	"crypto/sha256"
	"io/fs"
	"path"
	"strings"
	"sync"
	"sync/atomic"
)

// Load reads a content tree with so many workers. Its error is [Problems], all
// that is wrong with all files, unless ctx ended. With Problems comes the site
// as far as it could be read, so that more can be checked in the same run.
func Load(ctx context.Context, fsys fs.FS, workers int) (*Site, error) {
	return NewLoader(workers).Load(ctx, fsys)
}

// Loader reads a content tree again and again, and parses only the files that
// changed. It is not for use by several goroutines at once.
type Loader struct {
	workers int
	env     env
	parsed  map[string]*entry // by file
}

// entry is one file as it was last read.
type entry struct {
	sum   [sha256.Size]byte
	doc   *document
	value any // Post, Person, Page or Program
}

// NewLoader returns a loader that reads with so many workers.
func NewLoader(workers int) *Loader {
	return &Loader{workers: max(workers, 1)}
}

// Load reads the tree. What it returns is shared with later calls and must
// not be changed.
func (l *Loader) Load(ctx context.Context, fsys fs.FS) (*Site, error) {
	config, env, problems := readConfig(fsys)
	found := list(fsys)
	problems = append(problems, found.problems...)
	entries, err := l.parse(ctx, fsys, found.words, env)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		problems = append(problems, e.doc.problems...)
	}
	problems = append(problems, crossCheck(entries)...)
	site := assemble(config, entries)
	site.Media = found.media
	if len(problems) > 0 {
		return site, problems.Sort()
	}
	return site, nil
}

// parse reads the files, in order of their names.
func (l *Loader) parse(ctx context.Context, fsys fs.FS, files []string, env env) ([]*entry, error) {
	if l.parsed == nil || !l.env.same(env) {
		l.parsed = nil
	}
	l.env = env
	entries := make([]*entry, len(files))
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(l.workers, len(files)) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(files) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				entries[i] = parseFile(fsys, files[i], env, l.parsed[files[i]])
			}
		})
	}
	group.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	l.parsed = make(map[string]*entry, len(files))
	for i, file := range files {
		l.parsed[file] = entries[i]
	}
	return entries, nil
}

// parseFile reads one file, or returns last if its bytes are the same.
func parseFile(fsys fs.FS, file string, env env, last *entry) *entry {
	d := &document{file: file, name: strings.TrimSuffix(path.Base(file), ".md"), env: env}
	d.slug = mention{d.name, 1}
	raw, problems := readFile(fsys, file)
	if len(problems) > 0 {
		d.problems = problems
		return &entry{doc: d, value: d.unread()}
	}
	sum := sha256.Sum256(raw)
	if last != nil && last.sum == sum {
		return last
	}
	text, problems := readText(file, raw)
	d.problems = problems
	return &entry{sum: sum, doc: d, value: d.parse(text)}
}

// parse reads one text: front matter, then the body.
func (d *document) parse(text string) any {
	text = printable(text)
	if !d.split(text) {
		return d.unread()
	}
	d.checkAddresses(d.front, d.frontAt)
	d.checkAddresses(d.body, d.bodyAt)
	root := d.parseYAML(d.front, d.frontAt)
	if root == nil {
		return d.unread()
	}
	f := newFields(d, "", d.frontAt, root)
	f.line = 1
	value := d.kind(f)
	f.done()
	return value
}

// unread stands for a file whose front matter cannot be read: links to its
// page are not dead, and its body can be checked.
func (d *document) unread() any {
	switch path.Dir(d.file) {
	case "posts":
		return Post{Slug: d.name, Body: d.text()}
	case "people":
		return Person{Slug: d.name, Body: d.text()}
	case "programs":
		return Program{Slug: d.name, Body: d.text()}
	}
	return Page{Slug: d.name, Body: d.text()}
}

func (d *document) text() Body {
	return Body{Source: Source{File: d.file, Line: d.bodyAt}, Markdown: d.body}
}

// kind reads the front matter as what the folder of the file holds.
func (d *document) kind(f *fields) any {
	switch path.Dir(d.file) {
	case "posts":
		return parsePost(d, f)
	case "people":
		return parsePerson(d, f)
	case "programs":
		return parseProgram(d, f)
	}
	return parsePage(d, f)
}

// printable drops what checkCharacters has reported, so that the rest of the
// file can still be looked at in the same run.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && Hidden(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "?"))
}
