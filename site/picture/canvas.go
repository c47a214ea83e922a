package picture

import (
	"bytes"
	"cmp"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"slices"
)

// shades is how many steps an edge has between the colours on its two sides.
const shades = 8

// canvas is a picture of few colours, which makes a small PNG. Shapes are
// drawn one over the other.
type canvas struct {
	img   *image.Paletted
	mixes map[mix]uint8 // looked up only, never walked over
	found [][]crossing  // of the outline at work, line by line
	// Of the row at work, see addRun; all zeros in between.
	cover, change []int
}

// mix is a colour over another that is seen through it.
type mix struct{ under, over, shade uint8 }

func newCanvas(w, h int, ground color.NRGBA) *canvas {
	return &canvas{
		img:   image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{ground}),
		mixes: map[mix]uint8{}, found: make([][]crossing, h*lines),
		cover: make([]int, w), change: make([]int, w),
	}
}

// colour returns the index of a colour, adding it if need be. A full palette
// gives the first, the ground.
func (c *canvas) colour(n color.NRGBA) uint8 {
	if i := slices.Index(c.img.Palette, color.Color(n)); i >= 0 {
		return uint8(i)
	}
	if len(c.img.Palette) == 256 {
		return 0
	}
	c.img.Palette = append(c.img.Palette, n)
	return uint8(len(c.img.Palette) - 1)
}

// over returns the index of a colour where it covers shade of shades.
func (c *canvas) over(under, over, shade uint8) uint8 {
	switch {
	case shade == 0 || under == over:
		return under
	case shade == shades:
		return over
	}
	key := mix{under, over, shade}
	if i, ok := c.mixes[key]; ok {
		return i
	}
	if len(c.img.Palette) == 256 {
		if shade*2 < shades {
			return under
		}
		return over
	}
	a, b := c.img.Palette[under].(color.NRGBA), c.img.Palette[over].(color.NRGBA)
	i := c.colour(blend(a, b, int(shade)))
	c.mixes[key] = i
	return i
}

// blend lays an opaque colour over another, which may be see-through.
func blend(under, over color.NRGBA, shade int) color.NRGBA {
	if under.A == 0 {
		return color.NRGBA{over.R, over.G, over.B, uint8(shade * 255 / shades)}
	}
	part := func(a, b uint8) uint8 { return uint8((int(a)*(shades-shade) + int(b)*shade + shades/2) / shades) }
	return color.NRGBA{part(under.R, over.R), part(under.G, over.G), part(under.B, over.B), 255}
}

// crossing is where an outline passes a line of the raster, and which way.
type crossing struct{ x, turn int }

// lines is how many lines each row of points is cut into. Along a line
// coverage is exact.
const lines = 8

// fill draws what the rings enclose by the non-zero rule.
func (c *canvas) fill(o outline, colour uint8) {
	w, h := c.img.Rect.Dx(), c.img.Rect.Dy()
	top, bottom := o.rows(h)
	c.scan(o, top*lines, bottom*lines)
	cover, change := c.cover, c.change
	for y := top; y < bottom; y++ {
		low, high := w, 0
		for _, found := range c.found[y*lines : (y+1)*lines] {
			slices.SortFunc(found, func(a, b crossing) int { return cmp.Compare(a.x, b.x) })
			turns := 0
			for i := range max(0, len(found)-1) {
				from, to := max(found[i].x, 0), min(found[i+1].x, w*unit)
				if turns += found[i].turn; turns != 0 && from < to {
					addRun(cover, change, from, to)
					low, high = min(low, from/unit), max(high, (to-1)/unit+1)
				}
			}
		}
		row, full := c.img.Pix[y*c.img.Stride:], 0
		for x := low; x < high; x++ {
			full += change[x]
			row[x] = c.over(row[x], colour, uint8(((full+cover[x])*shades+lines*unit/2)/(lines*unit)))
			cover[x], change[x] = 0, 0
		}
	}
}

// scan finds where the rings cross each line from first on, before end.
func (c *canvas) scan(o outline, first, end int) {
	const step = unit / lines // a line is at its middle
	for i := first; i < end; i++ {
		c.found[i] = c.found[i][:0]
	}
	for _, ring := range o.rings {
		a := ring[len(ring)-1]
		for _, b := range ring {
			upper, lower, turn := a, b, 1
			if b.y < a.y {
				upper, lower, turn = b, a, -1
			}
			from := max(first, -divideDown(step/2-upper.y, step))
			to := min(end-1, divideDown(lower.y-step/2-1, step))
			for i := from; i <= to; i++ {
				y := i*step + step/2
				x := upper.x + divide((lower.x-upper.x)*(y-upper.y), lower.y-upper.y)
				c.found[i] = append(c.found[i], crossing{x, turn})
			}
			a = b
		}
	}
}

// addRun adds one line's coverage from one place to another, in units: to
// cover at both ends, and to change where whole points begin and end.
func addRun(cover, change []int, from, to int) {
	first, last := from/unit, (to-1)/unit
	if first == last {
		cover[first] += to - from
		return
	}
	cover[first] += (first+1)*unit - from
	change[first+1] += unit
	change[last] -= unit
	cover[last] += to - last*unit
}

// rows is the range of rows of points of a canvas h high that the rings touch.
func (o *outline) rows(h int) (top, bottom int) {
	top, bottom = h, 0
	for _, ring := range o.rings {
		for _, d := range ring {
			top, bottom = min(top, divideDown(d.y, unit)), max(bottom, divideDown(d.y, unit)+1)
		}
	}
	return max(0, top), min(h, bottom)
}

// png packs the canvas. The best compression would take five times as long for a twentieth less.
func (c *canvas) png() ([]byte, error) {
	var b bytes.Buffer
	if err := png.Encode(&b, c.img); err != nil {
		return nil, fmt.Errorf("packing a drawing: %w", err)
	}
	return b.Bytes(), nil
}
