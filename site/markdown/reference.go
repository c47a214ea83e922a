package markdown

import (
	"bytes"
	"strings"
)

// reference is what a label stands for: "[label]: /address/ "title"".
type reference struct{ address, title []byte }

// takeReferences takes the references that the paragraph p begins with out of
// its text.
func (d *document) takeReferences(p int32) {
	b := &d.blocks[p]
	for b.start < b.stop && d.text[b.start] == '[' {
		n := d.readReference(d.textOf(b))
		if n == 0 {
			break
		}
		b.line += int32(bytes.Count(d.text[b.start:b.start+int32(n)], []byte{'\n'}))
		b.start += int32(n)
		if b.start == b.stop {
			b.kind = nothing
		}
	}
}

// readReference reads one reference at the start of text, and returns its
// length. The first of a label counts.
func (d *document) readReference(text []byte) int {
	n := labelLength(text)
	if n < 3 || n == len(text) || text[n] != ':' {
		return 0
	}
	label := normalized(text[1 : n-1])
	i := skipSpace(text, n+1)
	address, width := readAddress(text[i:])
	if label == "" || width == 0 {
		return 0
	}
	i += width
	end := lineEnd(text, i)
	title, titled := readTitleAfter(text, i)
	if after := lineEnd(text, titled); titled > 0 && after > 0 {
		end = after
	} else {
		title = nil
	}
	if end == 0 {
		return 0
	}
	if _, found := d.references[label]; !found {
		d.references[label] = reference{unescaped(address), unescaped(title)}
	}
	return end
}

// readTitleAfter reads the title that follows an address after some space, and
// returns where it ends, or 0.
func readTitleAfter(text []byte, i int) (title []byte, end int) {
	at := skipSpace(text, i)
	if at == i {
		return nil, 0
	}
	title, width := readTitle(text[at:])
	if width == 0 {
		return nil, 0
	}
	return title, at + width
}

// lineEnd returns where the next line starts, or 0 if this one goes on.
func lineEnd(text []byte, i int) int {
	for i < len(text) && isBlank(text[i]) {
		i++
	}
	if i == len(text) {
		return i
	}
	if text[i] == '\n' {
		return i + 1
	}
	return 0
}

// skipSpace skips spaces and, in a paragraph, line breaks.
func skipSpace(text []byte, i int) int {
	for i < len(text) && (isBlank(text[i]) || text[i] == '\n') {
		i++
	}
	return i
}

// labelLength is the length of "[label]" at the start of text, or 0.
func labelLength(text []byte) int {
	for i := 1; i < len(text) && i <= maxLabel+1; i++ {
		switch text[i] {
		case '\\':
			i++
		case '[':
			return 0
		case ']':
			return i + 1
		}
	}
	return 0
}

// normalized makes equal labels equal: letters in upper and lower case are the
// same, and so is all space.
func normalized(label []byte) string {
	s := strings.Join(strings.Fields(strings.ToLower(string(label))), " ")
	return strings.ReplaceAll(s, "ß", "ss") // what upper case makes of it
}

// find returns what a label stands for, as long as not too much is repeated.
func (d *document) find(label []byte, offset int) (reference, bool) {
	if len(d.references) == 0 || len(label) > maxLabel {
		return reference{}, false
	}
	r, found := d.references[normalized(label)]
	if !found {
		return r, false
	}
	if d.expanded += len(r.address) + len(r.title); d.expanded > max(maxExpansion, len(d.source)) {
		d.faultOnce(d.lineAt(offset), "references repeat long addresses too often", "write fewer or shorter ones")
		return reference{}, false
	}
	return r, true
}

// readAddress reads the address of a link, and returns how much it read. An
// empty one in < > is read; without them nothing is no address.
func readAddress(text []byte) (address []byte, width int) {
	if len(text) > 0 && text[0] == '<' {
		for i := 1; i < len(text); i++ {
			switch text[i] {
			case '>':
				return text[1:i], i + 1
			case '<', '\n':
				return nil, 0
			case '\\':
				i++
			}
		}
		return nil, 0
	}
	depth, i := 0, 0
scan:
	for ; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && i+1 < len(text) && isPunctuation(text[i+1]):
			i++
		case c == '(':
			if depth++; depth > maxParens {
				return nil, 0
			}
		case c == ')':
			if depth == 0 {
				break scan
			}
			depth--
		case c <= ' ' || c == 0x7F:
			break scan
		}
	}
	if depth > 0 {
		return nil, 0
	}
	return text[:i], i
}

// readTitle reads a title in "", ” or (), and returns how much it read.
func readTitle(text []byte) (title []byte, width int) {
	if len(text) == 0 {
		return nil, 0
	}
	end := text[0]
	switch end {
	case '"', '\'':
	case '(':
		end = ')'
	default:
		return nil, 0
	}
	for i := 1; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\':
			i++
		case c == end:
			return text[1:i], i + 1
		case c == '(' && end == ')':
			return nil, 0
		}
	}
	return nil, 0
}
