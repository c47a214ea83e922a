package webp

// Modes of prediction. The first four are also those of whole macroblocks.
const (
	modeDC = iota
	modeTM
	modeVE
	modeHE
	modeRD
	modeVR
	modeLD
	modeVL
	modeHD
	modeHU
	modes4 = 10 // how many a 4×4 block has
)

// edge holds what surrounds a 4×4 block: the left column from the bottom up,
// the corner at 4, the row above and above right from 5.
type edge [13]int32

// predict4 fills out with what mode makes of the edge (RFC 6386, 12.3).
func predict4(mode int, e *edge, out *[16]uint8) {
	switch mode {
	case modeDC:
		sum := int32(4)
		for i := range 4 {
			sum += e[i] + e[5+i]
		}
		for i := range out {
			out[i] = uint8(sum >> 3)
		}
	case modeTM:
		for y := range 4 {
			for x := range 4 {
				out[4*y+x] = clip(e[3-y] + e[5+x] - e[4])
			}
		}
	case modeVE:
		for x := range 4 {
			v := e.three(4 + x)
			out[x], out[4+x], out[8+x], out[12+x] = v, v, v, v
		}
	case modeHE:
		rows := [4]uint8{e.three(2), e.three(1), e.three(0), uint8((e[1] + 3*e[0] + 2) >> 2)}
		for y, v := range rows {
			out[4*y], out[4*y+1], out[4*y+2], out[4*y+3] = v, v, v, v
		}
	default:
		diagonal4(mode, e, out)
	}
}

// three is the weighted mean of three neighbours from i on.
func (e *edge) three(i int) uint8 { return uint8((e[i] + 2*e[i+1] + e[i+2] + 2) >> 2) }

// two is the mean of two neighbours from i on.
func (e *edge) two(i int) uint8 { return uint8((e[i] + e[i+1] + 1) >> 1) }

func diagonal4(mode int, e *edge, out *[16]uint8) {
	switch mode {
	case modeRD:
		for y := range 4 {
			for x := range 4 {
				out[4*y+x] = e.three(3 - y + x)
			}
		}
	case modeLD:
		last := uint8((e[11] + 3*e[12] + 2) >> 2)
		for y := range 4 {
			for x := range 4 {
				if x+y == 6 {
					out[15] = last
				} else {
					out[4*y+x] = e.three(5 + x + y)
				}
			}
		}
	case modeVR:
		for x := range 4 {
			out[x], out[4+x] = e.two(4+x), e.three(3+x)
		}
		out[8], out[12] = e.three(2), e.three(1)
		copy(out[9:12], out[0:3])
		copy(out[13:16], out[4:7])
	case modeVL:
		for x := range 4 {
			out[x], out[4+x] = e.two(5+x), e.three(5+x)
		}
		copy(out[8:11], out[1:4])
		copy(out[12:15], out[5:8])
		out[11], out[15] = e.three(9), e.three(10)
	case modeHD:
		for y := range 4 {
			out[4*y], out[4*y+1] = e.two(3-y), e.three(3-y)
		}
		out[2], out[3] = e.three(4), e.three(5)
		for y := 1; y < 4; y++ {
			out[4*y+2], out[4*y+3] = out[4*y-4], out[4*y-3]
		}
	case modeHU:
		s := uint8(e[0])
		*out = [16]uint8{
			e.two(2), e.three(1), e.two(1), e.three(0),
			e.two(1), e.three(0), e.two(0), uint8((e[1] + 3*e[0] + 2) >> 2),
			e.two(0), uint8((e[1] + 3*e[0] + 2) >> 2), s, s,
			s, s, s, s,
		}
	}
}

// predict fills a square of n×n in out with what mode makes of the square's
// row above and column to the left; hasTop and hasLeft say which are really
// there, which only DC heeds (RFC 6386, 12.2).
func predict(mode, n int, top, left []uint8, corner uint8, hasTop, hasLeft bool, out []uint8) {
	for y := range n {
		row := out[n*y : n*y+n]
		switch mode {
		case modeVE:
			copy(row, top[:n])
		case modeHE:
			fill(row, left[y])
		case modeTM:
			base := int32(left[y]) - int32(corner)
			for x := range row {
				row[x] = clip(base + int32(top[x]))
			}
		}
	}
	if mode == modeDC {
		fill(out[:n*n], mean(n, top, left, hasTop, hasLeft))
	}
}

func mean(n int, top, left []uint8, hasTop, hasLeft bool) uint8 {
	sum, count := 0, 0
	if hasTop {
		for _, v := range top[:n] {
			sum += int(v)
		}
		count += n
	}
	if hasLeft {
		for _, v := range left[:n] {
			sum += int(v)
		}
		count += n
	}
	if count == 0 {
		return 128
	}
	return uint8((sum + count/2) / count)
}

func fill(row []uint8, v uint8) {
	for i := range row {
		row[i] = v
	}
}
