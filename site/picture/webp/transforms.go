package webp

import "slices"

// Kinds of transform of the lossless format.
const (
	transformPredictor = 0
	transformGreen     = 2
	transformPalette   = 3
)

func transform(w *bitWriter, kind uint32) {
	w.put(1, 1)
	w.put(kind, 2)
}

// palette returns the colours in order, or nil when there are more than 256.
func palette(pix []uint32) []uint32 {
	seen := make(map[uint32]struct{}, 257)
	last := ^pix[0]
	for _, v := range pix {
		if v == last {
			continue
		}
		last = v
		if seen[v] = struct{}{}; len(seen) > 256 {
			return nil
		}
	}
	colours := make([]uint32, 0, len(seen))
	for v := range seen {
		colours = append(colours, v)
	}
	slices.Sort(colours)
	return colours
}

// indexed writes the palette and returns the picture as indices in green, two,
// four or eight to a point where there are few colours.
func indexed(w *bitWriter, pix []uint32, width, height int, colours []uint32) ([]uint32, int) {
	transform(w, transformPalette)
	w.put(uint32(len(colours)-1), 8)
	steps := make([]symbol, len(colours))
	index := make(map[uint32]uint32, len(colours))
	before := uint32(0)
	for i, c := range colours {
		steps[i] = symbol{argb: minus(c, before)}
		index[c], before = uint32(i), c
	}
	entropy(w, steps, len(colours), false)
	packed, bits := 0, 0
	switch n := len(colours); {
	case n <= 2:
		packed, bits = 3, 1
	case n <= 4:
		packed, bits = 2, 2
	case n <= 16:
		packed, bits = 1, 4
	}
	w2 := (width + 1<<packed - 1) >> packed
	out := make([]uint32, w2*height)
	for i := range out {
		out[i] = 0xff000000
	}
	for y := range height {
		for x := range width {
			out[y*w2+x>>packed] |= index[pix[y*width+x]] << (8 + x&(1<<packed-1)*bits)
		}
	}
	w.put(0, 1) // no more transforms
	return out, w2
}

// minus subtracts channel by channel. The bits set in between take up what
// each channel borrows.
func minus(a, b uint32) uint32 {
	const even, odd = 0x00ff00ff, 0xff00ff00
	ag := (a&odd | even) - b&odd
	rb := (a&even | odd) - b&even
	return ag&odd | rb&even
}

// subtractGreen leaves red and blue as their difference from green.
func subtractGreen(w *bitWriter, pix []uint32) {
	transform(w, transformGreen)
	for i, v := range pix {
		green := v >> 8 & 255
		pix[i] = minus(v, green<<16|green)
	}
}
