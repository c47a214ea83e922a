package check

import (
	"slices"
	"strings"
)

// text is a word as it is compared, "" beyond either end.
func (f finder) text(i int) string {
	if i < 0 || i >= len(f.words) {
		return ""
	}
	return f.words[i].text
}

// gapAfter is what stands behind a word.
func gapAfter(ws []word, i int) gap {
	if i+1 < len(ws) {
		return ws[i+1].gap
	}
	return ws[i].after | gapEdge
}

// alone reports whether a word stands by itself: at the beginning of a text, a
// line or a sentence or set apart from what is before, and set apart from what
// follows. "Ad hoc" and "ad-free" do not; "AD My morning" is how many write it.
func (f finder) alone(i int) bool {
	if !f.opens(i) && !f.words[i].gap.has(gapSep|gapOpen) {
		return false
	}
	if f.ends(i) {
		return true
	}
	next := f.words[i+1]
	if next.gap != gapSpace || !f.opens(i) {
		return false
	}
	named := next.mark != 0 || f.brand.is(next)
	return named || f.words[i].shouted && f.words[i].gap.has(gapEdge|gapLine) && !next.shouted && strings.Trim(next.text, "0123456789") != ""
}

// opens reports whether a word begins a sentence.
func (f finder) opens(i int) bool { return f.words[i].gap.has(gapHard) }

// ends reports whether a word is set apart from the next.
func (f finder) ends(i int) bool {
	g := gapAfter(f.words, i)
	return g.has(gapHard|gapSep) || g.has(gapComma) && f.opens(i) || i+1 < len(f.words) && g&^gapSpace == gapOpen || f.bracketed(i)
}

// bracketed reports whether a word is all that stands in brackets.
func (f finder) bracketed(i int) bool {
	return f.words[i].gap.has(gapOpen) && gapAfter(f.words, i).has(gapSep|gapHard)
}

// closes reports whether a name is all that follows: "Ad for Saltmarsh SPF 40."
// and not "Ad for Saltmarsh came on the radio".
func (f finder) closes(name int) bool {
	for ; name+1 < len(f.words) && f.words[name+1].gap == gapSpace; name++ {
		w := f.words[name+1]
		if !w.capital && w.text != "and" && w.mark == 0 {
			return false
		}
	}
	return true
}

// named returns where, within n words from i and in one sentence, the brand is
// named. Without a brand the next word will do.
func (f finder) named(i, n int) (at int, ok bool) {
	for at = i; at < min(i+n, len(f.words)); at++ {
		if f.words[at].gap.has(gapHard) {
			break
		}
		if f.brand.is(f.words[at]) {
			return f.brand.last(f.words, at), true
		}
	}
	return i, false
}

// negated reports whether a claim is denied: "not an ad", "never paid me". The
// negation stands in the same part of the sentence.
func (f finder) negated(first, last int) bool {
	for i := last; i >= 0 && i > first-4; i-- {
		if i < first && f.words[i+1].gap.has(gapHard|gapComma|gapSep|gapOpen) {
			return false
		}
		if negation(f.words[i].text) {
			return true
		}
	}
	return false
}

func negation(s string) bool {
	switch s {
	case "not", "no", "never", "nobody", "none", "neither", "nor", "without", "hardly", "cannot":
		return true
	}
	return strings.HasSuffix(s, "n't")
}

// reported reports whether a claim is somebody's word that is spoken about:
// "she wrote #ad", "the word ad".
func (f finder) reported(i int) bool {
	if i == 0 || f.words[i].gap != gapSpace {
		return false
	}
	return slices.Contains([]string{"says", "said", "say", "wrote", "write", "writes", "hashtag", "tag", "word", "words",
		"read", "reads", "call", "called", "label", "labelled"}, f.text(i-1))
}

// denial returns a place that says that nobody paid.
func (f finder) denial() (claim, bool) {
	for i, w := range f.words {
		switch {
		case w.aside:
		case w.mark == '#' && slices.Contains([]string{"notanad", "notad", "noad", "notsponsored", "unsponsored", "nosponsor"}, w.text):
			return claim{i, i}, true
		case adWord(w.text) || w.text == "sponsored":
			if from, ok := f.deniedFrom(i); ok {
				return claim{from, i}, true
			}
		case w.text == "paid":
			nobody := f.text(i-1) == "nobody" || f.text(i-1) == "one" && f.text(i-2) == "no"
			if us := f.text(i + 1); nobody && (us == "me" || us == "us" || us == "for") {
				return claim{i - 1, i + 1}, true
			}
		}
	}
	return claim{}, false
}

// deniedFrom returns where "not an" before a word begins.
func (f finder) deniedFrom(i int) (int, bool) {
	for j := i - 1; j >= 0 && j >= i-3; j-- {
		if f.words[j+1].gap.has(gapHard | gapComma | gapSep) {
			break
		}
		if negation(f.text(j)) {
			return j, true
		}
		if !slices.Contains([]string{"a", "an", "even", "been", "being"}, f.text(j)) {
			break
		}
	}
	return i, false
}
