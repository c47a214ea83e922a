package markdown

// tokenKind is what a token is.
type tokenKind uint8

const (
	textToken    tokenKind = iota // where addresses are links
	literalToken                  // escaped, or from a character reference
	codeToken
	softBreak
	hardBreak
	delimiterToken // * _ ~ with the emphasis that they begin and end
	linkStart
	linkEnd // also of a picture
	pictureStart
	addressToken // an address that is its own text
	noteToken    // the number of a footnote
)

// token is a part of the text of a block. It has no pointers, so that the
// garbage collector has nothing to do with the many there are.
type token struct {
	kind                  tokenKind
	aside                 bool  // its text is in aside, not in data
	start, end            int32 // of its text
	at                    int32 // index of the target, or a footnote's number
	pair                  int32 // of a start, the index of its end, and the other way round
	closes, closing, open int32 // of a delimiter: first and last tag that it closes, first that it opens
}

func (d *document) tokenText(t *token) []byte {
	if t.aside {
		return d.aside[t.start:t.end]
	}
	return d.data[t.start:t.end]
}

// found sets what was read, from start to end of the text.
func (d *document) found(kind tokenKind, start, end int) {
	d.pending = token{kind: kind, start: int32(start), end: int32(end)}
}

// foundAs sets what was read, and stands for other text than was written.
func (d *document) foundAs(kind tokenKind, text []byte) {
	start := len(d.aside)
	d.aside = append(d.aside, text...)
	d.found(kind, start, len(d.aside))
	d.pending.aside = true
}

// target is where a link leads.
type target struct{ address, title []byte }

// nextToken is the index that what is being read at offset will have: the text
// before it comes first.
func (d *document) nextToken(offset int) int32 {
	if d.from < offset {
		return int32(len(d.tokens) + 1)
	}
	return int32(len(d.tokens))
}

func (d *document) addText(start, end int) {
	if start < end {
		d.tokens = append(d.tokens, token{kind: textToken, start: int32(start), end: int32(end)})
	}
}

// add takes over what was read.
func (d *document) add(t token) {
	switch n := len(d.tokens); t.kind {
	case softBreak, hardBreak:
		if n > 0 && d.tokens[n-1].kind == textToken {
			for last := &d.tokens[n-1]; last.end > last.start && d.data[last.end-1] == ' '; {
				last.end--
			}
		}
	case linkEnd:
		d.tokens[t.pair].pair = int32(n)
	}
	d.tokens = append(d.tokens, t)
}
