package markdown

import "bytes"

// opened is what the start of a line opened.
type opened int

const (
	nothingOpened opened = iota
	containerOpened
	leafOpened
)

// open looks for the start of a block in container, and opens it.
func (d *document) open(container int32) opened {
	if d.blank {
		return nothingOpened
	}
	if d.indented() {
		return d.openIndentedCode()
	}
	switch c := d.line[d.next]; c {
	case '>':
		return d.openQuote()
	case '#':
		return d.openHeading()
	case '`', '~':
		return d.openFence(c)
	case '<':
		return d.openMarkup(container)
	case '=', '-', ':', '|', '_', '*', '+':
		return d.openDrawn(container, c)
	case '[':
		return d.openNote()
	case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return d.openItem(container)
	}
	return nothingOpened
}

// openDrawn looks for what is drawn with strokes, in the order that matters:
// "---" underlines before it divides, and "- | -" is no item.
func (d *document) openDrawn(container int32, c byte) opened {
	if d.blocks[container].kind == paragraph {
		if o := d.openUnderlined(container, c); o != nothingOpened {
			return o
		}
		if o := d.openTable(container); o != nothingOpened {
			return o
		}
	}
	switch {
	case c == ':':
		return d.openDefinition(container)
	case isRule(d.line[d.next:]):
		d.closeUnmatched()
		d.addChild(rule)
		d.advance(len(d.line))
		return leafOpened
	case c == '-' || c == '*' || c == '+':
		return d.openItem(container)
	}
	return nothingOpened
}

// isRule reports three or more of one of * - _ with nothing but spaces.
func isRule(line []byte) bool {
	c, n := line[0], 0
	if c != '*' && c != '-' && c != '_' {
		return false
	}
	for _, b := range line {
		if b == c {
			n++
		} else if !isBlank(b) {
			return false
		}
	}
	return n >= 3
}

// tooDeep reports, once, containers beyond the limit.
func (d *document) tooDeep() bool {
	depth := 0
	for i := d.tip; i != 0; i = d.blocks[i].parent {
		depth++
	}
	if depth < maxDepth {
		return false
	}
	d.faultOnce(d.number, "quotes and lists stand in each other over 100 deep", "take some of them apart")
	return true
}

func (d *document) openQuote() opened {
	if d.tooDeep() {
		return nothingOpened
	}
	d.readQuoteMarker()
	d.closeUnmatched()
	d.addChild(quote)
	return containerOpened
}

func (d *document) readQuoteMarker() {
	d.advanceToNext()
	d.advance(1)
	if d.atSpace() {
		d.advanceColumns(1)
	}
}

func (d *document) openHeading() opened {
	line := d.line[d.next:]
	level := run(line, '#')
	if level > 6 || level < len(line) && !isBlank(line[level]) {
		return nothingOpened
	}
	text := bytes.Trim(line[level:], " \t")
	// Closing # count only after a space, or alone.
	if bare := bytes.TrimRight(text, "#"); len(bare) == 0 || isBlank(bare[len(bare)-1]) {
		text = bytes.TrimRight(bare, " \t")
	}
	d.closeUnmatched()
	h := d.addChild(heading)
	d.blocks[h].level = uint8(level)
	d.text = append(d.text, text...)
	d.blocks[h].stop = int32(len(d.text))
	d.advance(len(d.line))
	return leafOpened
}

// openUnderlined makes a heading of the paragraph above a line of = or -.
func (d *document) openUnderlined(p int32, c byte) opened {
	line := bytes.TrimRight(d.line[d.next:], " \t")
	if c != '=' && c != '-' || run(line, c) != len(line) {
		return nothingOpened
	}
	d.closeUnmatched()
	d.takeReferences(p)
	b := &d.blocks[p]
	if b.kind == nothing { // the underline is text of a new paragraph
		b.kind, b.start = paragraph, b.stop
		return nothingOpened
	}
	b.kind, b.level = heading, 2
	if c == '=' {
		b.level = 1
	}
	b.stop = b.start + int32(len(bytes.TrimRight(d.textOf(b), " \t\n")))
	d.advance(len(d.line))
	return leafOpened
}

func (d *document) openFence(c byte) opened {
	line := d.line[d.next:]
	length := run(line, c)
	info := bytes.Trim(line[length:], " \t")
	if length < 3 || c == '`' && bytes.IndexByte(info, '`') >= 0 {
		return nothingOpened
	}
	d.closeUnmatched()
	indent := d.indent
	i := d.addChild(code)
	b := &d.blocks[i]
	b.marker, b.length, b.indent = c, int32(length), int32(indent)
	d.text = append(d.text, info...)
	b.info = int32(len(d.text)) // addRest ends the line
	d.advance(len(d.line))
	return leafOpened
}

// closesFence reports whether the line is the end of a fenced block, whose
// length is 0 from then on.
func (d *document) closesFence(b *block) bool {
	if d.indented() || d.blank || d.line[d.next] != b.marker {
		return false
	}
	line := bytes.TrimRight(d.line[d.next:], " \t")
	n := run(line, b.marker)
	if n < len(line) || n < int(b.length) {
		return false
	}
	b.length = 0
	return true
}

func (d *document) openIndentedCode() opened {
	if d.blocks[d.tip].kind == paragraph {
		return nothingOpened
	}
	d.advanceColumns(tabStop)
	d.closeUnmatched()
	d.addChild(code)
	return leafOpened
}

// run is how many of c text begins with.
func run(text []byte, c byte) int {
	n := 0
	for n < len(text) && text[n] == c {
		n++
	}
	return n
}
