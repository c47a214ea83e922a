package markdown

import "bytes"

// kind is what a block is.
type kind uint8

const (
	root kind = iota
	quote
	list
	item
	note        // the text of a footnote
	definitions // terms and their definitions
	term
	definition
	paragraph
	heading
	code
	markup // HTML
	table
	rule
	nothing // was a paragraph of references to links only
)

// block is a part of a body. Block 0 is the body itself, and as a child or a
// neighbour 0 means none.
type block struct {
	kind                            kind
	open                            bool
	loose                           bool // list, definition: paragraphs are set apart
	parent, first, last, prev, next int32
	line, end                       int32 // the first and the last
	start, stop                     int32 // of its text
	lastLine                        int32 // where the last line of its text starts
	info                            int32 // code: its info string reaches from start to here; note: its label
	level                           uint8 // heading; markup: which kind of CommonMark's seven
	marker                          byte  // list: - + * . or ); code: ` or ~, 0 if it is indented
	number                          int32 // list: of the first item; table: its first alignment
	length                          int32 // code: of the fence; table: columns
	indent                          int32 // item: columns to its text; code: of the fence
}

func (d *document) textOf(b *block) []byte { return d.text[b.start:b.stop] }

// canHold reports whether a block of one kind can be in one of another.
func canHold(outer, inner kind) bool {
	switch outer {
	case root, quote, item, note, definition:
		return inner != item && inner != term && inner != definition
	case list:
		return inner == item
	case definitions:
		return inner == term || inner == definition
	}
	return false
}

// addChild opens a block in the deepest open one that can hold it.
func (d *document) addChild(k kind) int32 {
	for !canHold(d.blocks[d.tip].kind, k) {
		d.finalize(d.tip, int32(d.number)-1)
	}
	at := int32(len(d.text))
	d.blocks = append(d.blocks, block{kind: k, open: true, line: int32(d.number), start: at, stop: at, lastLine: at})
	child := int32(len(d.blocks) - 1)
	d.link(d.tip, child)
	d.tip = child
	return child
}

func (d *document) link(parent, child int32) {
	p, c := &d.blocks[parent], &d.blocks[child]
	c.parent, c.prev = parent, p.last
	if p.last == 0 {
		p.first = child
	} else {
		d.blocks[p.last].next = child
	}
	p.last = child
}

// unlink takes the last child of its parent away.
func (d *document) unlink(child int32) {
	c := &d.blocks[child]
	p := &d.blocks[c.parent]
	p.last = c.prev
	if c.prev == 0 {
		p.first = 0
	} else {
		d.blocks[c.prev].next = 0
	}
}

func (d *document) closeUnmatched() {
	for !d.allClosed && d.oldTip != d.matched {
		parent := d.blocks[d.oldTip].parent
		d.finalize(d.oldTip, int32(d.number)-1)
		d.oldTip = parent
	}
	d.allClosed = true
}

// finalize closes a block, which ended on line end.
func (d *document) finalize(i, end int32) {
	b := &d.blocks[i]
	b.open, b.end = false, end
	switch b.kind {
	case paragraph:
		d.takeReferences(i)
	case code:
		if b.marker == 0 {
			d.trimCode(b)
		} else if b.length > 0 && b.parent == 0 {
			d.fault(int(b.line), "code block that begins here has no end", "write "+string(bytes.Repeat([]byte{b.marker}, int(min(b.length, 10))))+" on a line of its own after it")
		}
	case item, definition, list, definitions, note:
		if b.end = b.line; b.last != 0 {
			b.end = d.blocks[b.last].end
		}
		d.finalizeList(b)
	}
	d.tip = b.parent
}

// trimCode takes the blank lines off the end of indented code.
func (d *document) trimCode(b *block) {
	text := d.textOf(b)
	words := len(bytes.TrimRight(text, " \t\n"))
	b.stop = b.start + int32(words+bytes.IndexByte(text[words:], '\n')+1)
	b.end = b.line + int32(bytes.Count(text[:words], []byte{'\n'}))
}

// outcome is what a line means to an open block.
type outcome int

const (
	continued outcome = iota
	failed
	finished // the line ends it, and holds nothing else
)

// continues reads what a line must begin with to belong to an open block.
func (d *document) continues(i int32) outcome {
	b := &d.blocks[i]
	ok := true
	switch b.kind {
	case quote:
		if ok = !d.indented() && !d.blank && d.line[d.next] == '>'; ok {
			d.readQuoteMarker()
		}
	case item, definition:
		ok = d.continuesItem(b, int(b.indent))
	case note:
		ok = d.continuesItem(b, tabStop)
	case paragraph, table:
		ok = !d.blank
	case code:
		return d.continuesCode(i)
	case markup:
		ok = !(d.blank && b.level >= 6)
	case heading, rule, term:
		ok = false
	}
	if !ok {
		return failed
	}
	return continued
}

func (d *document) continuesItem(b *block, indent int) bool {
	if d.blank {
		if b.first == 0 {
			return false
		}
		d.advanceToNext()
		return true
	}
	if d.indent < indent {
		return false
	}
	d.advanceColumns(indent)
	return true
}

func (d *document) continuesCode(i int32) outcome {
	b := &d.blocks[i]
	switch {
	case b.marker == 0 && d.indented():
		d.advanceColumns(tabStop)
	case b.marker == 0 && d.blank:
		d.advanceToNext()
	case b.marker == 0:
		return failed
	case d.closesFence(b):
		d.finalize(i, int32(d.number))
		return finished
	default: // as much indentation as the fence had is not part of the code
		for n := b.indent; n > 0 && d.atSpace(); n-- {
			d.advanceColumns(1)
		}
	}
	return continued
}
