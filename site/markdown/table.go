package markdown

import (
	"bytes"
	"strconv"
)

// openTable makes a table of the last line of the paragraph p, if this line
// is a row of hyphens with as many cells.
func (d *document) openTable(p int32) opened {
	first := len(d.aligns)
	if !d.readAlignments(d.line[d.next:]) {
		d.aligns = d.aligns[:first]
		return nothingOpened
	}
	columns := len(d.aligns) - first
	b := d.blocks[p]
	item := columns == 1 && d.line[d.next] == '-' && d.next+1 < len(d.line) && isBlank(d.line[d.next+1])
	if cells := countCells(d.text[b.lastLine:b.stop]); cells != columns || item {
		d.aligns = d.aligns[:first]
		return nothingOpened
	}
	if columns > maxColumns {
		d.faultOnce(d.number, "table has over 100 columns", "make it narrower")
		return nothingOpened
	}
	d.closeUnmatched()
	if b.lastLine == b.start {
		d.unlink(p)
	} else {
		d.blocks[p].stop = b.lastLine
		d.finalize(p, int32(d.number)-2)
	}
	d.tip = b.parent
	t := d.addChild(table)
	header := &d.blocks[t]
	header.line, header.start, header.stop = int32(d.number)-1, b.lastLine, b.stop
	header.number, header.length = int32(first), int32(columns)
	d.advance(len(d.line))
	d.text = append(d.text, d.line...) // a row, so that lines can be counted
	return leafOpened
}

// checkLazyTable reports a table that would be text of the list or the quote
// before it.
func (d *document) checkLazyTable() {
	if bytes.IndexByte(d.line, '|') < 0 {
		return
	}
	first := len(d.aligns)
	if d.readAlignments(d.line[d.next:]) {
		d.fault(d.number, "table would be text of the list or quote above it", "put an empty line before the table")
	}
	d.aligns = d.aligns[:first]
}

// writeTable writes a table in a box that scrolls, also by keyboard, for which
// it has to be a region with a name of its own.
func (d *document) writeTable(b *block) {
	header, rows, _ := bytes.Cut(d.textOf(b), []byte{'\n'})
	_, rows, _ = bytes.Cut(rows, []byte{'\n'}) // the row of hyphens
	line := int(b.line)
	at := len(d.out)
	d.tableName = append(d.tableName[:0], "Table"...)
	if d.tables++; d.tables > 1 {
		d.tableName = strconv.AppendInt(append(d.tableName, ' '), int64(d.tables), 10)
	}
	d.writeRow(b, header, "th", line)
	head := string(d.out[at:])
	d.out = d.out[:at]
	d.write(`<div class="table" role="region" aria-label="`)
	d.writeAttribute(d.tableName)
	d.write("\" tabindex=\"0\">\n<table>\n<thead>\n", head, "</thead>\n")
	if len(rows) > 0 {
		d.write("<tbody>\n")
	}
	for line += 2; len(rows) > 0; line++ {
		var row []byte
		row, rows, _ = bytes.Cut(rows, []byte{'\n'})
		d.writeRow(b, row, "td", line)
		if len(rows) == 0 {
			d.write("</tbody>\n")
		}
	}
	d.write("</table>\n</div>\n")
}

// nameTable names a table after its columns: "Table: Fee, Places", and the next
// "Table 2: Fee, Places". It is called while the cell of a column is being written.
func (d *document) nameTable() {
	const most = 80 // bytes
	words := d.plain(0, len(d.tokens))
	if len(words) == 0 || len(d.tableName)+len(words) > most {
		return
	}
	separator := ", "
	if bytes.IndexByte(d.tableName, ':') < 0 {
		separator = ": "
	}
	d.tableName = append(append(d.tableName, separator...), words...)
}

func (d *document) writeRow(b *block, row []byte, tag string, line int) {
	d.write("<tr>\n")
	cells := newCells(row)
	header := tag == "th"
	for _, align := range d.aligns[b.number : b.number+b.length] {
		cell, ok := cells.next()
		if !ok {
			if d.padding++; d.padding > maxPadding {
				d.faultOnce(line, "rows of tables leave out over "+strconv.Itoa(maxPadding)+" cells", "give each row as many cells as its header")
				break
			}
		}
		if header { // an empty one is a header of nothing
			if tag = "td"; len(cell) > 0 {
				tag = "th"
			}
		}
		d.write("<", tag)
		if tag == "th" {
			d.write(` scope="col"`)
		}
		d.write(align.class(), ">")
		d.writeText(unescapedBars(cell), line)
		if header {
			d.nameTable()
		}
		d.write("</", tag, ">\n")
	}
	d.write("</tr>\n")
}
