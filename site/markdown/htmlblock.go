package markdown

import (
	"bytes"
	"slices"
	"strings"
)

// The seven kinds of HTML blocks that CommonMark tells apart by how they begin
// and end.
const (
	rawElement  = iota + 1 // <script>, <pre>, <style>, <textarea>
	comment                // <!-- -->
	instruction            // <? ?>
	declaration            // <!X >
	characters             // <![CDATA[ ]]>
	element                // <div> and the like, up to a blank line
	anyTag                 // any other tag alone on its line, up to a blank line
)

func (d *document) openMarkup(container int32) opened {
	text := d.line[d.next:]
	level := markupKind(text)
	if level == 0 || level == anyTag && (d.blocks[container].kind == paragraph || !d.allMatched()) {
		return nothingOpened
	}
	d.closeUnmatched()
	i := d.addChild(markup)
	d.blocks[i].level = uint8(level)
	return leafOpened
}

// allMatched reports that the line is no lazy continuation of a paragraph.
func (d *document) allMatched() bool {
	return d.allClosed || d.blocks[d.tip].kind != paragraph
}

func markupKind(text []byte) int {
	name, tagged := tagName(text)
	switch {
	case bytes.HasPrefix(text, []byte("<!--")):
		return comment
	case bytes.HasPrefix(text, []byte("<?")):
		return instruction
	case bytes.HasPrefix(text, []byte("<![CDATA[")):
		return characters
	case len(text) > 2 && text[1] == '!' && isLetter(text[2]):
		return declaration
	case !tagged:
		return 0
	case text[1] != '/' && slices.Contains([]string{"script", "pre", "style", "textarea"}, name) && endsName(text, name, false):
		return rawElement
	case isBlockElement(name) && endsName(text, name, true):
		return element
	}
	if n := tagLength(text); n > 0 && len(bytes.TrimSpace(text[n:])) == 0 {
		return anyTag
	}
	return 0
}

// tagName is the name after < or </, in lower case.
func tagName(text []byte) (string, bool) {
	i := 1
	if len(text) > 1 && text[1] == '/' {
		i = 2
	}
	from := i
	for i < len(text) && (isLetter(text[i]) || i > from && (isDigit(text[i]) || text[i] == '-')) {
		i++
	}
	return strings.ToLower(string(text[from:min(i, from+20)])), i > from
}

// endsName reports whether the tag goes on as one with this name does.
func endsName(text []byte, name string, slash bool) bool {
	rest := bytes.TrimPrefix(text[1:], []byte{'/'})[len(name):]
	return len(rest) == 0 || isBlank(rest[0]) || rest[0] == '>' || slash && bytes.HasPrefix(rest, []byte("/>"))
}

func isBlockElement(name string) bool {
	switch name {
	case "address", "article", "aside", "base", "basefont", "blockquote", "body", "caption", "center", "col", "colgroup",
		"dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frame",
		"frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "iframe", "legend", "li", "link",
		"main", "menu", "menuitem", "nav", "noframes", "ol", "optgroup", "option", "p", "param", "search", "section",
		"summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "track", "ul":
		return true
	}
	return false
}

// endsMarkup reports whether the line just added ends the block.
func (d *document) endsMarkup(i int32) bool {
	b := &d.blocks[i]
	line := d.text[b.lastLine:b.stop]
	switch b.level {
	case rawElement:
		lower := bytes.ToLower(line)
		for _, end := range []string{"</script>", "</pre>", "</style>", "</textarea>"} {
			if bytes.Contains(lower, []byte(end)) {
				return true
			}
		}
		return false
	case element, anyTag:
		return false
	}
	return bytes.Contains(line, []byte(markupEnd(int(b.level))))
}

func markupEnd(level int) string {
	switch level {
	case comment:
		return "-->"
	case instruction:
		return "?>"
	case characters:
		return "]]>"
	}
	return ">"
}

// checkMarkup reports a block of HTML. Comments are left out in silence, as
// long as they hide nothing but themselves.
func (d *document) checkMarkup(b *block) {
	text := bytes.TrimSpace(d.textOf(b))
	for bytes.HasPrefix(text, []byte("<!--")) {
		n := commentLength(text)
		if n == 0 {
			d.fault(int(b.line), "comment that begins here has no end", "write --> after it")
			return
		}
		text = bytes.TrimSpace(text[n:])
	}
	if len(text) > 0 && b.level == comment {
		d.fault(int(b.line), "text after a comment is not shown: "+firstLine(text), "put the comment on a line of its own, with an empty line after it")
	} else if len(text) > 0 {
		d.markupFault(int(b.line), text)
	}
}

func (d *document) markupFault(line int, text []byte) {
	d.fault(line, "HTML is not allowed: "+firstLine(text), "write Markdown; for a plain < write &lt;")
}

func firstLine(text []byte) string {
	first, _, _ := bytes.Cut(bytes.TrimSpace(text), []byte{'\n'})
	return shortened(string(first))
}
