package search

import (
	"html"
	"strings"
)

// text is all that a document is found by, in the order of its weights: plain
// text in which a byte with the value of a weight says how what follows weighs.
// A text that holds such bytes itself has its words weighed otherwise, and no
// more.
func (d Document) text() []byte {
	out := make([]byte, 0, len(d.HTML)+len(d.Title)+len(d.Summary)+64)
	out = append(append(out, byte(inTitle)), d.Title...)
	out = append(out, byte(inTags))
	for _, t := range d.Tags {
		out = append(append(out, t...), ' ')
	}
	out = append(append(out, byte(inHeading)), d.Summary...)
	return appendPlain(append(out, byte(inBody)), d.HTML)
}

// appendPlain appends the text of rendered HTML: no tags, no comments, no scripts,
// entities unescaped. Tags that do not end a word leave no trace, all others
// a space. It reads HTML as our renderer writes it; in anything else it may
// take a tag for text or text for a tag, and goes on.
func appendPlain(out []byte, source string) []byte {
	for source != "" {
		open := strings.IndexByte(source, '<')
		if open < 0 {
			break
		}
		out = appendText(out, source[:open])
		out, source = tag(out, source[open:])
	}
	return appendText(out, source)
}

func appendText(out []byte, text string) []byte {
	if strings.IndexByte(text, '&') >= 0 {
		text = html.UnescapeString(text)
	}
	return append(out, text...)
}

// tag reads what begins with "<" and returns what follows it.
func tag(out []byte, source string) ([]byte, string) {
	if strings.HasPrefix(source, "<!--") {
		return out, after(source[len("<!--"):], "-->")
	}
	name, closing := tagName(source[1:])
	if name == "" && !closing && !strings.HasPrefix(source, "<!") {
		return append(out, '<'), source[1:] // "a < b"
	}
	rest := tagEnd(source)
	switch {
	case inline(name):
		return out, rest
	case !closing && hidden(name):
		return append(out, ' '), after(rest, "</"+name)
	case len(name) == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6':
		if closing {
			return append(out, byte(inBody)), rest
		}
		return append(out, byte(inHeading)), rest
	}
	return append(out, ' '), rest
}

// tagName is the name at the start of "name attribute…>" or "/name>".
func tagName(source string) (name string, closing bool) {
	source, closing = strings.CutPrefix(source, "/")
	n := 0
	for n < len(source) && (source[n]|0x20 >= 'a' && source[n]|0x20 <= 'z' || n > 0 && source[n] >= '0' && source[n] <= '9') {
		n++
	}
	return strings.ToLower(source[:n]), closing // which copies only if there are capitals
}

// tagEnd is what follows a tag. A ">" in a quoted value does not end it.
func tagEnd(source string) string {
	for i := 0; i < len(source); i++ {
		switch c := source[i]; c {
		case '>':
			return source[i+1:]
		case '"', '\'':
			close := strings.IndexByte(source[i+1:], c)
			if close < 0 {
				return ""
			}
			i += 1 + close
		}
	}
	return ""
}

// after is what follows the first mark, or nothing if there is no mark.
func after(source, mark string) string {
	_, rest, _ := strings.Cut(source, mark)
	return rest
}

// inline reports elements that may stand within a word.
func inline(name string) bool {
	switch name {
	case "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark",
		"q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr":
		return true
	}
	return false
}

// hidden reports elements whose content is no text of the page.
func hidden(name string) bool {
	return name == "script" || name == "style" || name == "svg" || name == "template"
}
