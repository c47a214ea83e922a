package check

import (
	"bytes"
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// page is a web page in two parts: the piece, and what stands around it.
type page struct {
	main, rest scribe
	signIn     bool
}

// readPage takes the piece out of a page. The parser refuses pages that are
// nested deeper than 512 elements, so that a tree can be walked by recursion.
func readPage(source []byte) (page, error) {
	root, err := html.Parse(bytes.NewReader(bytes.ToValidUTF8(source, []byte("\ufffd"))))
	if err != nil {
		return page{}, err
	}
	body := first(root, "body")
	if body == nil {
		return page{}, errors.New("reading page: no body")
	}
	var p page
	piece, inArticle := pieceOf(body)
	w := walker{page: &p, piece: piece, headers: inArticle}
	w.walk(body, where{out: &p.rest})
	return p, nil
}

func first(n *html.Node, tag string) *html.Node {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.Data == tag {
			return d
		}
	}
	return nil
}

// pieceOf returns the element that holds the piece: the longest article of the
// main part, or else the main part, or else the whole body.
func pieceOf(body *html.Node) (piece *html.Node, inArticle bool) {
	main, size := longest(body, isMain)
	if main == nil {
		main, size = body, measure(body, nil)
	}
	article, length := longest(main, isArticle)
	if article != nil && length >= size/4 { // shorter ones are cards that lead to other pages
		return article, true
	}
	return main, main != body
}

func isMain(n *html.Node) bool    { return n.Data == "main" || attr(n, "role") == "main" }
func isArticle(n *html.Node) bool { return n.Data == "article" && !isChrome(n, true) }

// longest returns the element with the most text among those that are wanted.
func longest(root *html.Node, wanted func(*html.Node) bool) (best *html.Node, size int) {
	measure(root, func(n *html.Node, length int) {
		if n != root && wanted(n) && length > size {
			best, size = n, length
		}
	})
	return best, size
}

// measure returns how much text an element shows, in bytes, and tells visit of
// every element inside.
func measure(n *html.Node, visit func(*html.Node, int)) int {
	if n.Type == html.TextNode {
		return len(strings.TrimSpace(n.Data))
	}
	if n.Type == html.ElementNode && isHidden(n) {
		return 0
	}
	length := 0
	for c := range n.ChildNodes() {
		length += measure(c, visit)
	}
	if visit != nil && n.Type == html.ElementNode {
		visit(n, length)
	}
	return length
}

// where is what the elements around a node say of it.
type where struct {
	out   *scribe
	aside bool
}

type walker struct {
	page    *page
	piece   *html.Node
	headers bool // of the piece are part of it, not of the site
}

func (w *walker) walk(n *html.Node, at where) {
	switch n.Type {
	case html.TextNode:
		at.out.write(n.Data, at.aside)
		return
	case html.ElementNode:
	default:
		return
	}
	w.page.signIn = w.page.signIn || n.Data == "input" && strings.EqualFold(attr(n, "type"), "password")
	if isHidden(n) {
		return
	}
	if n == w.piece {
		at.out = &w.page.main
	} else if isChrome(n, w.headers && at.out == &w.page.main) {
		at.out = &w.page.rest
	}
	at.aside = at.aside || isAside(n)
	w.element(n, at)
}

func (w *walker) element(n *html.Node, at where) {
	before, after := breaks(n.Data)
	at.out.breakLine(before)
	switch n.Data {
	case "a":
		if href := attr(n, "href"); href != "" {
			at.out.links = append(at.out.links, link{strings.TrimSpace(href), attr(n, "rel"), at.out.here()})
		}
	case "br":
		at.out.lines = min(2, at.out.lines+1)
	case "img", "amp-img", "amp-anim":
		if isPhoto(n) {
			alt := strings.TrimSpace(attr(n, "alt")) != ""
			at.out.images = append(at.out.images, image{alt, at.out.here()})
		}
	}
	for c := range n.ChildNodes() {
		w.walk(c, at)
	}
	at.out.breakLine(after)
	at.out.held = at.out.held || after == afterHeading
}

// scribe writes the text of a page down as a browser shows it: space folded,
// paragraphs apart.
type scribe struct {
	strings.Builder
	runes  int
	space  bool
	lines  int
	held   bool // the lines are those after a heading, and stay as they are
	links  []link
	images []image
	asides []span
}

// here is where the next character will stand.
func (s *scribe) here() int {
	if s.runes == 0 {
		return 0
	}
	if s.lines > 0 {
		return s.runes + s.lines
	}
	if s.space {
		return s.runes + 1
	}
	return s.runes
}

func (s *scribe) breakLine(n int) {
	if !s.held {
		s.lines = max(s.lines, n)
	}
}

func (s *scribe) write(text string, aside bool) {
	from := s.here()
	for _, r := range text {
		if r <= ' ' && unicode.IsSpace(r) {
			s.space = true
			continue
		}
		if s.runes > 0 && s.lines > 0 {
			s.put(strings.Repeat("\n", s.lines))
		} else if s.runes > 0 && s.space {
			s.put(" ")
		}
		s.space, s.lines, s.held = false, 0, false
		s.WriteRune(r)
		s.runes++
	}
	if aside && s.runes > from {
		s.asides = append(s.asides, span{from, s.runes})
	}
}

func (s *scribe) put(text string) {
	s.WriteString(text)
	s.runes += utf8.RuneCountInString(text)
}
