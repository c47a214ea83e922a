package markdown

import "bytes"

// listMarker is what an item of a list begins with.
type listMarker struct {
	sign   byte // - + * for bullets; . ) after a number
	number int32
	width  int // in characters
}

// readListMarker reads the marker that text begins with. Nine digits are the
// most that browsers can count to.
func readListMarker(text []byte) (m listMarker, ok bool) {
	switch c := text[0]; {
	case c == '-' || c == '+' || c == '*':
		m = listMarker{c, 0, 1}
	default:
		n := 0
		for n < len(text) && n < 10 && text[n] >= '0' && text[n] <= '9' {
			m.number = m.number*10 + int32(text[n]-'0')
			if n++; n > 9 {
				return m, false
			}
		}
		if n == 0 || n == len(text) || text[n] != '.' && text[n] != ')' {
			return m, false
		}
		m.sign, m.width = text[n], n+1
	}
	return m, m.width == len(text) || isBlank(text[m.width])
}

func (m listMarker) ordered() bool { return m.sign == '.' || m.sign == ')' }

func (d *document) openItem(container int32) opened {
	text := d.line[d.next:]
	m, ok := readListMarker(text)
	if !ok || d.tooDeep() {
		return nothingOpened
	}
	if d.blocks[container].kind == paragraph { // what may end one
		if m.ordered() && m.number != 1 || len(bytes.TrimLeft(text[m.width:], " \t")) == 0 {
			return nothingOpened
		}
	}
	indent := d.indent
	d.advanceToNext()
	d.advance(m.width)
	padding := d.readPadding(m.width)
	d.closeUnmatched()
	if l := &d.blocks[d.tip]; l.kind != list || l.marker != m.sign {
		l := d.addChild(list)
		d.blocks[l].marker, d.blocks[l].number = m.sign, m.number
	}
	i := d.addChild(item)
	d.blocks[i].indent = int32(indent + padding)
	return containerOpened
}

// readPadding reads the spaces after a marker, and returns the columns of both.
// After five or more the text begins with indented code.
func (d *document) readPadding(width int) int {
	offset, column, partial := d.offset, d.column, d.partialTab
	for d.column-column < 5 && d.atSpace() {
		d.advanceColumns(1)
	}
	spaces := d.column - column
	if blank := d.offset == len(d.line); spaces >= 1 && spaces < 5 && !blank {
		return width + spaces
	}
	d.offset, d.column, d.partialTab = offset, column, partial
	if d.atSpace() {
		d.advanceColumns(1)
	}
	return width + 1
}

// finalizeList finds out whether the paragraphs of a list are set apart: they
// are if there is a blank line between any two of its parts.
func (d *document) finalizeList(b *block) {
	if b.kind != list && b.kind != definition {
		return
	}
	if b.kind == definition {
		b.loose = b.loose || d.hasGap(b)
		return
	}
	b.loose = d.hasGap(b)
	for i := b.first; i != 0 && !b.loose; i = d.blocks[i].next {
		b.loose = d.hasGap(&d.blocks[i])
	}
}

// hasGap reports a blank line between two children.
func (d *document) hasGap(b *block) bool {
	for i := b.first; i != 0; i = d.blocks[i].next {
		if next := d.blocks[i].next; next != 0 && d.blocks[next].line > d.blocks[i].end+1 {
			return true
		}
	}
	return false
}
