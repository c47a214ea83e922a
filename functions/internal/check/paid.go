package check

import (
	"slices"
	"strings"
)

// paid is "X paid me", "paid by X", "X paid for this trip", "I was paid to
// write this", "paid partnership with X".
func (f finder) paid(i int) (last int, ok bool) {
	next, after := f.text(i+1), f.text(i+2)
	switch {
	case next == "partnership":
		if after == "with" {
			return f.named(i+3, 5)
		}
		return i + 1, f.declared(i) || (f.opens(i) || f.words[i].gap.has(gapSep|gapOpen)) && f.ends(i+1)
	case next == "by":
		return f.named(i+2, 5)
	case next == "for" && after == "by":
		return f.named(i+3, 5)
	case next == "me", next == "us":
		return i + 1, f.payer(i) >= 0 && f.money(i+1) || (f.text(i-1) == "they" && after == "to" && making(f.text(i+3)))
	case next == "for" && slices.Contains([]string{"this", "these", "my", "our"}, after):
		return i + 2, f.payer(i) >= 0
	case next == "to" && making(after):
		return i + 2, slices.Contains([]string{"was", "were", "am", "are", "being", "been", "got", "i'm", "we're"}, f.text(i-1))
	}
	return i, false
}

// payer returns where, before a verb and in the same sentence, the brand is
// named, or -1. Nobody else may come between: "the Hobb box came and my
// landlord paid me" names another.
func (f finder) payer(verb int) int {
	for i := verb - 1; i >= 0 && i >= verb-8; i-- {
		if f.words[i].sentence != f.words[verb].sentence || f.somebody(i) {
			break
		}
		if f.brand.is(f.words[i]) {
			return i
		}
	}
	return -1
}

// somebody reports whether a word begins to name another than the brand.
func (f finder) somebody(i int) bool {
	switch f.text(i) {
	case "my", "our", "his", "her", "your", "i", "he", "she", "we", "you", "nobody", "somebody", "someone", "everyone",
		"when", "then", "until", "because", "before", "after", "while", "if":
		return true
	case "and":
		return !f.brand.is(word{text: f.text(i + 1)}) && !slices.Contains(f.brand.names, f.text(i+1))
	}
	return false
}

// money reports whether "paid me", which ends at a word, is of money: not "paid
// me no attention", "paid me a compliment".
func (f finder) money(i int) bool {
	g := gapAfter(f.words, i)
	if g.has(gapHard | gapComma | gapSep | gapOpen) {
		return !g.has(gapAsk)
	}
	switch next, after := f.text(i+1), f.text(i+2); next {
	case "to", "for", "and", "but", "so", "well", "money", "cash", "again":
		return true
	case "a":
		return slices.Contains([]string{"fee", "lot", "sum", "fortune"}, after)
	case "":
		return true
	default:
		return strings.Trim(next, "0123456789$£€%") == ""
	}
}

// begins returns where a claim begins that was found by its word i: at the
// name of who paid, if it stands before.
func (f finder) begins(i int) int {
	if next := f.text(i + 1); f.words[i].mark == 0 && (next == "me" || next == "us" || next == "for") && !adWord(f.words[i].text) {
		if at := f.payer(i); at >= 0 {
			return at
		}
	}
	return i
}

func making(s string) bool {
	switch s {
	case "write", "make", "film", "post", "share", "cook", "show", "tell", "try", "test", "wear", "use", "visit", "talk":
		return true
	}
	return false
}
