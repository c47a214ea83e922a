package webp

import "math/bits"

// boolWriter is the arithmetic coder of RFC 6386, chapter 7. The zero value is
// not ready; use newBoolWriter.
type boolWriter struct {
	out   []byte
	span  uint32 // width of the interval, less one: 127..254
	value uint32
	run   int // bytes of 0xff that a carry could still turn over
	have  int // bits of value beyond the next byte, less eight
}

func newBoolWriter(size int) *boolWriter {
	return &boolWriter{out: make([]byte, 0, size), span: 254, have: -8}
}

// put writes one bit whose probability of being 0 is prob of 256.
func (w *boolWriter) put(bit, prob uint32) {
	split := w.span * prob >> 8
	if bit != 0 {
		w.value += split + 1
		w.span -= split + 1
	} else {
		w.span = split
	}
	if w.span < 127 {
		shift := 8 - bits.Len32(w.span+1)
		w.span = (w.span+1)<<shift - 1
		w.value <<= shift
		w.have += shift
		if w.have > 0 {
			w.flush()
		}
	}
}

// flush moves one byte out, with the carry into the bytes before it.
func (w *boolWriter) flush() {
	s := 8 + w.have
	b := w.value >> s
	w.value -= b << s
	w.have -= 8
	if b&0xff == 0xff {
		w.run++
		return
	}
	fill := byte(0xff)
	if b&0x100 != 0 {
		fill = 0
		if n := len(w.out); n > 0 {
			w.out[n-1]++
		}
	}
	for ; w.run > 0; w.run-- {
		w.out = append(w.out, fill)
	}
	w.out = append(w.out, byte(b))
}

// number writes the n lowest bits of v, highest first, each as likely as not.
func (w *boolWriter) number(v uint32, n int) {
	for n--; n >= 0; n-- {
		w.put(v>>n&1, 128)
	}
}

// finish returns the bytes; the writer is used up.
func (w *boolWriter) finish() []byte {
	w.number(0, 9-w.have)
	w.have = 0
	w.flush()
	return w.out
}

// bitCosts returns what writing a 0 costs at each probability, in 1/256 bits:
// -256·log2(p/256), by squaring, so that every machine has the same table.
func bitCosts() [257]uint32 {
	var costs [257]uint32
	for p := 1; p < 256; p++ {
		costs[p] = 8*256 - log2(uint32(p))
	}
	costs[0] = costs[1]
	return costs
}

// log2 returns 256·log2(v) for v ≥ 1, rounded down.
func log2(v uint32) uint32 {
	whole := bits.Len32(v) - 1
	result := uint32(whole) << 8
	x := uint64(v) << (32 - whole) // 1.0 ≤ x < 2.0 with 32 bits behind the point
	for bit := uint32(128); bit > 0; bit >>= 1 {
		x = x >> 1 * (x >> 1) >> 30
		if x >= 2<<32 {
			x >>= 1
			result += bit
		}
	}
	return result
}
