package markdown

import (
	"bytes"
	"strconv"
)

// openNote reads "[^label]: text", a footnote, whose further lines are
// indented by four.
func (d *document) openNote() opened {
	label, width := noteLabel(d.line[d.next:])
	if !d.hasNotes || width == 0 || width >= len(d.line)-d.next || d.line[d.next+width] != ':' || d.tooDeep() {
		return nothingOpened
	}
	d.closeUnmatched()
	d.advanceToNext()
	d.advance(width + 1)
	i := d.addChild(note)
	if _, found := d.notes[normalized(label)]; found {
		d.fault(d.number, "footnote [^"+shortened(string(label))+"] is written twice", "give one of them another name")
	} else {
		d.notes[normalized(label)] = i
	}
	d.blocks[i].start = int32(len(d.text))
	d.text = append(d.text, label...)
	d.blocks[i].stop = int32(len(d.text))
	return containerOpened
}

// noteLabel reads "[^label]" at the start of text, and returns its length.
func noteLabel(text []byte) (label []byte, width int) {
	if len(text) < 4 || text[0] != '[' || text[1] != '^' {
		return nil, 0
	}
	for i, c := range text[:min(len(text), maxLabel)] {
		switch {
		case c == ']' && i > 2:
			return text[2:i], i + 1
		case c == ']', c == '[' && i > 0, c <= ' ':
			return nil, 0
		}
	}
	return nil, 0
}

// readNote reads a reference to a footnote in the text of a block.
func (d *document) readNote(data []byte, offset int) (consumed int, ok bool) {
	label, width := noteLabel(data[offset:])
	if width == 0 {
		return 0, false
	}
	i, found := d.notes[normalized(label)]
	if !found {
		d.fault(d.lineAt(offset), "footnote [^"+shortened(string(label))+"] has no text", "write [^"+shortened(string(label))+"]: and its text on a line of its own")
		return 0, false
	}
	d.found(noteToken, offset, offset)
	d.pending.at = d.numberOf(i)
	return width, true
}

// numberOf is the number of a footnote. They are counted in the order in which
// the text refers to them.
func (d *document) numberOf(i int32) int32 {
	b := &d.blocks[i]
	if b.number == 0 {
		d.shown = append(d.shown, i)
		d.uses = append(d.uses, 0)
		b.number = int32(len(d.shown))
	}
	return b.number
}

// writeNoteMark writes the number of a footnote in the text. No heading can
// have an id with a colon.
func (d *document) writeNoteMark(number int32) {
	d.uses[number-1]++
	n := strconv.Itoa(int(number))
	d.write(`<sup class="footnote"><a href="#fn:`, n, `" id="`, backID(n, d.uses[number-1]), `" aria-label="Footnote `, n, `">`, n, `</a></sup>`)
}

// backID is the id of the place that refers to a footnote for the nth time.
func backID(number string, n int) string {
	if n == 1 {
		return "fnref:" + number
	}
	return "fnref:" + number + ":" + strconv.Itoa(n)
}

// writeNotes writes the footnotes that the text refers to, and those that they
// refer to themselves.
func (d *document) writeNotes() {
	if len(d.shown) > 0 {
		d.write("<section class=\"footnotes\" aria-label=\"Footnotes\">\n<ol>\n")
		for k := 0; k < len(d.shown); k++ { // footnotes may add to the list
			n := strconv.Itoa(k + 1)
			d.write(`<li id="fn:`, n, "\">\n")
			d.writeBlocks(d.shown[k], false)
			d.writeBackLinks(n, d.uses[k])
			d.write("</li>\n")
		}
		d.write("</ol>\n</section>\n")
	}
	if len(d.notes) == 0 {
		return
	}
	for i := range d.blocks { // in the order of the lines
		b := &d.blocks[i]
		if b.kind == note && b.number == 0 && d.notes[normalized(d.textOf(b))] == int32(i) {
			d.fault(int(b.line), "footnote [^"+shortened(string(d.textOf(b)))+"] is never referred to", "write its name in the text, or delete it")
		}
	}
}

// writeBackLinks writes the ways back to the text into the last paragraph.
func (d *document) writeBackLinks(number string, uses int) {
	paragraphEnd := []byte("</p>\n")
	inside := bytes.HasSuffix(d.out, paragraphEnd)
	if inside {
		d.out = append(d.out[:len(d.out)-len(paragraphEnd)], ' ')
	} else {
		d.write("<p>")
	}
	for n := 1; n <= uses; n++ {
		if n > 1 {
			d.write(" ")
		}
		label := "Back to the text of footnote " + number
		if n > 1 {
			label += ", place " + strconv.Itoa(n)
		}
		d.write(`<a class="footnote-back" href="#`, backID(number, n), `" aria-label="`, label, `">↩</a>`)
	}
	d.out = append(d.out, paragraphEnd...)
}
