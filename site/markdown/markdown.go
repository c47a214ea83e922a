// Package markdown turns the Markdown of a body into HTML, and says what has
// to be known about it and what is wrong with it, line by line.
//
// A body goes through three stages, each one pass over it:
//
//	lines    the block structure: lists, quotes, tables, code (line.go, open.go)
//	inline   the text of each block: emphasis, links, code spans (inline.go)
//	render   blocks and text as HTML into one buffer (render.go)
//
// gomarkdown goes over the text of each block, and hands over to our hook where
// something special begins: its own reading differs from CommonMark 0.31.2 and
// takes quadratic time. Its block stage is not used: it needs four spaces where
// writers put two, and keeps no line numbers.
//
// What comes out is made of a fixed set of elements and attributes. Raw HTML,
// unsafe addresses and pictures from elsewhere are faults and not shown.
package markdown

import (
	"fmt"
	"sync"
)

// Version changes whenever the same Markdown could give other bytes: caches
// keep it with what they hold.
const Version = 2

// Options are what a Renderer has to know about the site.
type Options struct {
	// Reserved are the ids that pages of the theme have of their own.
	Reserved []string
	// Picture gives the facts about a picture such as "/media/x.jpg". Its
	// error says in words what is wrong. Without it pictures are faults.
	Picture func(src string) (Picture, error)
}

// Picture is what a page needs to show a picture. Srcset may be empty.
type Picture struct {
	Src, Srcset   string
	Width, Height int      // in pixels
	Sources       []Source // newer formats, best first
}

// Source is a picture in a newer format.
type Source struct{ Type, Srcset string }

// Fragment is a body as HTML, and what has to be known about it.
type Fragment struct {
	HTML     string
	Words    int       // in the text, without code blocks
	Headings []Heading // in order
	Links    []Link    // in order, without footnotes and pictures
	Pictures []string  // addresses that were asked about, in order, each once: also those of no picture, for it may come
	Faults   []Fault   // at most 100
}

// Heading is a heading of a body.
type Heading struct {
	ID, Text    string
	Level, Line int // the line counts from the body's first
}

// Link is a link of a body.
type Link struct {
	Address string // unescaped
	Line    int    // from the body's first
}

// Fault is something that a body may not hold.
type Fault struct {
	Line      int // from the body's first
	What, Fix string
}

// Renderer renders bodies. It serves several goroutines, and keeps code blocks
// as they were highlighted and the memory of earlier bodies for the next.
type Renderer struct {
	options   Options
	reserved  map[string]int
	rules     rules
	code      codeCache
	documents sync.Pool // of *document
}

// New returns a renderer for one site.
func New(o Options) *Renderer {
	r := &Renderer{options: o, reserved: map[string]int{}, rules: siteRules()}
	for _, id := range o.Reserved {
		r.reserved[id] = 1
	}
	r.documents.New = func() any { return newDocument(r) }
	return r
}

// Render renders one body. It never fails: what cannot be rendered is a fault.
func (r *Renderer) Render(source string) (f *Fragment) {
	d := r.documents.Get().(*document)
	defer func() {
		if v := recover(); v != nil { // d is in no state to be used again
			f = &Fragment{Faults: []Fault{{1, fmt.Sprintf("Markdown cannot be read (%v)", v), "take the last change back, or write it more simply"}}}
		} else if len(source) <= maxKept {
			r.documents.Put(d)
		}
	}()
	return d.render(source)
}
