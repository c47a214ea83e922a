package markdown

import (
	"bytes"
	"strings"

	"github.com/gomarkdown/markdown/ast"
	"github.com/gomarkdown/markdown/parser"
)

// inline is the text of one block being read. What is found in it lands in
// tokens, in order. Links and emphasis are pairs of tokens, so that no tree has
// to be built and taken apart again.
type inline struct {
	data       []byte
	aside      []byte // text that stands for other text
	firstLine  int    // of data
	counted    int    // offset up to which lines were counted
	lines      int    // line breaks before it
	tokens     []token
	pending    token // what was read last
	from       int   // what has been read up to
	special    [256]bool
	read       parser.InlineParser
	sink       sinkNode
	brackets   []bracket
	delimiters []delimiter
	last       int32 // the last of them, or 0
	tags       []tag
	targets    []target
	backticks  [maxBackticks + 1]int // where the last run of each length was seen
	scanned    bool                  // all runs of backticks have been seen
	noComment  bool                  // no more comments end
	inLink     bool
	deep       int // emphasis in emphasis
	plainText  []byte
}

// hook has gomarkdown hand a text over at the first character in it that may
// mean something, once in the life of a document. It makes a node of each thing
// it finds, which costs more than finding it, so that it gets all of them at once.
func (d *document) hook() {
	d.sink.document = d
	d.sink.children = make([]ast.Node, 0, 1)
	d.read = func(_ *parser.Parser, data []byte, offset int) (int, ast.Node) {
		d.readFrom(data, offset)
		return len(data) - offset, nil
	}
	for c := range 256 {
		d.setSpecial(byte(c), strings.IndexByte("*_~`\\&<\n[]!", byte(c)) >= 0)
	}
}

func (d *document) setSpecial(c byte, special bool) {
	d.special[c] = special
	if special {
		d.parser.RegisterInline(c, d.read)
	} else {
		d.parser.RegisterInline(c, nil) // gomarkdown has its own for some
	}
}

// findAddresses has h and w looked at, if a body has addresses in its text.
func (d *document) findAddresses(in bool) {
	for _, c := range []byte("hHwW") {
		d.setSpecial(c, in)
	}
}

// readInline reads the text of a block, which begins on line.
func (d *document) readInline(data []byte, line int) {
	d.data, d.firstLine, d.counted, d.lines = data, line, 0, 0
	d.aside, d.tokens, d.brackets, d.targets = d.aside[:0], d.tokens[:0], d.brackets[:0], d.targets[:0]
	d.delimiters, d.last = append(d.delimiters[:0], delimiter{}), 0
	d.tags = append(d.tags[:0], tag{})
	d.scanned, d.noComment, d.inLink, d.deep = false, false, false, 0
	d.parser.Inline(&d.sink, data)
	if d.last != 0 {
		d.pairDelimiters(0)
	}
}

// readFrom reads a text from its first special character to its end.
func (d *document) readFrom(data []byte, i int) {
	d.from = 0
	for i < len(data) {
		if !d.special[data[i]] {
			i++
			continue
		}
		width := d.readSpecial(data, i)
		if width == 0 {
			i++
			continue
		}
		d.addText(d.from, i)
		d.add(d.pending)
		i += width
		d.from = i
		if len(d.tokens) > maxTokens {
			d.fault(d.lineAt(i), "paragraph has over 10,000 signs such as * [ and `", "divide it, or write code as a block between lines of ```")
			break
		}
	}
	d.addText(d.from, len(data))
}

// readSpecial reads what stands at offset into pending, and returns its width.
// What means nothing is left to the text around it, with a width of 0.
func (d *document) readSpecial(data []byte, offset int) int {
	switch data[offset] {
	case '*', '_', '~':
		return d.readDelimiters(data, offset)
	case '`':
		return d.readCode(data, offset)
	case '\\':
		return d.readEscape(data, offset)
	case '&':
		return d.readEntity(data, offset)
	case '<':
		return d.readAngle(data, offset)
	case '\n':
		return d.readBreak(data, offset)
	case '[':
		return d.readBracket(data, offset)
	case '!':
		return d.readBang(data, offset)
	case ']':
		return d.readClosing(data, offset)
	}
	return d.readWebAddress(data, offset)
}

// lineAt is the line that an offset in the text is on. Offsets mostly come in
// order, so that line breaks are counted once.
func (d *document) lineAt(offset int) int {
	if offset < d.counted {
		d.counted, d.lines = 0, 0
	}
	if offset > d.counted {
		d.lines += bytes.Count(d.data[d.counted:offset], []byte{'\n'})
		d.counted = offset
	}
	return d.firstLine + d.lines
}

// sinkNode is what gomarkdown takes for the block that the text belongs to.
// It is no container, so that what is found is handed to SetChildren.
type sinkNode struct {
	ast.Leaf
	document *document
	children []ast.Node // always empty, with room for one
}

// AsLeaf returns nil: there is nothing to know about it.
func (*sinkNode) AsLeaf() *ast.Leaf { return nil }

// GetChildren returns none, so that only what is new is set.
func (s *sinkNode) GetChildren() []ast.Node { return s.children }

// SetChildren takes text in which nothing is special. Before anything special
// the tokens have it already.
func (s *sinkNode) SetChildren(nodes []ast.Node) {
	if text, ok := nodes[0].(*ast.Text); ok && len(s.document.tokens) == 0 {
		s.document.addText(0, len(text.Literal))
	}
}
