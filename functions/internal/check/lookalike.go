package check

import (
	"slices"
	"strings"
	"unicode"
)

// lookAlikes returns words as a hurried reader sees them, for what must not be
// there. A disclosure has to be in its own letters: who listens to a page, or
// looks for a tag, does not find it in others.
func lookAlikes(ws []word) []word {
	ws = slices.Clone(ws)
	for i := range ws {
		ws[i].text = plainLetters(ws[i].text)
	}
	return ws
}

// plainLetters takes letters of other alphabets back that look like Latin ones,
// in a word that also has Latin ones. A word of one alphabet stays as it is.
func plainLetters(s string) string {
	latin, other := false, false
	for _, r := range s {
		latin = latin || unicode.Is(unicode.Latin, r)
		other = other || unicode.In(r, unicode.Cyrillic, unicode.Greek)
	}
	if !latin || !other {
		return s
	}
	return strings.Map(lookalike, s)
}

func lookalike(r rune) rune {
	switch r {
	case 'а', 'α':
		return 'a'
	case 'с', 'ϲ':
		return 'c'
	case 'ԁ':
		return 'd'
	case 'е':
		return 'e'
	case 'һ':
		return 'h'
	case 'і', 'ι':
		return 'i'
	case 'ј':
		return 'j'
	case 'о', 'ο':
		return 'o'
	case 'р', 'ρ':
		return 'p'
	case 'ѕ':
		return 's'
	case 'ν':
		return 'v'
	case 'х', 'χ':
		return 'x'
	case 'у', 'γ':
		return 'y'
	}
	return r
}
