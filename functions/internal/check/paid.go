package check

import "slices"

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
		return i + 1, f.payer(i) >= 0 || (f.text(i-1) == "they" && after == "to" && making(f.text(i+3)))
	case next == "for" && slices.Contains([]string{"this", "these", "my", "our"}, after):
		return i + 2, f.payer(i) >= 0
	case next == "to" && making(after):
		return i + 2, slices.Contains([]string{"was", "were", "am", "are", "being", "been", "got", "i'm", "we're"}, f.text(i-1))
	}
	return i, false
}

// payer returns where, before a verb and in the same sentence, the brand is
// named, or -1.
func (f finder) payer(verb int) int {
	for i := verb - 1; i >= 0 && i >= verb-8; i-- {
		if f.words[i].sentence != f.words[verb].sentence {
			break
		}
		if f.brand.is(f.words[i]) {
			return i
		}
	}
	return -1
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

// brand is a name as people write it: Hobb & Sill is also @hobbandsill and
// Hobb, Somerwick Sleep is also Somerwick.
type brand struct {
	names []string // the words of the name
}

func newBrand(name string) brand {
	var b brand
	for _, w := range words([]rune(name), true) {
		if w.text != "the" && w.text != "a" && w.text != "and" {
			b.names = append(b.names, w.text)
		}
	}
	return b
}

// is reports whether a word begins the brand's name. Names of one or two
// letters have to be written alone.
func (b brand) is(w word) bool {
	if len(b.names) == 0 {
		return w.text != ""
	}
	if len([]rune(b.names[0])) < 3 {
		return w.text == b.names[0]
	}
	return len(w.text) >= len(b.names[0]) && w.text[:len(b.names[0])] == b.names[0]
}

// last returns where a name ends that begins at a word.
func (b brand) last(ws []word, i int) int {
	end := i
	for i++; i < len(ws) && ws[i].gap == gapSpace; i++ {
		if slices.Contains(b.names, ws[i].text) {
			end = i
		} else if ws[i].text != "and" {
			break
		}
	}
	return end
}

// foreign returns a word that says it in a language other than English.
func (f finder) foreign() (claim, bool) {
	for i, w := range f.words {
		switch w.text {
		case "werbung", "anzeige", "publicite", "publi", "publicidad", "pubblicita", "advertentie", "reklame", "reklam", "annons",
			"reclame", "publicidade", "פרסומת", "מודעה", "اعلان", "إعلان", "реклама", "広告", "광고":
			if !w.aside && (w.mark == '#' || w.mark == 0 && f.alone(i)) {
				return claim{i, i}, true
			}
		case "remunere":
			if f.text(i-1) == "partenariat" {
				return claim{i - 1, i}, true
			}
		}
	}
	return claim{}, false
}

// weak returns a word that does not say clearly enough that somebody paid.
func (f finder) weak() (claim, bool) {
	for i, w := range f.words {
		if w.mark == '#' && f.weakTag(w.text) {
			return claim{i, i}, true
		}
		if w.mark != 0 || w.aside {
			continue
		}
		for _, phrase := range [][]string{{"thanks"}, {"thanks", "to"}, {"thank", "you"}, {"thank", "you", "to"},
			{"gifted", "by"}, {"in", "partnership", "with"}, {"in", "collaboration", "with"}, {"partnered", "with"}, {"courtesy", "of"}} {
			if !f.reads(i, phrase) {
				continue
			}
			if at, ok := f.named(i+len(phrase), 4); ok && len(f.brand.names) > 0 {
				return claim{i, at}, true
			}
		}
	}
	return claim{}, false
}

func (f finder) reads(i int, words []string) bool {
	for k, s := range words {
		if f.text(i+k) != s {
			return false
		}
	}
	return true
}

// weakTag reports whether a tag hides it: #sp, or #hobbandsillpartner.
func (f finder) weakTag(s string) bool {
	switch s {
	case "sp", "spon", "sponsor", "partner", "partners", "partnership", "collab", "collaboration", "ambassador", "brandambassador",
		"gifted", "gift", "pr", "prpackage", "affiliate", "promo", "paid":
		return true
	}
	return len(f.brand.names) > 0 && f.brand.is(word{text: s}) && endsWeakly(s)
}

func endsWeakly(s string) bool {
	for _, end := range []string{"ad", "partner", "ambassador", "collab", "sponsored", "crew", "family"} {
		if len(s) > len(end) && s[len(s)-len(end):] == end {
			return true
		}
	}
	return false
}
