package markdown

import "bytes"

// openDefinition reads ": text" below a term, or below another definition of
// it, as PHP Markdown Extra has it. GFM has nothing for terms.
func (d *document) openDefinition(container int32) opened {
	if text := d.line[d.next:]; len(text) < 2 || !isBlank(text[1]) || d.tooDeep() {
		return nothingOpened
	}
	apart := false
	if d.blocks[container].kind != definitions {
		p := container
		if d.blocks[p].kind != paragraph { // a blank line may stand between
			p = d.blocks[container].last
			apart = true
		}
		if p == 0 || !d.isTerm(p, apart) {
			return nothingOpened
		}
		d.closeUnmatched()
		d.makeTerms(p)
	} else {
		d.closeUnmatched()
	}
	indent := d.indent
	d.advanceToNext()
	d.advance(1)
	padding := d.readPadding(1)
	i := d.addChild(definition)
	d.blocks[i].indent, d.blocks[i].loose = int32(indent+padding), apart
	return containerOpened
}

// isTerm reports whether the paragraph p can be what a definition defines.
func (d *document) isTerm(p int32, apart bool) bool {
	b := &d.blocks[p]
	if b.kind != paragraph || b.stop == b.start {
		return false
	}
	return !apart || b.line == b.end && int(b.end) == d.number-2
}

// makeTerms makes a term of each line of the paragraph p.
func (d *document) makeTerms(p int32) {
	b := d.blocks[p]
	d.unlink(p)
	d.tip = b.parent
	if before := b.prev; before != 0 && d.blocks[before].kind == definitions {
		d.blocks[before].open = true
		d.tip = before
	} else {
		l := d.addChild(definitions)
		d.blocks[l].line = b.line
	}
	for at, line := b.start, b.line; at < b.stop; line++ {
		length := int32(bytes.IndexByte(d.text[at:b.stop], '\n')) + 1
		if length == 0 {
			length = b.stop - at
		}
		t := d.addChild(term)
		d.blocks[t].line, d.blocks[t].start, d.blocks[t].stop = line, at, at+length
		d.finalize(t, line)
		at += length
	}
}
