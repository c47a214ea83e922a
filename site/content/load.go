package content

import (
	"context"
	"crypto/sha256"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Load reads a content tree with so many workers. Its error is [Problems], all
// that is wrong with all files, unless ctx ended. With Problems comes the site
// as far as it could be read, so that more can be checked in the same run.
func Load(ctx context.Context, fsys fs.FS, workers int) (*Site, error) {
	return NewLoader(workers).Load(ctx, fsys)
}

// Loader reads a content tree again and again, and reads only the files that
// changed. It is not for use by several goroutines at once.
type Loader struct {
	// Fresh, if set, is told each body that was read, from several goroutines
	// at once, and with the SHA-256 of the whole file. The site then comes
	// without the Markdown, so that a large one need not be held in memory.
	Fresh func(body Body, sum [sha256.Size]byte)
	// Settled, if set, is told the files whose bytes are those of the last time
	// though they did not look like it: what [Loader.Keep] says of them is new.
	Settled func(file string)
	// Now tells which files were changed too lately for their time to be
	// believed. nil: every file is read each time.
	Now func() time.Time

	// Version tells who keeps and restores, such as [Version]: what others kept
	// is not believed, for they may read the same words in another way.
	Version string

	// Sound is the [Loader.Set] of files that have been found to go together:
	// no two of one address, nobody unknown. They are not checked again.
	Sound Key

	workers int
	env     env
	looked  *listing          // by Look, for the next Load
	entries map[string]*entry // by file
	site    *Site             // as last assembled
	set     Key
}

// NewLoader returns a loader that reads with so many workers.
func NewLoader(workers int) *Loader {
	return &Loader{workers: max(workers, 1), entries: map[string]*entry{}}
}

// Load reads the tree. What it returns is shared with later calls and must
// not be changed.
func (l *Loader) Load(ctx context.Context, fsys fs.FS) (*Site, error) {
	config, env, problems := readConfig(fsys)
	files := l.looked
	if files == nil {
		files = l.look(fsys)
	}
	l.looked = nil
	problems = append(problems, files.problems...)
	if !l.env.same(env) {
		clear(l.entries)
	}
	l.env = env
	entries, changed, err := l.read(ctx, fsys, files.words)
	if err != nil {
		return nil, err
	}
	if l.site != nil && l.Fresh != nil && !changed && len(problems) == 0 && slices.Equal(l.site.Media, files.media) {
		l.site.Config = config // nothing but bodies changed
		return l.site, nil
	}
	l.site = nil
	for _, e := range entries {
		problems = append(problems, e.doc.problems...)
	}
	var group sync.WaitGroup
	var faults Problems
	if l.set = setOf(files.words, entries); l.set != l.Sound {
		group.Go(func() { faults = crossCheck(entries) })
	}
	site := assemble(config, entries)
	site.Media = files.media
	group.Wait()
	problems = append(problems, faults...)
	if len(problems) > 0 {
		return site, problems.Sort()
	}
	l.site = site
	return site, nil
}

// Set is a key over all that the front matter of all files says.
func (l *Loader) Set() Key { return l.set }

func setOf(files []found, entries []*entry) Key {
	b := make([]byte, 0, 64*len(files))
	for i, f := range files {
		b = append(append(b, f.name...), entries[i].key[:]...)
	}
	sum := sha256.Sum256(b)
	return Key(sum[:16])
}

// Refresh is Load for who knows which files changed: only those are looked at.
// Of a tree that was never loaded, or was at fault, all is looked at.
func (l *Loader) Refresh(ctx context.Context, fsys fs.FS, files []string) (*Site, error) {
	if l.site == nil {
		return l.Load(ctx, fsys)
	}
	for _, file := range files {
		last, known := l.entries[file]
		info, err := fs.Stat(fsys, file)
		if !known || err != nil {
			return l.Load(ctx, fsys) // a new file, one that is gone, site.yaml or a picture
		}
		var stamp Stamp
		if l.Now != nil {
			stamp = StampOf(info, l.Now())
		}
		now := l.readFile(fsys, found{file, stamp}, nil)
		l.entries[file] = now
		if now.key != last.key || len(now.doc.problems) > 0 {
			l.site = nil
			return l.Load(ctx, fsys)
		}
	}
	return l.site, nil
}

// read reads the files, in order of their names, and says whether anything but
// bodies has changed since the last time.
func (l *Loader) read(ctx context.Context, fsys fs.FS, files []found) (entries []*entry, changed bool, err error) {
	entries = make([]*entry, len(files))
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(l.workers, len(files)) {
		group.Go(func() {
			const block = 16 // files at a time, so that workers seldom meet
			for from := int(next.Add(block)) - block; from < len(files) && ctx.Err() == nil; from = int(next.Add(block)) - block {
				for i := from; i < min(from+block, len(files)); i++ {
					entries[i] = l.readFile(fsys, files[i], l.entries[files[i].name])
				}
			}
		})
	}
	group.Wait()
	if err := ctx.Err(); err != nil {
		return nil, false, err
	}
	changed = len(files) != len(l.entries)
	before := l.entries
	l.entries = make(map[string]*entry, len(files))
	for i, f := range files {
		last := before[f.name]
		changed = changed || last == nil || last.key != entries[i].key || len(entries[i].doc.problems) > 0
		l.entries[f.name] = entries[i]
	}
	return entries, changed, nil
}

// readFile reads one file, or returns last if it has not changed.
func (l *Loader) readFile(fsys fs.FS, f found, last *entry) *entry {
	stamp := f.stamp
	if last != nil && stamp.Same(last.stamp) {
		return last
	}
	d := &document{file: f.name, name: strings.TrimSuffix(path.Base(f.name), ".md"), env: l.env}
	d.slug = mention{d.name, 1}
	raw, problems := readFile(fsys, f.name)
	if len(problems) > 0 {
		d.problems = problems
		return newEntry(d, d.unread())
	}
	sum := sha256.Sum256(raw)
	if last != nil && last.sum == sum {
		if last.stamp = stamp; l.Settled != nil && stamp != (Stamp{}) {
			l.Settled(f.name)
		}
		return last
	}
	text, problems := readText(f.name, raw)
	d.problems = problems
	e := newEntry(d, d.parse(text))
	e.stamp, e.sum = stamp, sum
	if l.Fresh != nil {
		l.Fresh(d.text(), sum)
		e.value = withoutMarkdown(e.value)
	}
	d.front, d.body = "", ""
	return e
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
	if !suspect(text) {
		return text
	}
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && Hidden(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "?"))
}
