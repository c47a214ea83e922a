package markdown

import (
	"bytes"
	"maps"
	"slices"
	"strings"

	"github.com/gomarkdown/markdown/parser"
)

// document is one body on its way, and the memory that the next one uses
// again. Blocks and tokens point into each other by index, so that nothing has
// to be allocated for one.
type document struct {
	*Renderer
	source []byte
	cursor
	text       []byte // of all blocks, without their indentation and markers
	blocks     []block
	aligns     []alignment // of the columns of all tables
	tip        int32       // the deepest open block
	oldTip     int32
	matched    int32 // the deepest block that the line belongs to
	allClosed  bool
	hasNotes   bool
	references map[string]reference
	notes      map[string]int32 // footnotes' blocks by label
	expanded   int              // bytes that references have repeated

	parser *parser.Parser
	inline
	out       []byte
	inWord    bool
	words     int
	level     int // of the heading before; 1 is the page's title
	taken     map[string]int
	padding   int // cells that rows of tables left out
	tables    int
	tableName []byte
	coloured  int
	shown     []int32 // footnotes' blocks in the order of their numbers
	uses      []int   // of each footnote, so far
	headings  []Heading
	links     []Link
	pictures  []string
	faults    []Fault
}

func newDocument(r *Renderer) *document {
	d := &document{
		Renderer:   r,
		references: map[string]reference{},
		notes:      map[string]int32{},
		taken:      maps.Clone(r.reserved),
		parser:     parser.NewWithExtensions(parser.NoExtensions),
	}
	d.hook()
	return d
}

func (d *document) render(source string) *Fragment {
	d.reset(source)
	d.readLines()
	d.writeBlocks(0, false)
	d.writeNotes()
	return &Fragment{
		HTML:     string(bytes.TrimSpace(d.out)),
		Words:    d.words,
		Headings: clone(d.headings),
		Links:    clone(d.links),
		Pictures: clone(d.pictures),
		Faults:   clone(d.sortedFaults()),
	}
}

// reset makes d as good as new. Every field that render changes is here.
func (d *document) reset(source string) {
	d.source = append(d.source[:0], source...)
	if strings.IndexByte(source, '\r') >= 0 {
		d.source = bytes.ReplaceAll(d.source, []byte("\r\n"), []byte("\n"))
		d.source = bytes.ReplaceAll(d.source, []byte("\r"), []byte("\n"))
	}
	d.cursor = cursor{}
	d.text, d.out = d.text[:0], d.out[:0]
	d.blocks = append(d.blocks[:0], block{kind: root, open: true, line: 1})
	d.aligns = d.aligns[:0]
	d.tip, d.oldTip, d.matched, d.allClosed = 0, 0, 0, true
	d.hasNotes = strings.Contains(source, "[^")
	d.findAddresses(strings.Contains(source, "://") || strings.Contains(source, "www."))
	clear(d.references)
	clear(d.notes)
	d.expanded, d.inWord, d.words, d.level = 0, false, 0, 1
	d.padding, d.tables, d.coloured = 0, 0, 0
	d.resetIDs()
	d.shown, d.uses = d.shown[:0], d.uses[:0]
	d.headings, d.links, d.pictures, d.faults = d.headings[:0], d.links[:0], d.pictures[:0], d.faults[:0]
}

// sortedFaults puts them in the order of their lines: footnotes, for one, are
// read last wherever they stand.
func (d *document) sortedFaults() []Fault {
	slices.SortStableFunc(d.faults, func(a, b Fault) int { return a.Line - b.Line })
	return d.faults
}

// clone returns a copy of its own length, or nil for nothing.
func clone[T any](s []T) []T {
	if len(s) == 0 {
		return nil
	}
	return append(make([]T, 0, len(s)), s...)
}
