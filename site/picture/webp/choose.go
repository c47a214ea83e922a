package webp

// choice is one way to code the luma of a macroblock.
type choice struct {
	coded coefficients
	rec   [256]uint8
	score int64 // squared error and bits, in one unit
}

// chooseLuma codes the luma both ways and keeps the better.
func (e *encoder) chooseLuma(x, y int, mb *macroblock, coded *coefficients) {
	var src [256]uint8
	e.fetch(0, x, y, 16, src[:])
	var whole choice
	mode := e.whole(x, y, &src, &whole)
	mb.luma = uint8(mode)
	for i := range mb.subs {
		mb.subs[i] = mb.luma
	}
	score := whole.score
	if e.headerBits < maxHeaderBits {
		if bits, ok := e.split(x, y, &src, mb, coded, score); ok {
			e.headerBits += bits
			mb.split = true
			return
		}
	}
	for i := range mb.subs {
		mb.subs[i] = mb.luma
	}
	*coded = whole.coded
	e.store(0, x, y, 16, whole.rec[:])
}

// maxHeaderBits keeps the first partition under the 512 KiB that its length
// field can say; above it macroblocks are no longer split.
const maxHeaderBits = 400 << 10 * 8 * 256

// fetch copies a square of the source.
func (e *encoder) fetch(channel, x, y, n int, out []uint8) {
	p := &e.src[channel]
	for i := range n {
		copy(out[i*n:(i+1)*n], p.pix[(y*n+i)*p.stride+x*n:])
	}
}

func (e *encoder) store(channel, x, y, n int, in []uint8) {
	p := &e.rec[channel]
	for i := range n {
		copy(p.pix[(y*n+i)*p.stride+x*n:], in[i*n:(i+1)*n])
	}
}

// surroundings returns the row above and the column left of a square as the
// decoder has them, with its constants outside the picture.
func (e *encoder) surroundings(channel, x, y, n int) (top, left [16]uint8, corner uint8) {
	p := &e.rec[channel]
	fill(top[:], 127)
	fill(left[:], 129)
	corner = 127
	if y > 0 {
		corner = 129
		copy(top[:n], p.pix[(y*n-1)*p.stride+x*n:])
	}
	if x > 0 {
		for i := range n {
			left[i] = p.pix[(y*n+i)*p.stride+x*n-1]
		}
		if y > 0 {
			corner = p.pix[(y*n-1)*p.stride+x*n-1]
		}
	}
	return top, left, corner
}

// whole codes the luma as one square with the mode that fits best.
func (e *encoder) whole(x, y int, src *[256]uint8, best *choice) int {
	top, left, corner := e.surroundings(0, x, y, 16)
	var pred, try [256]uint8
	mode, low := 0, int32(1<<30)
	prices := [4]uint32{
		modeDC: e.bit[156] + e.bit[163], modeVE: e.bit[156] + e.bit[256-163],
		modeHE: e.bit[256-156] + e.bit[128], modeTM: e.bit[256-156] + e.bit[128],
	}
	for m := range prices {
		predict(m, 16, top[:], left[:], corner, y > 0, x > 0, try[:])
		if r := roughnessOf(src[:], try[:], 16) + int32(prices[m])*e.q.spare>>12; r < low {
			mode, low, pred = m, r, try
		}
	}
	e.codeWhole(src, &pred, best)
	rate := e.rateWhole(&e.above[x], &best.coded) + int64(e.bit[256-145]+prices[mode])
	best.score = difference(src[:], best.rec[:])<<16 + rate*e.q.lambda
	return mode
}

// codeWhole transforms and quantises sixteen blocks and their Y2.
func (e *encoder) codeWhole(src, pred *[256]uint8, out *choice) {
	var c [16]block
	var y2 block
	for i := range c {
		at := i>>2*64 + i&3*4
		for k := range 16 {
			o := at + k>>2*16 + k&3
			c[i][k] = int32(src[o]) - int32(pred[o])
		}
		forward(&c[i])
		y2[i] = c[i][0]
		e.q.quantise(&e.q.y1, 1, &c[i], &out.coded[i])
	}
	forwardWHT(&y2)
	e.q.quantise(&e.q.y2, 0, &y2, &out.coded[24])
	inverseWHT(&y2)
	for i := range c {
		c[i][0] = y2[i]
		inverse(&c[i])
		at := i>>2*64 + i&3*4
		for k := range 16 {
			o := at + k>>2*16 + k&3
			out.rec[o] = clip(int32(pred[o]) + c[i][k])
		}
	}
}

func (e *encoder) rateWhole(above *context, coded *coefficients) int64 {
	up, left := above.has, e.left.has
	rate, _ := e.costs.block(blockY2, int(up[8]+left[8]), 0, &coded[24])
	for i := range 16 {
		r, has := e.costs.block(blockY1, int(up[i&3]+left[i>>2]), 1, &coded[i])
		rate += r
		up[i&3], left[i>>2] = uint8(has), uint8(has)
	}
	return rate
}

// roughnessOf sums roughness over the 4×4 blocks of two squares n wide.
func roughnessOf(a, b []uint8, n int) int32 {
	var sum int32
	var s, p [16]uint8
	for y := 0; y < n; y += 4 {
		for x := 0; x < n; x += 4 {
			for i := range 4 {
				copy(s[4*i:4*i+4], a[(y+i)*n+x:])
				copy(p[4*i:4*i+4], b[(y+i)*n+x:])
			}
			sum += roughness(&s, &p)
		}
	}
	return sum
}

// difference is the squared error.
func difference(a, b []uint8) int64 {
	var sum int64
	for i, v := range a {
		d := int64(v) - int64(b[i])
		sum += d * d
	}
	return sum
}
