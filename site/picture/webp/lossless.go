package webp

import (
	"image"
)

// Lossless returns the picture as a WebP file that decodes to the same points,
// except that the colour under full transparency is lost. profile is an ICC
// profile or nil.
func Lossless(m *image.NRGBA, profile []byte) ([]byte, error) {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	if err := checkSize(w, h); err != nil {
		return nil, err
	}
	pix, opaque := argb(m)
	out := &bitWriter{}
	out.put(0x2f, 8)
	out.put(uint32(w-1), 14)
	out.put(uint32(h-1), 14)
	out.put(bit(!opaque), 1)
	out.put(0, 3)
	if colours := palette(pix); colours != nil {
		pix, w2 := indexed(out, pix, w, h, colours)
		entropy(out, findMatches(pix, w2), w2, true)
	} else {
		subtractGreen(out, pix)
		pix = predicted(out, pix, w, h)
		entropy(out, findMatches(pix, w), w, true)
	}
	return container("VP8L", out.finish(), w, h, !opaque, profile), nil
}

// argb packs the points; what cannot be seen becomes transparent black.
func argb(m *image.NRGBA) (pix []uint32, opaque bool) {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	pix, opaque = make([]uint32, w*h), true
	for y := range h {
		row := m.Pix[m.PixOffset(m.Rect.Min.X, m.Rect.Min.Y+y):][:4*w]
		for x := range w {
			p := row[4*x : 4*x+4 : 4*x+4]
			if p[3] != 0xff {
				opaque = false
			}
			if p[3] != 0 {
				pix[y*w+x] = uint32(p[3])<<24 | uint32(p[0])<<16 | uint32(p[1])<<8 | uint32(p[2])
			}
		}
	}
	return pix, opaque
}

// cacheBits is the size of the cache of recent colours that is tried.
const cacheBits = 9

// entropy writes symbols with one prefix code for each channel, with or
// without a cache of colours, whichever is shorter. main says that they are
// the picture itself and not something a transform needs.
func entropy(w *bitWriter, symbols []symbol, width int, main bool) {
	near := distanceCodes(width)
	best := newCodes(symbols, near, 0)
	if main {
		if other := newCodes(symbols, near, cacheBits); other.bits < best.bits {
			best = other
		}
	}
	if w.put(bit(best.cache > 0), 1); best.cache > 0 {
		w.put(uint32(best.cache), 4)
	}
	if main {
		w.put(0, 1) // one set of codes for the whole picture
	}
	for i := range best.code {
		best.code[i].write(w)
	}
	best.write(w, symbols, near)
}

// codes are the five prefix codes: green with lengths and cached colours, red,
// blue, alpha, distance.
type codes struct {
	cache int // bits; 0 for none
	code  [5]huffman
	bits  uint64 // what everything takes
}

func newCodes(symbols []symbol, near map[int]int, cache int) *codes {
	size := 256 + 24
	if cache > 0 {
		size += 1 << cache
	}
	counts := [5][]uint32{make([]uint32, size), make([]uint32, 256), make([]uint32, 256), make([]uint32, 256), make([]uint32, 40)}
	c := &codes{cache: cache}
	walk(symbols, near, cache, func(code, symbol, extra, _ int) {
		counts[code][symbol]++
		c.bits += uint64(extra)
	})
	for i := range counts {
		c.code[i] = newHuffman(counts[i], 15)
		c.bits += c.code[i].bits(counts[i])
	}
	return c
}

func (c *codes) write(w *bitWriter, symbols []symbol, near map[int]int) {
	walk(symbols, near, c.cache, func(code, symbol, extra, value int) {
		c.code[code].put(w, symbol)
		w.put(uint32(value), extra)
	})
}

// walk hands over, in the order of the format, each symbol of each of the five
// codes with its extra bits.
func walk(symbols []symbol, near map[int]int, cacheBits int, put func(code, symbol, extra, value int)) {
	cache := newCache(cacheBits)
	history := make([]uint32, 0, 1<<16)
	for _, s := range symbols {
		if s.length > 0 {
			code, extra, value := prefix(int(s.length))
			put(0, 256+code, extra, value)
			distance, ok := near[int(s.distance)]
			if !ok {
				distance = int(s.distance) + 120
			}
			code, extra, value = prefix(distance)
			put(4, code, extra, value)
			if cacheBits > 0 {
				for range s.length {
					v := history[len(history)-int(s.distance)]
					history = append(history, v)
					cache.add(v)
				}
			}
			continue
		}
		if cacheBits > 0 {
			history = append(history, s.argb)
			if at, ok := cache.add(s.argb); ok {
				put(0, 256+24+at, 0, 0)
				continue
			}
		}
		put(0, int(s.argb>>8&255), 0, 0)
		put(1, int(s.argb>>16&255), 0, 0)
		put(2, int(s.argb&255), 0, 0)
		put(3, int(s.argb>>24), 0, 0)
	}
}

// cache remembers colours by their hash. An empty place holds 0, as in the
// decoder.
type cache struct {
	colour []uint32
	shift  int
}

func newCache(bits int) *cache {
	if bits == 0 {
		return &cache{}
	}
	return &cache{make([]uint32, 1<<bits), 32 - bits}
}

// add puts a colour in and says where, and whether it was there.
func (c *cache) add(argb uint32) (at int, had bool) {
	at = int(argb * 0x1e35a7bd >> c.shift)
	had = c.colour[at] == argb
	c.colour[at] = argb
	return at, had
}
