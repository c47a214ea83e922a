package markdown

import "bytes"

// alignment is how the cells of a column stand.
type alignment uint8

const (
	alignNone alignment = iota
	alignLeft
	alignRight
	alignCenter
)

// readAlignments reads a row such as "| --- | :-: |". A bar alone has no cell
// and is no such row.
func (d *document) readAlignments(line []byte) bool {
	first := len(d.aligns)
	for _, c := range line { // most lines end here
		if c != '-' && c != ':' && c != '|' && !isBlank(c) {
			return false
		}
	}
	cells := newCells(line)
	for cell, ok := cells.next(); ok; cell, ok = cells.next() {
		left := bytes.HasPrefix(cell, []byte{':'})
		right := len(cell) > 1 && bytes.HasSuffix(cell, []byte{':'})
		hyphens := bytes.Trim(cell, ":")
		if len(hyphens) == 0 || run(hyphens, '-') != len(hyphens) || len(cell)-len(hyphens) > 2 {
			return false
		}
		a := alignNone
		switch {
		case left && right:
			a = alignCenter
		case left:
			a = alignLeft
		case right:
			a = alignRight
		}
		d.aligns = append(d.aligns, a)
	}
	return len(d.aligns) > first
}

// cells reads the cells of a row one by one.
type cells struct{ rest []byte }

// newCells leaves the bars at the ends of a row out.
func newCells(row []byte) cells {
	row = bytes.Trim(row, " \t\n")
	row = bytes.TrimPrefix(row, []byte{'|'})
	return cells{row}
}

// next returns the next cell as it is written, without spaces around it.
func (c *cells) next() (cell []byte, ok bool) {
	if len(c.rest) == 0 {
		return nil, false
	}
	for i := 0; i < len(c.rest); i++ {
		if c.rest[i] == '\\' {
			i++
		} else if c.rest[i] == '|' {
			cell, c.rest = c.rest[:i], c.rest[i+1:]
			return bytes.Trim(cell, " \t"), true
		}
	}
	cell, c.rest = c.rest, nil
	return bytes.Trim(cell, " \t"), true
}

func countCells(row []byte) int {
	n := 0
	cells := newCells(row)
	for _, ok := cells.next(); ok; _, ok = cells.next() {
		n++
	}
	return n
}

// unescapedBars reads \| as | also in code, where nothing else is escaped.
func unescapedBars(cell []byte) []byte {
	if !bytes.Contains(cell, []byte(`\|`)) {
		return cell
	}
	return bytes.ReplaceAll(cell, []byte(`\|`), []byte{'|'})
}

func (a alignment) class() string {
	switch a {
	case alignLeft:
		return ` class="align-left"`
	case alignRight:
		return ` class="align-right"`
	case alignCenter:
		return ` class="align-center"`
	}
	return ""
}
