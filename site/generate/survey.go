package generate

import (
	"fmt"
	"html"
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"github.com/gomarkdown/markdown/ast"

	"greenroom/site/content"
)

// survey walks a parsed body once: it gives headings their ids, counts words,
// gathers links and finds what is not allowed.
type survey struct {
	fragment *fragment
	source   string
	offset   int // in source: how far the walk has come
	line     int // line breaks before offset
	taken    map[string]int
	level    int // of the heading before; 1 is the page's title
}

func (s *survey) visit(node ast.Node, entering bool) ast.WalkStatus {
	if !entering {
		return ast.GoToNext
	}
	switch n := node.(type) {
	case *ast.Text:
		s.fragment.words += len(strings.Fields(string(n.Literal)))
	case *ast.Heading:
		s.heading(n)
	case *ast.Link:
		s.link(n)
	case *ast.Image:
		s.fault(s.find("]("+string(n.Destination)), "pictures are not shown yet", "describe it in words, or link to a file in media/")
	case *ast.HTMLBlock:
		s.markup(n.Literal)
	case *ast.HTMLSpan:
		s.markup(n.Literal)
	}
	return ast.GoToNext
}

func (s *survey) fault(line int, what, fix string) {
	s.fragment.faults = append(s.fragment.faults, bodyFault{line, what, fix})
}

func (s *survey) markup(literal []byte) {
	first, _, _ := strings.Cut(strings.TrimSpace(string(literal)), "\n")
	s.fault(s.find(first), "HTML is not allowed: "+shortened(first), "write Markdown; for a plain < write &lt;")
}

func (s *survey) heading(h *ast.Heading) {
	text := plainText(h)
	line := s.find(firstText(h))
	switch {
	case strings.TrimSpace(text) == "":
		s.fault(line, "heading has no words", "write some, or delete it")
	case h.Level == 1:
		s.fault(line, fmt.Sprintf("heading %q is on the level of the page's title", shortened(text)), "start it with ##")
	case h.Level > s.level+1:
		s.fault(line, fmt.Sprintf("heading %q skips a level", shortened(text)), "start it with "+strings.Repeat("#", s.level+1))
	}
	s.level = max(h.Level, 2)
	h.HeadingID = uniqueID(s.taken, slugOf(text))
	s.fragment.headings = append(s.fragment.headings, h.HeadingID)
}

func (s *survey) link(n *ast.Link) {
	if n.NoteID != 0 { // a footnote's number
		return
	}
	written := string(n.Destination)
	address := html.UnescapeString(written)
	line := s.findLink(written)
	u, err := url.Parse(address)
	switch {
	case err != nil || !isSafe(address):
		s.fault(line, "link to "+strconv.Quote(shortened(address))+" is not allowed", "start it with / for a page of this site, with # for a heading, or with https:// or mailto:")
	case strings.TrimSpace(plainText(n)) == "":
		s.fault(line, "link to "+shortened(address)+" has no words", "write what it leads to between [ and ]")
	default:
		s.fragment.links = append(s.fragment.links, bodyLink{u, line})
	}
}

// isSafe allows addresses of this site, headings, the web and mail. Spaces,
// control characters and backslashes are how browsers are led to read one
// address as another.
func isSafe(address string) bool {
	odd := func(r rune) bool { return unicode.IsSpace(r) || r == '\\' || content.Hidden(r) }
	if strings.ContainsFunc(address, odd) || strings.HasPrefix(address, "//") {
		return false
	}
	lower := strings.ToLower(address)
	for _, start := range []string{"/", "#", "https://", "http://", "mailto:"} {
		if strings.HasPrefix(lower, start) {
			return true
		}
	}
	return false
}

// findLink returns the line of the next link to address.
func (s *survey) findLink(address string) int {
	for from := s.offset; ; {
		i := strings.Index(s.source[from:], "]("+address)
		if i < 0 {
			return s.find(address)
		}
		end := from + i + len("](") + len(address)
		if end == len(s.source) || strings.IndexByte(") \t\n", s.source[end]) >= 0 {
			return s.moveTo(end)
		}
		from = end
	}
}

// find returns the line on which text stands next, or, for what the walk comes
// to out of order, such as a footnote, where it stands first. The parser keeps
// no positions, so that what it changed is said to be where the walk is.
func (s *survey) find(text string) int {
	if i := strings.Index(s.source[s.offset:], text); i >= 0 && text != "" {
		return s.moveTo(s.offset + i)
	}
	if i := strings.Index(s.source, text); i >= 0 && text != "" {
		return strings.Count(s.source[:i], "\n") + 1
	}
	return s.line + 1
}

func (s *survey) moveTo(offset int) int {
	s.line += strings.Count(s.source[s.offset:offset], "\n")
	s.offset = offset
	return s.line + 1
}

func plainText(node ast.Node) string {
	var text strings.Builder
	ast.WalkFunc(node, func(n ast.Node, entering bool) ast.WalkStatus {
		if leaf := n.AsLeaf(); leaf != nil && entering {
			text.Write(leaf.Literal)
		}
		return ast.GoToNext
	})
	return text.String()
}

func firstText(node ast.Node) string {
	found := ""
	ast.WalkFunc(node, func(n ast.Node, entering bool) ast.WalkStatus {
		if leaf := n.AsLeaf(); leaf != nil && entering && len(leaf.Literal) > 0 {
			found = string(leaf.Literal)
			return ast.Terminate
		}
		return ast.GoToNext
	})
	return found
}

func shortened(text string) string {
	if runes := []rune(text); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return text
}
