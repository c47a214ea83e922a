package picture

import (
	"image/color"
	"strings"

	"github.com/go-fonts/dejavu/dejavusanscondensedbold"
	"github.com/go-fonts/dejavu/dejavuserifcondensedbold"
	"github.com/go-fonts/dejavu/dejavuserifcondenseditalic"
)

// Size of a share card, which Open Graph's readers expect.
const (
	CardWidth  = 1200
	CardHeight = 630
)

// Card is what is shown where somebody shares a link: a bill of the house with
// the title on it. Every field may be empty.
type Card struct{ Site, Kicker, Title, Line, Footer string }

// Where things stand on the card, in points.
const (
	cardLeft   = 84
	cardText   = 780 // how wide title and line are
	cardTop    = 84  // where words may begin
	cardFloor  = 532 // the double rule that everything stands on
	titleLines = 4
)

// PNG draws the card. The same card has the same points on every machine.
func (c Card) PNG() (data []byte, err error) {
	defer guard(&err)
	p, err := newPress()
	if err != nil {
		return nil, err
	}
	p.house()
	p.words(c)
	return p.png()
}

// press is a canvas with the inks and types of the house.
type press struct {
	*canvas
	serif, italic, sans faceMaker
	ink, fold, lamp     uint8
	glow, muted, beam   uint8
}

// faceMaker cuts a face at a size, with so much space between letters.
type faceMaker func(size, track int) *face

func newPress() (*press, error) {
	bold, err := parseFont(dejavuserifcondensedbold.TTF)
	if err != nil {
		return nil, err
	}
	italic, err := parseFont(dejavuserifcondenseditalic.TTF)
	if err != nil {
		return nil, err
	}
	sans, err := parseFont(dejavusanscondensedbold.TTF)
	if err != nil {
		return nil, err
	}
	p := &press{canvas: newCanvas(CardWidth, CardHeight, color.NRGBA{0xf6, 0xef, 0xe0, 255})}
	p.serif = func(size, track int) *face { return newFace(size, track, bold, sans) }
	p.italic = func(size, track int) *face { return newFace(size, track, italic, bold, sans) }
	p.sans = func(size, track int) *face { return newFace(size, track, sans, bold) }
	p.ink = p.colour(color.NRGBA{0x14, 0x3d, 0x2e, 255})
	p.fold = p.colour(color.NRGBA{0x0e, 0x33, 0x25, 255})
	p.lamp = p.colour(color.NRGBA{0xad, 0x43, 0x10, 255})
	p.glow = p.colour(color.NRGBA{0xe8, 0x8b, 0x3c, 255})
	p.muted = p.colour(color.NRGBA{0x52, 0x63, 0x5a, 255})
	p.beam = p.colour(color.NRGBA{0xf7, 0xe0, 0xb8, 255})
	return p, nil
}

// house draws what all cards share: the valance along the top, the floor, and
// the door ajar with its light on the floor.
func (p *press) house() {
	p.fill(rectangle(0, 0, CardWidth*unit, 22*unit, 0), p.fold)
	const scallops = 24
	for i := range scallops {
		middle := dot{(2*i + 1) * CardWidth * unit / (2 * scallops), 18 * unit}
		p.fill(circle(middle, 25*unit), p.glow)
		p.fill(circle(middle, 21*unit), p.fold)
	}
	p.fill(rectangle(0, 0, CardWidth*unit, 18*unit, 0), p.fold)
	const width, height = 170, 292
	x, y := CardWidth-cardLeft-width, cardFloor
	p.fill(spill(x, y, width), p.beam)
	p.fill(rectangle(0, y*unit, CardWidth*unit, (y+4)*unit, 0), p.ink)
	p.fill(rectangle(0, (y+9)*unit, CardWidth*unit, (y+11)*unit, 0), p.ink)
	p.fill(arch(x-18, y, width+36, height+18), p.ink)
	p.fill(arch(x, y, width, height), p.beam)
	p.fill(leaf(x, y, width, height), p.glow)
	p.fill(circle(at(x+width/2+20, y-height*2/5), 7*unit), p.ink)
}

// arch is a doorway that stands on y, with a half circle on top.
func arch(x, y, w, h int) outline {
	var o outline
	o.move(at(x, y))
	o.line(at(x, y-h+w/2))
	o.corner(at(x, y-h), at(x+w/2, y-h))
	o.corner(at(x+w, y-h), at(x+w, y-h+w/2))
	o.line(at(x+w, y))
	return o
}

// leaf is the right half of the door, its free edge swung towards us.
func leaf(x, y, w, h int) outline {
	var o outline
	o.move(at(x+w/2, y-h))
	o.corner(at(x+w, y-h), at(x+w, y-h+w/2))
	o.line(at(x+w, y), at(x+w/2, y+26))
	return o
}

// spill is the light that falls out of the door, to the left.
func spill(x, y, w int) outline {
	var o outline
	o.move(at(x, y))
	o.line(at(x+w/2, y), at(x+w/2, y+26), at(x-90, CardHeight), at(x-330, CardHeight))
	return o
}

// words sets the card's text, as a block that hangs a little above the middle
// between valance and floor.
func (p *press) words(c Card) {
	kicker, small := p.sans(25, 3*unit), p.italic(33, 0)
	title := p.serif(96, 0).drawable(c.Title)
	if title == "" {
		title = p.serif(96, 0).drawable(c.Site)
	}
	above := first(kicker.wrapCut(kicker.drawable(strings.ToUpper(c.Kicker)), 1))
	below := small.wrapCut(small.drawable(c.Line), 2)
	room := cardFloor - cardTop - 40
	if above != "" {
		room -= kickerLead
	}
	if len(below) > 0 {
		room -= lineGap + (len(below)-1)*lineLead
	}
	face, lines := p.fit(title, room)
	size := face.size / unit
	y := cardTop + max(0, room-height(size, len(lines)))*2/5
	if above != "" {
		p.set(kicker, []string{above}, y+20, 0, p.lamp)
		y += kickerLead
	}
	p.set(face, lines, y+size*3/4, leading(size), p.ink)
	y += height(size, len(lines))
	p.set(small, below, y+lineGap-14, lineLead, p.muted)
	p.foot(c)
}

// Distances in the block of words, in points.
const (
	kickerLead = 46 // from the top of the kicker to the top of the title
	lineGap    = 72 // below the title
	lineLead   = 43
)

func leading(size int) int { return size * 112 / 100 }

// height is that of a title from the top of its capitals to its last ground line.
func height(size, lines int) int { return size*3/4 + max(0, lines-1)*leading(size) }

func first(lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	return lines[0]
}

// wrapCut breaks text into as many lines at most.
func (f *face) wrapCut(text string, most int) []string {
	lines, _ := f.wrap(text, cardText*unit)
	return f.cut(lines, most, cardText*unit)
}

// fit finds the largest type in which the title is no higher than room.
func (p *press) fit(title string, room int) (*face, []string) {
	sizes := []int{132, 120, 108, 96, 88, 80, 74, 68, 62, 56, 50}
	for i, size := range sizes {
		f := p.serif(size, -size*unit/150)
		lines, whole := f.wrap(title, cardText*unit)
		fits := len(lines) <= titleLines && height(size, len(lines)) <= room
		switch {
		case fits && whole:
			return f, f.balance(title, cardText*unit)
		case i == len(sizes)-1:
			return f, f.cut(lines, titleLines, cardText*unit)
		}
	}
	return nil, nil // not reached: the last size takes everything
}

// foot writes the name of the site, and what else there is, below the floor.
func (p *press) foot(c Card) {
	const ground = 594
	name := p.serif(38, -unit/2)
	site := name.drawable(c.Site)
	p.set(name, []string{site}, ground, 0, p.ink)
	small := p.sans(23, unit/2)
	text := small.drawable(c.Footer)
	from := cardLeft*unit + name.width(site)
	if site != "" && text != "" {
		p.fill(rectangle(from+22*unit, (ground-28)*unit, from+24*unit, (ground+4)*unit, 0), p.muted)
		from += 46 * unit
	}
	room := (CardWidth-cardLeft)*unit - from
	if lines, _ := small.wrap(text, room); len(lines) > 0 {
		small.draw(p.canvas, dot{from, ground * unit}, small.cut(lines, 1, room)[0], p.muted)
	}
}

// set writes lines one below the other, the first on y. Lines that run from
// right to left stand at the right end of the column.
func (p *press) set(f *face, lines []string, y, leading int, colour uint8) {
	for i, line := range lines {
		text, right := visual(line)
		x := cardLeft * unit
		if right {
			x += max(0, cardText*unit-f.width(text))
		}
		f.draw(p.canvas, dot{x, (y + i*leading) * unit}, text, colour)
	}
}
