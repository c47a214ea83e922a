package markdown

import (
	"unicode"
	"unicode/utf8"
)

// delimiter is a run of * _ or ~ that has not been paired in full.
type delimiter struct {
	sign            byte
	opens, closes   bool
	length, left    int   // at first, and not yet used
	token           int32 // its index
	previous, after int32 // neighbours still in the running; 0 is the bottom
}

// readDelimiters reads a run, which may open or close emphasis depending on
// what is on both sides of it.
func (d *document) readDelimiters(data []byte, offset int) int {
	sign := data[offset]
	length := run(data[offset:], sign)
	before, _ := utf8.DecodeLastRune(data[:offset])
	after, _ := utf8.DecodeRune(data[offset+length:])
	if offset == 0 {
		before = ' '
	}
	if offset+length == len(data) {
		after = ' '
	}
	left := !isSpace(after) && (!isMark(after) || isSpace(before) || isMark(before))
	right := !isSpace(before) && (!isMark(before) || isSpace(after) || isMark(after))
	opens, closes := left, right
	switch sign {
	case '_': // not within words
		opens = left && (!right || isMark(before))
		closes = right && (!left || isMark(after))
	case '~':
		if length > 2 {
			opens, closes = false, false
		}
	}
	d.found(delimiterToken, offset, offset+length)
	if !opens && !closes {
		if d.pending.kind = textToken; length == 1 { // snake_case stays in one piece
			return 0
		}
		return length
	}
	d.delimiters = append(d.delimiters, delimiter{
		sign: sign, opens: opens, closes: closes, length: length, left: length,
		token: d.nextToken(offset), previous: d.last,
	})
	n := int32(len(d.delimiters) - 1)
	if d.last != 0 {
		d.delimiters[d.last].after = n
	}
	d.last = n
	return length
}

func isSpace(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || unicode.IsSpace(r) }

// isMark reports what CommonMark calls punctuation.
func isMark(r rune) bool {
	if r < utf8.RuneSelf {
		return isPunctuation(byte(r))
	}
	return unicode.IsPunct(r) || unicode.IsSymbol(r)
}

// pairDelimiters pairs those after bottom, as CommonMark's appendix does: for
// each that can close, the nearest before it that can open. floors remember
// for which closers there is none below, so that this takes linear time.
func (d *document) pairDelimiters(bottom int32) {
	var floors [14]int32
	for i := range floors {
		floors[i] = bottom
	}
	closer := d.last
	for closer != bottom && d.delimiters[closer].previous != bottom {
		closer = d.delimiters[closer].previous
	}
	if closer == bottom {
		closer = 0
	}
	for closer != 0 {
		c := &d.delimiters[closer]
		if !c.closes {
			closer = c.after
			continue
		}
		floor := &floors[c.floor()]
		opener := c.previous
		for opener > *floor && !d.delimiters[opener].pairsWith(c) {
			opener = d.delimiters[opener].previous
		}
		if opener > *floor {
			closer = d.pair(opener, closer)
			continue
		}
		*floor = c.previous
		old := closer
		closer = c.after
		if !c.opens {
			d.remove(old)
		}
	}
	for d.last != bottom {
		d.remove(d.last)
	}
}

// floor is the index of the closers that find the same openers.
func (c *delimiter) floor() int {
	i := 0
	switch c.sign {
	case '_':
		i = 6
	case '~':
		return 12 + c.length - 1
	}
	if c.opens {
		i += 3
	}
	return i + c.length%3
}

func (o *delimiter) pairsWith(c *delimiter) bool {
	if o.sign != c.sign || !o.opens {
		return false
	}
	if o.sign == '~' {
		return o.length == c.length
	}
	odd := (c.opens || o.closes) && c.length%3 != 0 && (o.length+c.length)%3 == 0
	return !odd
}

// pair makes emphasis of what is between two, and returns the next closer.
func (d *document) pair(opener, closer int32) int32 {
	o, c := &d.delimiters[opener], &d.delimiters[closer]
	name, used := emphasis, 1
	if o.left >= 2 && c.left >= 2 {
		name, used = strong, 2
	}
	if o.sign == '~' {
		name, used = deleted, o.length
	}
	o.left -= used
	c.left -= used
	d.opensTag(o.token, name)
	d.closesTag(c.token, name)
	o.after, c.previous = closer, opener // what is between stays text
	if o.left == 0 {
		d.remove(opener)
	}
	if c.left == 0 {
		next := c.after
		d.remove(closer)
		return next
	}
	return closer
}

func (d *document) remove(i int32) {
	x := d.delimiters[i]
	if x.previous != 0 {
		d.delimiters[x.previous].after = x.after
	}
	if x.after != 0 {
		d.delimiters[x.after].previous = x.previous
	} else {
		d.last = x.previous
	}
}
