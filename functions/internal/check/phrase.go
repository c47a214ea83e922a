package check

import (
	"slices"
	"strings"
)

// anyEnding stands for a * at the end of a word: a letter that nobody types.
const anyEnding = "\ua66e"

// phrase is words to look for, one after the other.
type phrase []word

func newPhrase(s string) phrase {
	s = strings.ReplaceAll(s, "*", anyEnding)
	var p phrase
	for _, w := range words([]rune(s), true) {
		p = append(p, w)
	}
	return p
}

// names reports whether a phrase looks for any word in particular.
func (p phrase) names() bool {
	return slices.ContainsFunc(p, func(w word) bool { return w.text != anyEnding })
}

// fits reports whether a word is the one that is looked for.
func (want word) fits(w word) bool {
	if want.mark != 0 && want.mark != w.mark {
		return false
	}
	if stem, open := strings.CutSuffix(want.text, anyEnding); open {
		return strings.HasPrefix(w.text, stem)
	}
	return w.text == want.text || strings.TrimSuffix(w.text, "'s") == want.text
}

// at reports whether the phrase begins at a word.
func (p phrase) at(ws []word, i int) bool {
	if i+len(p) > len(ws) {
		return false
	}
	for k, want := range p {
		w := ws[i+k]
		if !want.fits(w) || k > 0 && w.gap&^(gapSoft|want.gap) != 0 {
			return false
		}
	}
	return true
}

// find returns the places where the phrase begins.
func (p phrase) find(ws []word) []int {
	var places []int
	for i := range ws {
		if len(p) > 0 && p.at(ws, i) {
			places = append(places, i)
		}
	}
	return places
}
