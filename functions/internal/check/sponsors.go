package check

import "slices"

// sponsors is "X is sponsoring this post", "X sponsored this video" and "thanks
// to X for sponsoring this post". The name stands first, or is thanked: "I wish
// X sponsored this post" says nothing.
func (f finder) sponsors(i int) (last int, ok bool) {
	from := f.payer(i)
	if from < 0 || !f.sponsorSubject(from) {
		return i, false
	}
	last = i + 1
	if next := f.text(last); next == "this" || next == "today's" {
		last++
	}
	if last == i+1 || !pieceWord(f.text(last)) {
		return i, false
	}
	for k := f.brand.last(f.words, from) + 1; k < i; k++ {
		if !slices.Contains([]string{"for", "is", "are", "has", "have", "very", "kindly", "generously", "also", "so"}, f.text(k)) {
			return i, false
		}
	}
	return last, true
}

func (f finder) sponsorSubject(i int) bool {
	if f.text(i-1) == "the" {
		i--
	}
	if f.words[i].gap.has(gapHard | gapSep | gapOpen) {
		return true
	}
	before := f.text(i - 1)
	if before == "to" {
		before = f.text(i - 2)
	}
	return before == "thanks" || before == "you"
}

// ofPiece reports whether "sponsored by" is said of the piece: at the beginning,
// set apart, or after what one made. "The fair was sponsored by Hobb" is not.
func (f finder) ofPiece(i int) bool {
	j := i
	for ; j > 0 && f.words[j].gap == gapSpace; j-- {
		if !slices.Contains([]string{"is", "was", "are", "were", "has", "have", "been", "also", "all", "proudly", "kindly", "generously", "very", "partly"}, f.text(j-1)) {
			break
		}
	}
	if f.words[j].gap != gapSpace {
		return true
	}
	switch before := f.text(j - 1); before {
	case "one", "today", "photos", "pictures", "i'm", "we're":
		return true
	default:
		return pieceWord(before) || f.words[j-1].mark != 0
	}
}
