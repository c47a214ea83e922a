package webp

import "math/bits"

// symbol is a step of the lossless code: a colour, or a copy of length points
// from distance points back.
type symbol struct {
	argb             uint32
	length, distance int32 // length 0 is a colour
}

const (
	maxLength = 4096
	window    = 1<<20 - 120 // the farthest distance there is a code for
	chain     = 24          // how many earlier places are tried
	hashBits  = 16
)

// findMatches turns points into symbols, greedily with one look ahead.
func findMatches(pix []uint32, width int) []symbol {
	m := &matcher{pix: pix, width: width, head: make([]int32, 1<<hashBits), prev: make([]int32, len(pix))}
	out := make([]symbol, 0, len(pix)/2+16)
	for i := 0; i < len(pix); {
		length, distance := m.longest(i)
		m.insert(i)
		if length >= 3 && length < 64 && i+1 < len(pix) {
			if next, _ := m.longest(i + 1); next > length+1 {
				length = 0
			}
		}
		if length < 3 {
			out = append(out, symbol{argb: pix[i]})
			i++
			continue
		}
		out = append(out, symbol{length: int32(length), distance: int32(distance)})
		for k := 1; k < length; k++ {
			m.insert(i + k)
		}
		i += length
	}
	return out
}

// matcher knows where each triple of points was before.
type matcher struct {
	pix        []uint32
	width      int
	head, prev []int32 // positions plus one; 0 is none
}

func (m *matcher) hash(i int) uint32 {
	h := m.pix[i]*0x9e3779b1 ^ m.pix[i+1]*0x85ebca6b ^ m.pix[i+2]*0xc2b2ae35
	return (h ^ h>>15) * 0x2c1b3c6d >> (32 - hashBits)
}

func (m *matcher) insert(i int) {
	if i+2 < len(m.pix) {
		h := m.hash(i)
		m.prev[i] = m.head[h]
		m.head[h] = int32(i + 1)
	}
}

// longest finds the longest earlier run equal to what starts at i; of equally
// long ones the nearest.
func (m *matcher) longest(i int) (length, distance int) {
	limit := min(len(m.pix)-i, maxLength)
	if limit < 3 {
		return 0, 0
	}
	try := func(at int) bool {
		if n := m.equal(at, i, limit, length); n > length {
			length, distance = n, i-at
		}
		return length == limit
	}
	if i > 0 && try(i-1) || i >= m.width && try(i-m.width) {
		return length, distance
	}
	at := m.head[m.hash(i)]
	for range chain {
		if at == 0 || i-int(at-1) > window || try(int(at-1)) {
			break
		}
		at = m.prev[at-1]
	}
	return length, distance
}

// equal is how many points from a on are those from b on, 0 when not more
// than beat.
func (m *matcher) equal(a, b, limit, beat int) int {
	if m.pix[a+beat] != m.pix[b+beat] {
		return 0
	}
	n := 0
	for n < limit && m.pix[a+n] == m.pix[b+n] {
		n++
	}
	return n
}

// prefix splits a length or distance of at least 1 into its code and the
// number and value of its extra bits.
func prefix(v int) (code, extra, value int) {
	if v--; v < 4 {
		return v, 0, 0
	}
	high := bits.Len(uint(v)) - 1
	second := v >> (high - 1) & 1
	extra = high - 1
	return 2*high + second, extra, v & (1<<extra - 1)
}

// distanceCodes gives the distances that are near in two dimensions their
// short codes; all others are the distance plus 120.
func distanceCodes(width int) map[int]int {
	const near = "\x18\x07\x17\x19\x28\x06\x27\x29\x16\x1a\x26\x2a\x38\x05\x37\x39\x15\x1b\x36\x3a" +
		"\x25\x2b\x48\x04\x47\x49\x14\x1c\x35\x3b\x46\x4a\x24\x2c\x58\x45\x4b\x34\x3c\x03" +
		"\x57\x59\x13\x1d\x56\x5a\x23\x2d\x44\x4c\x55\x5b\x33\x3d\x68\x02\x67\x69\x12\x1e" +
		"\x66\x6a\x22\x2e\x54\x5c\x43\x4d\x65\x6b\x32\x3e\x78\x01\x77\x79\x53\x5d\x11\x1f" +
		"\x64\x6c\x42\x4e\x76\x7a\x21\x2f\x75\x7b\x31\x3f\x63\x6d\x52\x5e\x00\x74\x7c\x41" +
		"\x4f\x10\x20\x62\x6e\x30\x73\x7d\x51\x5f\x40\x72\x7e\x61\x6f\x50\x71\x7f\x60\x70"
	codes := make(map[int]int, len(near))
	for i := len(near) - 1; i >= 0; i-- {
		if d := int(near[i]>>4)*width + 8 - int(near[i]&15); d >= 1 {
			codes[d] = i + 1
		}
	}
	return codes
}
