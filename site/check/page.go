package check

import (
	"bytes"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// page is one HTML file while it is read.
type page struct {
	*document
	reader   *reader
	raw      []byte
	suspects []leftover // the only ones that can be on the page
	attrs    []attribute
	nested   bool // inside a noscript

	lang, description, ownTitle bool
	mains, h1s, titles          int
	level                       int // of the heading before
	canonicals                  int

	code, svg, labels int    // how many of them are open
	inHeading         int    // its level, or 0
	heading           []byte // its words
	rawIn             string // the element whose text comes next: script, style, title
	jsonLD            bool

	button    bool // one is open
	buttonHas bool // it says something
	buttonIs  string

	commentTag  string // the element of a reader's comment that is open
	commentOpen int    // how many elements of that name are open

	controls []control
	fors     map[string]bool
	refs     []string // ids that attributes name
}

// attribute is one of a tag, good until the next tag is read.
type attribute struct{ key, value []byte }

// control is a field that needs a label.
type control struct{ id, shown string }

func newPage(r *reader, d *document, raw []byte) *page {
	d.ids = map[string]bool{}
	return &page{document: d, reader: r, raw: raw, suspects: suspect(raw), fors: map[string]bool{}}
}

// check reads the page once and says what is wrong with it alone.
func (p *page) check() {
	p.tokens(p.raw)
	p.head()
	p.outline()
	p.forms()
	p.ownAnchors()
}

func (p *page) tokens(raw []byte) {
	z := html.NewTokenizer(bytes.NewReader(raw))
	for {
		switch z.Next() {
		case html.ErrorToken: // the end: reading from memory cannot fail
			return
		case html.TextToken:
			p.text(z)
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			tag := string(name)
			p.attrs = p.attrs[:0]
			for more {
				var key, value []byte
				key, value, more = z.TagAttr()
				p.attrs = append(p.attrs, attribute{key, value})
			}
			p.open(tag)
		case html.EndTagToken:
			name, _ := z.TagName()
			p.close(string(name))
		}
	}
}

// get returns an attribute's value and whether it is there.
func (p *page) get(key string) ([]byte, bool) {
	for _, a := range p.attrs {
		if string(a.key) == key {
			return a.value, true
		}
	}
	return nil, false
}

// value is get as a trimmed text.
func (p *page) value(key string) string {
	v, _ := p.get(key)
	return strings.TrimSpace(string(v))
}

// head holds the page to what search engines and readers of links need.
func (p *page) head() {
	if !p.lang {
		p.fault("html has no lang", `write <html lang="en">`)
	}
	switch {
	case p.titles == 0 || p.title == "":
		p.fault("has no title", "give the page one in its front matter or its template", "title:")
	case p.titles > 1:
		p.fault("has "+strconv.Itoa(p.titles)+" titles", "keep one")
	}
	if !p.description && p.indexable() {
		p.fault("has no description", "write one in its front matter or its template", "description:")
	}
	p.checkCanonical()
}

func (p *page) checkCanonical() {
	own := p.reader.tree.address(p.name)
	switch {
	case p.canonicals > 1:
		p.fault("has "+strconv.Itoa(p.canonicals)+" canonical addresses", "keep one")
	case p.canonicals == 0 && p.indexable():
		p.fault("has no canonical address", "write "+own)
	case p.canonicals == 1 && p.indexable() && p.canonical != own:
		p.fault("canonical address "+quoted(p.canonical)+" is not the page's own", "write "+own)
	}
}

// outline holds the page to one main part and one h1.
func (p *page) outline() {
	if p.mains != 1 {
		p.fault("has "+plural(p.mains, "main element"), "put the content of the page into one main")
	}
	if p.h1s != 1 {
		p.fault("has "+plural(p.h1s, "h1"), "give it one, with what the page is about", "\n# ")
	}
}

// ownAnchors answers what the page asks of itself; the rest has to wait for
// the other pages.
func (p *page) ownAnchors() {
	elsewhere := p.asked[:0]
	for _, a := range p.asked {
		switch {
		case a.file != p.name:
			elsewhere = append(elsewhere, a)
		case !p.ids[a.id]:
			p.missingID(a)
		}
	}
	p.asked = elsewhere
}

func (d *document) missingID(a anchor) {
	d.fault("link to "+quoted(a.written)+": that page has no #"+a.id, "name a heading that is there, or take the # off", "("+a.written, a.written, "#"+a.id)
}

// identify notes an id. Comments of readers have one that starts with c-.
func (p *page) identify(tag string) {
	value, ok := p.get("id")
	if !ok {
		return
	}
	id := string(value)
	switch {
	case id == "" || strings.ContainsAny(id, " \t\n\r\f"):
		p.fault("id "+quoted(id)+" is empty or holds a space", "write one word")
	case p.ids[id]:
		p.fault("id "+quoted(id)+" is there twice", "give one of them another", `#`+id, id)
	}
	p.ids[id] = true
	if strings.HasPrefix(id, "c-") && p.commentTag == "" && !isVoid(tag) {
		p.commentTag, p.commentOpen = tag, 0
	}
}

func isVoid(tag string) bool {
	switch tag {
	case "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr":
		return true
	}
	return false
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	if n == 0 {
		return "no " + word
	}
	return strconv.Itoa(n) + " " + word + "s"
}
