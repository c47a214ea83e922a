package schema

import (
	"math/bits"
	"unicode/utf8"
)

// quoted appends a string and what is added to it. The suffix is ours and
// needs no escapes.
func quoted(b []byte, s, suffix string) []byte {
	b = append(b, '"')
	done := 0
	for i := skipPlain(s, 0); i < len(s); i = skipPlain(s, i) {
		size, plain := 1, false
		if s[i] >= utf8.RuneSelf {
			size, plain = wide(s[i:])
		}
		if !plain {
			b = escaped(append(b, s[done:i]...), s[i:i+size])
			done = i + size
		}
		i += size
	}
	b = append(append(b, s[done:]...), suffix...)
	return append(b, '"')
}

// wide says how long a character beyond ASCII is, and whether it stands for
// itself. Two of them end lines in old JavaScript.
func wide(s string) (size int, plain bool) {
	r, size := utf8.DecodeRuneInString(s)
	return size, (r != utf8.RuneError || size > 1) && r != '\u2028' && r != '\u2029'
}

// escaped appends a character that does not stand for itself. A byte that is
// no UTF-8 becomes U+FFFD.
func escaped(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	switch c := s[0]; {
	case c == '"' || c == '\\':
		return append(b, '\\', c)
	case c == '\n':
		return append(b, `\n`...)
	case c == '\t':
		return append(b, `\t`...)
	case c < utf8.RuneSelf:
		return append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
	case len(s) == 3:
		return append(b, '\\', 'u', '2', '0', '2', hex[s[2]&15])
	}
	return append(b, `\ufffd`...)
}

const (
	ones = 0x0101010101010101
	tops = 0x80 * ones
)

// skipPlain is where the next byte stands that may have to be escaped. It takes
// eight bytes at a time: nearly all text is plain.
func skipPlain(s string, i int) int {
	for ; i+8 <= len(s); i += 8 {
		if found := special(word(s[i : i+8])); found != 0 {
			return i + bits.TrailingZeros64(found)/8
		}
	}
	var last uint64
	for n := len(s) - 1; n >= i; n-- {
		last = last<<8 | uint64(s[n])
	}
	return i + bits.TrailingZeros64(special(last))/8 // the zeros after the end are found at the latest
}

// special sets the top bit of each byte of w that is a control character, a
// quote, a backslash, not ASCII, or one of the three that HTML looks at before
// JSON does. The lowest is right; those above it may be wrong.
func special(w uint64) uint64 {
	found := w - ' '*ones // below a blank
	found |= w ^ '"'*ones - ones
	found |= w ^ '&'*ones - ones
	found |= w ^ '\\'*ones - ones
	found |= (w | ('<'^'>')*ones) ^ '>'*ones - ones // both at once: they differ in one bit
	return (found&^w | w) & tops
}

// word reads eight bytes, the first of them lowest.
func word(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}
