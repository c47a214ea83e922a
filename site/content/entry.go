package content

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io/fs"

	"greenroom/site/packed"
)

// Key tells the front matter of a file, and where its body begins, from any
// other.
type Key [16]byte

// entry is one file as it was last read.
type entry struct {
	stamp Stamp
	sum   [sha256.Size]byte // of the whole file
	key   Key
	doc   *document // what is wrong with it, and what it mentions
	value any       // *Post, Person, Page or Program
}

func newEntry(d *document, value any) *entry {
	if p, ok := value.(Post); ok {
		value = &p
	}
	e := &entry{doc: d, value: value}
	e.key = e.digest()
	return e
}

// digest is the key of an entry: everything it says but the body's text.
func (e *entry) digest() Key {
	if p, ok := e.value.(*Post); ok {
		sum := sha256.Sum256(appendPost(nil, e.doc, *p))
		return Key(sum[:16])
	}
	data, err := json.Marshal(withoutMarkdown(e.value))
	if err != nil { // only text, numbers and dates are in it
		data = nil
	}
	if p, ok := e.value.(Program); ok { // a time zone is nothing in JSON
		data = append(data, p.zone().String()...)
	}
	sum := sha256.Sum256(append(data, e.doc.file...))
	return Key(sum[:16])
}

func withoutMarkdown(value any) any {
	switch v := value.(type) {
	case *Post:
		v.Body.Markdown = ""
		return v
	case Person:
		v.Body.Markdown = ""
		return v
	case Page:
		v.Body.Markdown = ""
		return v
	case Program:
		v.Body.Markdown = ""
		return v
	}
	return value
}

// Key is the key of a file that was loaded.
func (l *Loader) Key(file string) Key {
	if e := l.entries[file]; e != nil {
		return e.key
	}
	return Key{}
}

// Sum is the SHA-256 of a file that was loaded.
func (l *Loader) Sum(file string) (sum [sha256.Size]byte) {
	if e := l.entries[file]; e != nil {
		return e.sum
	}
	return sum
}

// Keep appends what has to be kept of a post so that the next process need not
// read it again; nothing for other files, and for those that are at fault or
// whose time cannot be believed.
func (l *Loader) Keep(b []byte, file string) []byte {
	e := l.entries[file]
	if e == nil || e.stamp == (Stamp{}) || len(e.doc.problems) > 0 {
		return b
	}
	p, ok := e.value.(*Post)
	if !ok {
		return b
	}
	b = packed.Text(b, l.Version+"\n"+l.env.name())
	b = e.stamp.Append(b)
	b = append(b, e.sum[:]...)
	b = append(b, e.key[:]...)
	return appendPost(b, e.doc, *p)
}

// Restore takes in what Keep wrote about a file. The next Load believes it as
// long as the file looks the same from outside and site.yaml reads as it did.
// It is refused without harm.
func (l *Loader) Restore(config Config, file string, r *packed.Reader) error {
	env := envOf(config)
	if r.Text() != l.Version+"\n"+env.name() {
		return errors.New("site.yaml was another")
	}
	l.env = env
	e := &entry{stamp: ReadStamp(r), sum: r.Sum(), key: r.Key()}
	e.doc = &document{file: file, env: env}
	post := readPost(r, e.doc)
	e.value = &post
	if err := r.Done(); err != nil {
		return err
	}
	l.entries[file] = e
	return nil
}

// ReadBody reads the text of a file below its front matter, and the SHA-256 of
// the whole file. The file must be one that was loaded without faults.
func ReadBody(fsys fs.FS, file string) (markdown string, sum [sha256.Size]byte, err error) {
	raw, problems := readFile(fsys, file)
	if len(problems) > 0 {
		return "", sum, problems
	}
	text, problems := readText(file, raw)
	if len(problems) > 0 {
		return "", sum, problems
	}
	d := &document{file: file}
	if !d.split(text) {
		return "", sum, d.problems
	}
	return d.body, sha256.Sum256(raw), nil
}
