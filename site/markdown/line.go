package markdown

import "bytes"

// cursor is the line being read and how far it has been read. Columns differ
// from offsets after a tab, which reaches to the next multiple of four.
type cursor struct {
	line           []byte
	number         int // of the line, from 1
	offset, column int
	partialTab     bool // some columns of the tab at offset have been read
	next           int  // offset of the first character that is no space
	nextColumn     int
	indent         int // columns to it
	blank          bool
}

const tabStop = 4

// findNext looks for the next character that is no space.
func (c *cursor) findNext() {
	i, column := c.offset, c.column
	for ; i < len(c.line); i++ {
		if c.line[i] == ' ' {
			column++
		} else if c.line[i] == '\t' {
			column += tabStop - column%tabStop
		} else {
			break
		}
	}
	c.next, c.nextColumn, c.indent = i, column, column-c.column
	c.blank = i == len(c.line)
}

func (c *cursor) indented() bool { return c.indent >= tabStop }

// advance moves on by so many characters.
func (c *cursor) advance(count int) {
	for ; count > 0 && c.offset < len(c.line); count-- {
		if c.line[c.offset] == '\t' {
			c.column += tabStop - c.column%tabStop
		} else {
			c.column++
		}
		c.offset++
		c.partialTab = false
	}
}

// advanceColumns moves on by so many columns, and perhaps into a tab.
func (c *cursor) advanceColumns(count int) {
	for count > 0 && c.offset < len(c.line) {
		if c.line[c.offset] != '\t' {
			c.advance(1)
			count--
			continue
		}
		width := tabStop - c.column%tabStop
		c.partialTab = width > count
		if c.partialTab {
			width = count
		} else {
			c.offset++
		}
		c.column += width
		count -= width
	}
}

func (c *cursor) advanceToNext() {
	c.offset, c.column, c.partialTab = c.next, c.nextColumn, false
}

// atSpace reports whether a space or a tab is next.
func (c *cursor) atSpace() bool {
	return c.offset < len(c.line) && isBlank(c.line[c.offset])
}

func isBlank(b byte) bool { return b == ' ' || b == '\t' }

// readLines reads the block structure as CommonMark's appendix describes it:
// which open blocks the line continues, what it opens, and where its text goes.
func (d *document) readLines() {
	rest := d.source
	for len(rest) > 0 {
		line, after, _ := bytes.Cut(rest, []byte{'\n'})
		rest = after
		d.readLine(line)
	}
	for last := int32(d.number); d.blocks[0].open; {
		d.finalize(d.tip, last)
	}
}

func (d *document) readLine(line []byte) {
	d.cursor = cursor{line: line, number: d.number + 1}
	d.oldTip = d.tip
	container, done := d.continued()
	if done {
		return
	}
	d.matched = container
	d.allClosed = container == d.oldTip
	leaf := d.blocks[container].kind == code || d.blocks[container].kind == markup
	for !leaf {
		d.findNext()
		opened := d.open(container)
		if opened == nothingOpened {
			d.advanceToNext()
			break
		}
		container = d.tip
		leaf = opened == leafOpened
	}
	d.addRest(container)
}

// continued returns the deepest open block that the line continues. done means
// that there was nothing else on the line.
func (d *document) continued() (container int32, done bool) {
	for {
		last := d.blocks[container].last
		if last == 0 || !d.blocks[last].open {
			return container, false
		}
		d.findNext()
		switch d.continues(last) {
		case failed:
			return container, false
		case finished:
			return last, true
		}
		container = last
	}
}

// addRest gives what is left of the line to the block it belongs to.
func (d *document) addRest(container int32) {
	if !d.allClosed && !d.blank && d.blocks[d.tip].kind == paragraph { // a lazy continuation
		d.checkLazyTable()
		d.addLine(d.tip)
		return
	}
	d.closeUnmatched()
	switch d.blocks[container].kind {
	case paragraph, table, code:
		d.addLine(container)
	case markup:
		d.addLine(container)
		if d.endsMarkup(container) {
			d.finalize(container, int32(d.number))
		}
	default:
		if d.offset < len(d.line) && !d.blank {
			p := d.addChild(paragraph)
			d.advanceToNext()
			d.addLine(p)
		}
	}
}

// addLine adds the rest of the line to the text of the deepest open block.
// Only that one gets text, so that each block's is in one piece.
func (d *document) addLine(i int32) {
	b := &d.blocks[i]
	b.lastLine = int32(len(d.text))
	if d.partialTab {
		for range tabStop - d.column%tabStop {
			d.text = append(d.text, ' ')
		}
		d.offset++
	}
	d.text = append(d.text, d.line[min(d.offset, len(d.line)):]...)
	d.text = append(d.text, '\n')
	b.stop = int32(len(d.text))
}
