package picture

// unit is one point of a picture in the numbers of an outline, 26.6 fixed point as
// fonts have it.
const unit = 64

// dot is a place on a canvas in units; y grows downwards.
type dot struct{ x, y int }

// at is a place in whole points.
func at(x, y int) dot { return dot{x * unit, y * unit} }

// outline is a set of closed rings, made of straight lines once drawn.
type outline struct{ rings [][]dot }

func (o *outline) move(d dot) { o.rings = append(o.rings, []dot{d}) }

func (o *outline) line(ds ...dot) {
	last := &o.rings[len(o.rings)-1]
	*last = append(*last, ds...)
}

// pen is where the ring has come to.
func (o *outline) pen() dot {
	last := o.rings[len(o.rings)-1]
	return last[len(last)-1]
}

// quad draws a quadratic curve in eight lines, enough for letters.
func (o *outline) quad(b, c dot) {
	const n = 8
	a := o.pen()
	for i := 1; i <= n; i++ {
		u, v := n-i, i
		o.line(dot{
			divide(u*u*a.x+2*u*v*b.x+v*v*c.x, n*n),
			divide(u*u*a.y+2*u*v*b.y+v*v*c.y, n*n),
		})
	}
}

// cubic draws a cubic curve in 24 lines, enough for arcs as wide as a card.
func (o *outline) cubic(b, c, d dot) {
	const n = 24
	a := o.pen()
	for i := 1; i <= n; i++ {
		u, v := n-i, i
		o.line(dot{
			divide(u*u*u*a.x+3*u*u*v*b.x+3*u*v*v*c.x+v*v*v*d.x, n*n*n),
			divide(u*u*u*a.y+3*u*u*v*b.y+3*u*v*v*c.y+v*v*v*d.y, n*n*n),
		})
	}
}

// corner draws a quarter of an ellipse from the pen to end, whose tangents
// meet in bend.
func (o *outline) corner(bend, end dot) {
	const part, whole = 36195, 65536 // 4/3·(√2-1)
	a := o.pen()
	toward := func(from dot) dot {
		return dot{from.x + divide((bend.x-from.x)*part, whole), from.y + divide((bend.y-from.y)*part, whole)}
	}
	o.cubic(toward(a), toward(end), end)
}

// rectangle has corners rounded by r.
func rectangle(x0, y0, x1, y1, r int) outline {
	var p outline
	p.move(dot{x0 + r, y0})
	p.line(dot{x1 - r, y0})
	p.corner(dot{x1, y0}, dot{x1, y0 + r})
	p.line(dot{x1, y1 - r})
	p.corner(dot{x1, y1}, dot{x1 - r, y1})
	p.line(dot{x0 + r, y1})
	p.corner(dot{x0, y1}, dot{x0, y1 - r})
	p.line(dot{x0, y0 + r})
	p.corner(dot{x0, y0}, dot{x0 + r, y0})
	return p
}

// circle has its middle at c.
func circle(c dot, r int) outline { return rectangle(c.x-r, c.y-r, c.x+r, c.y+r, r) }

// divide rounds to the nearest, halves up, also below zero.
func divide(a, b int) int {
	if b < 0 {
		a, b = -a, -b
	}
	return divideDown(2*a+b, 2*b)
}

// divideDown rounds towards minus infinity; b is above zero.
func divideDown(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
