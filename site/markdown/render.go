package markdown

import (
	"bytes"
	"strconv"
)

// writeBlocks writes the children of a block. In a tight list paragraphs are
// their text alone.
func (d *document) writeBlocks(parent int32, tight bool) {
	for i := d.blocks[parent].first; i != 0; i = d.blocks[i].next {
		d.writeBlock(i, tight)
	}
}

func (d *document) writeBlock(i int32, tight bool) {
	b := &d.blocks[i]
	switch b.kind {
	case paragraph:
		d.writeParagraph(b, tight)
	case heading:
		d.writeHeading(b)
	case quote:
		d.write("<blockquote>\n")
		d.writeBlocks(i, false)
		d.write("</blockquote>\n")
	case list:
		d.writeList(i)
	case definitions:
		d.writeDefinitions(i)
	case code:
		d.writeCodeBlock(b)
	case table:
		d.writeTable(b)
	case rule:
		d.write("<hr>\n")
	case markup:
		d.checkMarkup(b)
	}
}

func (d *document) writeParagraph(b *block, tight bool) {
	d.readInline(trimmedEnd(d.textOf(b)), int(b.line))
	if d.isFigure() {
		d.writeFigure()
		return
	}
	at := len(d.out)
	if !tight {
		d.write("<p>")
	}
	start := len(d.out)
	d.writeTokens()
	switch {
	case len(d.out) == start: // comments only, or faults
		d.out = d.out[:at]
	case !tight:
		d.write("</p>\n")
	}
}

func trimmedEnd(text []byte) []byte {
	n := len(text)
	for n > 0 && (isBlank(text[n-1]) || text[n-1] == '\n') {
		n--
	}
	return text[:n]
}

func (d *document) writeList(i int32) {
	l := d.blocks[i]
	name := "ul"
	if l.marker == '.' || l.marker == ')' {
		name = "ol"
	}
	d.write("<", name)
	if name == "ol" && l.number != 1 {
		d.write(` start="`, strconv.Itoa(int(l.number)), `"`)
	}
	d.write(">\n")
	for c := l.first; c != 0; c = d.blocks[c].next {
		d.writeItem(c, !l.loose)
	}
	d.write("</", name, ">\n")
}

func (d *document) writeItem(i int32, tight bool) {
	mark := d.takeTaskMark(i)
	if mark == "" {
		d.write("<li>")
	} else {
		d.write(`<li class="task">`)
	}
	at := len(d.out)
	for c := d.blocks[i].first; c != 0; c = d.blocks[c].next {
		if inline := tight && d.blocks[c].kind == paragraph; !inline && d.out[len(d.out)-1] != '\n' {
			d.write("\n")
		}
		before := len(d.out)
		d.writeBlock(c, tight)
		if mark != "" && len(d.out) > before {
			d.insertMark(before, mark)
			mark = ""
		}
	}
	if string(d.out[at:]) == "\n" { // before nothing
		d.out = d.out[:at]
	}
	d.write("</li>\n")
}

// takeTaskMark takes "[ ] " or "[x] " off the text of an item, and returns what
// is shown for it: an input would need a label, and could not be used.
func (d *document) takeTaskMark(i int32) string {
	c := d.blocks[i].first
	if c == 0 || d.blocks[c].kind != paragraph {
		return ""
	}
	b := &d.blocks[c]
	text := d.textOf(b)
	if len(text) < 5 || text[0] != '[' || text[2] != ']' || !isBlank(text[3]) {
		return ""
	}
	mark := ""
	switch text[1] {
	case ' ':
		mark = `<span role="img" aria-label="To do">☐</span> `
	case 'x', 'X':
		mark = `<span role="img" aria-label="Done">☑</span> `
	default:
		return ""
	}
	b.start += int32(3 + skipSpace(text[3:], 0))
	return mark
}

// insertMark puts a mark at the beginning of the paragraph written at offset.
func (d *document) insertMark(at int, mark string) {
	if bytes.HasPrefix(d.out[at:], []byte("<p>")) {
		at += len("<p>")
	}
	d.out = append(d.out, mark...)
	copy(d.out[at+len(mark):], d.out[at:])
	copy(d.out[at:], mark)
}

func (d *document) writeDefinitions(i int32) {
	d.write("<dl>\n")
	for c := d.blocks[i].first; c != 0; c = d.blocks[c].next {
		b := d.blocks[c]
		if b.kind == term {
			d.write("<dt>")
			d.writeText(trimmedEnd(d.textOf(&b)), int(b.line))
			d.write("</dt>\n")
			continue
		}
		d.write("<dd>")
		if b.loose || b.first != 0 && d.blocks[b.first].kind != paragraph {
			d.write("\n")
		}
		d.writeBlocks(c, !b.loose)
		d.write("</dd>\n")
	}
	d.write("</dl>\n")
}
