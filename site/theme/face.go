package theme

import (
	"strings"
	"unicode"
)

// initials are the first letters of the first and the last word of a name. A
// word without a letter or digit has none.
func initials(name string) string {
	var first, last rune
	for word := range strings.FieldsSeq(name) {
		i := strings.IndexFunc(word, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
		if i < 0 {
			continue
		}
		r := unicode.ToUpper([]rune(word[i:])[0])
		if first == 0 {
			first = r
		} else {
			last = r
		}
	}
	switch {
	case first == 0:
		return "·"
	case last == 0:
		return string(first)
	default:
		return string([]rune{first, last})
	}
}
