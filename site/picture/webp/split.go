package webp

// split codes the luma as sixteen 4×4 blocks, straight into rec, because each
// is predicted from those before it. It gives up as soon as that is no better
// than limit; rec is then to be written again.
func (e *encoder) split(x, y int, src *[256]uint8, mb *macroblock, coded *coefficients, limit int64) (int64, bool) {
	up, left := e.above[x].has, e.left.has
	header := int64(e.bit[145])
	score := header * e.q.lambda
	corner := e.topRight(x, y)
	for i := range 16 {
		bx, by := i&3, i>>2
		edge := e.edge4(4*x+bx, 4*y+by, bx, by, &corner)
		costs := &e.modeCost[e.aboveMode(x, mb, i)][e.leftMode(mb, i)]
		var s, pred [16]uint8
		for k := range s {
			s[k] = src[(4*by+k>>2)*16+4*bx+k&3]
		}
		mode := e.best4(&edge, &s, costs, &pred)
		rec := e.code4(&s, &pred, &coded[i])
		rate, has := e.costs.block(blockY1Whole, int(up[bx]+left[by]), 0, &coded[i])
		up[bx], left[by] = uint8(has), uint8(has)
		header += int64(costs[mode])
		score += difference(s[:], rec[:])<<16 + (rate+int64(costs[mode]))*e.q.lambda
		if score >= limit {
			return 0, false
		}
		mb.subs[i] = uint8(mode)
		e.store(0, 4*x+bx, 4*y+by, 4, rec[:])
	}
	coded[24] = levels{}
	return header, true
}

func (e *encoder) aboveMode(x int, mb *macroblock, i int) uint8 {
	if i < 4 {
		return e.above[x].modes[i]
	}
	return mb.subs[i-4]
}

func (e *encoder) leftMode(mb *macroblock, i int) uint8 {
	if i&3 == 0 {
		return e.left.modes[i>>2]
	}
	return mb.subs[i-1]
}

// topRight is the four points above and right of the macroblock. The last
// column of all four rows of blocks uses them.
func (e *encoder) topRight(x, y int) [4]int32 {
	if y == 0 {
		return [4]int32{127, 127, 127, 127}
	}
	p := &e.rec[0]
	row := p.pix[(16*y-1)*p.stride:]
	var out [4]int32
	for i := range out {
		out[i] = int32(row[min(16*x+16+i, 16*e.width-1)])
	}
	return out
}

// edge4 collects what surrounds a block. x and y count blocks in the picture,
// bx and by in the macroblock.
func (e *encoder) edge4(x, y, bx, by int, topRight *[4]int32) edge {
	p := &e.rec[0]
	var out edge
	for i := range 4 {
		out[i], out[5+i], out[9+i] = 129, 127, 127
		if x > 0 {
			out[i] = int32(p.pix[(4*y+3-i)*p.stride+4*x-1])
		}
		if y > 0 {
			out[5+i] = int32(p.pix[(4*y-1)*p.stride+4*x+i])
		}
	}
	switch {
	case y == 0:
		out[4] = 127
	case x == 0:
		out[4] = 129
	default:
		out[4] = int32(p.pix[(4*y-1)*p.stride+4*x-1])
	}
	switch {
	case bx == 3:
		copy(out[9:], topRight[:])
	case y > 0:
		for i := range 4 {
			out[9+i] = int32(p.pix[(4*y-1)*p.stride+4*x+4+i])
		}
	}
	return out
}

// best4 finds the mode that leaves least to code.
func (e *encoder) best4(edge *edge, src *[16]uint8, costs *[modes4]uint16, pred *[16]uint8) int {
	var try [16]uint8
	mode, low := 0, int32(1<<30)
	for m := range modes4 {
		predict4(m, edge, &try)
		if r := roughness(src, &try) + int32(costs[m])*e.q.spare>>12; r < low {
			mode, low, *pred = m, r, try
		}
	}
	return mode
}

// code4 transforms and quantises one block; it returns it as decoded.
func (e *encoder) code4(src, pred *[16]uint8, l *levels) [16]uint8 {
	var c block
	for k := range c {
		c[k] = int32(src[k]) - int32(pred[k])
	}
	forward(&c)
	e.q.quantise(&e.q.y1, 0, &c, l)
	inverse(&c)
	var rec [16]uint8
	for k := range rec {
		rec[k] = clip(int32(pred[k]) + c[k])
	}
	return rec
}

// chooseChroma codes both chroma channels with the mode that fits best.
func (e *encoder) chooseChroma(x, y int, mb *macroblock, coded *coefficients) {
	var src, pred, try [2][64]uint8
	prices := [4]uint32{
		modeDC: e.bit[142], modeVE: e.bit[256-142] + e.bit[114],
		modeHE: e.bit[256-142] + e.bit[256-114] + e.bit[183], modeTM: e.bit[256-142] + e.bit[256-114] + e.bit[256-183],
	}
	low := int32(1 << 30)
	for c := range 2 {
		e.fetch(1+c, x, y, 8, src[c][:])
	}
	for m := range prices {
		r := int32(prices[m]) * e.q.spare >> 12
		for c := range 2 {
			top, left, corner := e.surroundings(1+c, x, y, 8)
			predict(m, 8, top[:], left[:], corner, y > 0, x > 0, try[c][:])
			r += roughnessOf(src[c][:], try[c][:], 8)
		}
		if r < low {
			low, pred, mb.chrom = r, try, uint8(m)
		}
	}
	for c := range 2 {
		e.codeChroma(&src[c], &pred[c], coded[16+4*c:])
		e.store(1+c, x, y, 8, pred[c][:])
	}
}

// codeChroma codes one channel; pred becomes what the decoder has.
func (e *encoder) codeChroma(src, pred *[64]uint8, coded []levels) {
	for i := range 4 {
		at := i>>1*32 + i&1*4
		var b block
		for k := range b {
			o := at + k>>2*8 + k&3
			b[k] = int32(src[o]) - int32(pred[o])
		}
		forward(&b)
		e.q.quantise(&e.q.uv, 0, &b, &coded[i])
		inverse(&b)
		for k := range b {
			o := at + k>>2*8 + k&3
			pred[o] = clip(int32(pred[o]) + b[k])
		}
	}
}
