package feed

import (
	"math/bits"
	"unicode/utf8"
)

// marks are bytes that have to be looked at, each eight times in a word. First
// also stands for the byte that lacks the bits of pair. Control characters and
// what is not ASCII are looked at in any case.
type marks struct{ first, pair, second, third uint64 }

const (
	ones = 0x0101010101010101
	tops = 0x80 * ones
)

func textMarks() marks  { return marks{'>' * ones, ('>' ^ '<') * ones, '&' * ones, '&' * ones} }
func valueMarks() marks { return marks{'>' * ones, ('>' ^ '<') * ones, '&' * ones, '"' * ones} }
func jsonMarks() marks  { return marks{'"' * ones, 0, '\\' * ones, '\\' * ones} }

// skipPlain is where the next byte to look at stands. It takes eight bytes at
// a time: feeds are mostly text in which nothing happens.
func skipPlain(s string, i int, m marks) int {
	for ; i+8 <= len(s); i += 8 {
		if found := m.in(word(s[i : i+8])); found != 0 {
			return i + bits.TrailingZeros64(found)/8
		}
	}
	var last uint64
	for n := len(s) - 1; n >= i; n-- {
		last = last<<8 | uint64(s[n])
	}
	return i + bits.TrailingZeros64(m.in(last))/8 // the zeros after the end are found at the latest
}

// in sets the top bit of each byte of w that has to be looked at. The lowest
// is right; those above it may be wrong.
func (m marks) in(w uint64) uint64 {
	found := w - ' '*ones // below a blank
	found |= (w | m.pair) ^ m.first - ones
	found |= w ^ m.second - ones
	found |= w ^ m.third - ones
	return (found&^w | w) & tops
}

// word reads eight bytes, the first of them lowest.
func word(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// carried says how long the first character is, and whether it is one that XML
// has.
func carried(s string) (size int, fine bool) {
	r, size := utf8.DecodeRuneInString(s)
	return size, (r != utf8.RuneError || size > 1) && r != 0xFFFE && r != 0xFFFF
}
