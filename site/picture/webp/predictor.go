package webp

// tileBits is the size of the squares that have a predictor each: 16 × 16.
const tileBits = 4

// predicted writes which predictor suits each tile and returns what is left.
func predicted(w *bitWriter, pix []uint32, width, height int) []uint32 {
	tw, th := (width+15)>>tileBits, (height+15)>>tileBits
	out := make([]uint32, len(pix))
	tiles := make([]uint32, tw*th)
	for ty := range th {
		for tx := range tw {
			best, low := 0, uint64(1)<<63
			before := -1
			if tx > 0 {
				before = int(tiles[ty*tw+tx-1] >> 8 & 255)
			}
			for _, mode := range [...]int{11, 12, 1, 2, 7, 13, 4, 5, 10} {
				cost := residue(pix, width, height, tx, ty, mode, low)
				if mode == before {
					cost -= cost >> 6 // the same again is cheaper to write
				}
				if cost < low {
					best, low = mode, cost
				}
			}
			tiles[ty*tw+tx] = 0xff000000 | uint32(best)<<8
			subtract(pix, out, width, height, tx, ty, best)
		}
	}
	transform(w, transformPredictor)
	w.put(tileBits-2, 3)
	entropy(w, findMatches(tiles, tw), tw, false)
	w.put(0, 1) // no more transforms
	return out
}

// residue adds up how far the predictions of a tile are off.
func residue(pix []uint32, width, height, tx, ty, mode int, limit uint64) uint64 {
	var sum uint64
	for y := max(1, ty<<tileBits); y < min(height, (ty+1)<<tileBits); y++ {
		for x := max(1, tx<<tileBits); x < min(width, (tx+1)<<tileBits); x++ {
			d := minus(pix[y*width+x], predictPoint(pix, width, y*width+x, mode))
			for ; d != 0; d >>= 8 {
				v := int32(int8(d))
				sum += uint64(abs(v))
			}
		}
		if sum >= limit {
			return sum
		}
	}
	return sum
}

func subtract(pix, out []uint32, width, height, tx, ty, mode int) {
	for y := ty << tileBits; y < min(height, (ty+1)<<tileBits); y++ {
		for x := tx << tileBits; x < min(width, (tx+1)<<tileBits); x++ {
			i := y*width + x
			switch {
			case i == 0:
				out[i] = minus(pix[i], 0xff000000)
			case y == 0:
				out[i] = minus(pix[i], pix[i-1])
			case x == 0:
				out[i] = minus(pix[i], pix[i-width])
			default:
				out[i] = minus(pix[i], predictPoint(pix, width, i, mode))
			}
		}
	}
}

// predictPoint is the format's predictor; i is in neither the first row nor
// the first column. Right of the last column lies the first of the next row.
func predictPoint(pix []uint32, width, i, mode int) uint32 {
	left, top, topLeft := pix[i-1], pix[i-width], pix[i-width-1]
	switch mode {
	case 1:
		return left
	case 2:
		return top
	case 4:
		return topLeft
	case 5:
		return average(average(left, pix[i-width+1]), top)
	case 7:
		return average(left, top)
	case 10:
		return average(average(left, topLeft), average(top, pix[i-width+1]))
	case 11:
		return nearer(left, top, topLeft)
	case 12:
		return clampedSum(left, top, topLeft)
	case 13:
		return clampedHalf(average(left, top), topLeft)
	}
	return 0xff000000
}

func average(a, b uint32) uint32 { return (a^b)&0xfefefefe>>1 + a&b }

// nearer is left or top, whichever is nearer to left + top - topLeft.
func nearer(left, top, topLeft uint32) uint32 {
	var toLeft, toTop int32
	for s := 0; s < 32; s += 8 {
		l, t, c := int32(left>>s&255), int32(top>>s&255), int32(topLeft>>s&255)
		toLeft += abs(t - c)
		toTop += abs(l - c)
	}
	if toLeft < toTop {
		return left
	}
	return top
}

func clampedSum(left, top, topLeft uint32) uint32 {
	var out uint32
	for s := 0; s < 32; s += 8 {
		out |= uint32(clip(int32(left>>s&255)+int32(top>>s&255)-int32(topLeft>>s&255))) << s
	}
	return out
}

func clampedHalf(mean, topLeft uint32) uint32 {
	var out uint32
	for s := 0; s < 32; s += 8 {
		m := int32(mean >> s & 255)
		out |= uint32(clip(m+(m-int32(topLeft>>s&255))/2)) << s
	}
	return out
}
