package check

import (
	"slices"
	"strings"
	"unicode"
)

// maxSeen is how long a text may be, in characters; longer ones are for people.
const maxSeen = 500_000

// reading is a piece as its reader sees it.
type reading struct {
	medium  Medium
	text    []rune
	words   []word
	links   []link
	images  []image
	outside []word // of a page: what stands around the piece
	around  []rune
	isPage  bool
	label   bool   // the platform's own
	unread  string // why a program cannot read it, "" if it can
}

// link is a link of a page, or an address in a text.
type link struct {
	address string
	rel     string
	at      int // characters before it
}

// image is a picture of a page.
type image struct {
	alt bool
	at  int
}

// span is a part of a text, in characters.
type span struct{ from, to int }

func read(p Piece) reading {
	r := reading{medium: p.Medium, label: p.Labelled}
	if len(p.HTML) == 0 {
		r.text = []rune(strings.ToValidUTF8(tidyLines(p.Text), "\ufffd"))
		if len(r.text) > maxSeen {
			r.text, r.unread = nil, "The text is longer than a program reads; a person checks it."
		}
		r.words = words(r.text, p.Medium == Newsletter)
		setAside(r.words, append(quotes(r.text), quotedLines(r.text)...))
		r.links = typedLinks(r.text)
		return r
	}
	page, err := readPage(p.HTML)
	r.isPage = true
	if err != nil {
		r.unread = "The page is built in a way that a program cannot read; a person checks it."
		return r
	}
	r.text, r.links, r.images = []rune(page.main.String()), page.main.links, page.main.images
	r.keepInside()
	r.around = []rune(page.rest.String())
	if len(r.text)+len(r.around) > maxSeen {
		r = reading{medium: p.Medium, isPage: true, unread: "The page is longer than a program reads; a person checks it."}
		return r
	}
	r.words, r.outside = words(r.text, false), words(r.around, false)
	setAside(r.words, append(quotes(r.text), page.main.asides...))
	switch {
	case len(r.words) == 0:
		r.unread = "The page shows a program no text; a person checks it."
	case page.signIn && len(r.words) < 200:
		r.unread = "The page asks a program to sign in; a person checks it."
	}
	return r
}

// keepInside puts what follows the last word, with nothing to see in it, at
// the end of the text.
func (r *reading) keepInside() {
	for i := range r.links {
		r.links[i].at = min(r.links[i].at, len(r.text))
	}
	for i := range r.images {
		r.images[i].at = min(r.images[i].at, len(r.text))
	}
}

func tidyLines(s string) string {
	return strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(s)
}

// setAside marks the words inside the spans as not said by the writer.
func setAside(ws []word, spans []span) {
	slices.SortFunc(spans, func(a, b span) int { return a.from - b.from })
	end, next := 0, 0
	for i := range ws {
		for next < len(spans) && spans[next].from <= ws[i].start {
			end = max(end, spans[next].to)
			next++
		}
		ws[i].aside = ws[i].aside || ws[i].start < end
	}
}

// maxQuote is how long a quotation may be, in characters; a mark without its
// partner is an inch, or a slip.
const maxQuote = 400

// quotes returns what stands in double quotation marks, within a paragraph.
func quotes(text []rune) []span {
	var spans []span
	open := -1
	for i, r := range text {
		if open >= 0 && (i-open > maxQuote || r == '\n' && i+1 < len(text) && text[i+1] == '\n') {
			open = -1
		}
		inch := r == '"' && i > 0 && unicode.IsDigit(text[i-1])
		switch {
		case open < 0 && strings.ContainsRune("\"“„«", r) && !inch:
			open = i
		case open >= 0 && strings.ContainsRune("\"”“»", r):
			spans = append(spans, span{open, i})
			open = -1
		}
	}
	return spans
}

// quotedLines are lines that repeat what somebody else wrote: "> …", "RT @…".
func quotedLines(text []rune) []span {
	var spans []span
	for from := 0; from < len(text); {
		to := from
		for to < len(text) && text[to] != '\n' {
			to++
		}
		line := text[from:to]
		if len(line) > 3 && (line[0] == '>' || string(line[:4]) == "RT @") {
			spans = append(spans, span{from, to})
		}
		from = to + 1
	}
	return spans
}

// quote returns a part of the text.
func (r reading) quote(from, to int) string {
	return strings.Join(strings.Fields(string(r.text[from:to])), " ")
}

// around a match, in characters on either side.
const context = 40

// inContext returns a part of the text with some words around it.
func (r reading) inContext(from, to int) string {
	a, b := max(0, from-context), min(len(r.text), to+context)
	for a > 0 && a < from && !unicode.IsSpace(r.text[a-1]) {
		a++
	}
	for b < len(r.text) && b > to && !unicode.IsSpace(r.text[b]) {
		b--
	}
	s := r.quote(a, b)
	if a > 0 {
		s = "…" + s
	}
	if b < len(r.text) {
		s += "…"
	}
	return s
}
