package picture

import (
	"fmt"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// face is a font with others to fall back on, at one size. Letters are taken
// as outlines and filled by canvas, because the rasteriser that comes with the
// fonts computes in floating point.
type face struct {
	fonts []*sfnt.Font
	size  int // points from line to line of unleaded text, in units
	track int // extra space behind each letter, in units
	buf   sfnt.Buffer
}

func newFace(size, track int, fonts ...*sfnt.Font) *face {
	return &face{fonts: fonts, size: size * unit, track: track}
}

func parseFont(ttf []byte) (*sfnt.Font, error) {
	f, err := sfnt.Parse(ttf)
	if err != nil {
		return nil, fmt.Errorf("reading a font: %w", err)
	}
	return f, nil
}

// glyph is a letter of one of the fonts.
type glyph struct {
	font  *sfnt.Font
	index sfnt.GlyphIndex
}

// glyph finds the first font that has the letter.
func (f *face) glyph(r rune) (glyph, bool) {
	for _, font := range f.fonts {
		if i, err := font.GlyphIndex(&f.buf, r); err == nil && i != 0 {
			return glyph{font, i}, true
		}
	}
	return glyph{}, false
}

// has says whether a letter can be drawn.
func (f *face) has(r rune) bool {
	_, ok := f.glyph(r)
	return ok
}

// each places the letters of a line one behind the other and returns how long
// the line is, in units.
func (f *face) each(text string, place func(g glyph, x int)) int {
	x := 0
	var before glyph
	for _, r := range text {
		g, ok := f.glyph(r)
		if !ok {
			continue
		}
		if before.font == g.font && before.font != nil {
			if kern, err := g.font.Kern(&f.buf, before.index, g.index, f.ppem(), font.HintingNone); err == nil {
				x += int(kern)
			}
		}
		place(g, x)
		if advance, err := g.font.GlyphAdvance(&f.buf, g.index, f.ppem(), font.HintingNone); err == nil {
			x += int(advance) + f.track
		}
		before = g
	}
	return x
}

func (f *face) ppem() fixed.Int26_6 { return fixed.Int26_6(f.size) }

// width is how long a line is, in units.
func (f *face) width(text string) int { return f.each(text, func(glyph, int) {}) }

// draw writes a line whose left end and ground line are at d.
func (f *face) draw(c *canvas, d dot, text string, colour uint8) {
	f.each(text, func(g glyph, x int) {
		segments, err := g.font.LoadGlyph(&f.buf, g.index, f.ppem(), nil)
		if err != nil {
			return
		}
		c.fill(trace(segments, dot{d.x + x, d.y}), colour)
	})
}

// trace turns the segments of a letter into an outline.
func trace(segments sfnt.Segments, from dot) outline {
	var o outline
	for _, s := range segments {
		var d [3]dot
		for i, a := range s.Args {
			d[i] = dot{from.x + int(a.X), from.y + int(a.Y)}
		}
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			o.move(d[0])
		case sfnt.SegmentOpLineTo:
			o.line(d[0])
		case sfnt.SegmentOpQuadTo:
			o.quad(d[0], d[1])
		case sfnt.SegmentOpCubeTo:
			o.cubic(d[0], d[1], d[2])
		}
	}
	return o
}
