package check

// foreign returns a word that says it in a language other than English.
func (f finder) foreign() (claim, bool) {
	for i, w := range f.words {
		switch w.text {
		case "werbung", "anzeige", "publicite", "publi", "publicidad", "pubblicita", "advertentie", "reklame", "reklam", "annons",
			"reclame", "publicidade", "פרסומת", "מודעה", "اعلان", "إعلان", "реклама", "広告", "광고":
			if !w.aside && (w.mark == '#' || w.mark == 0 && f.alone(i)) {
				return claim{i, i}, true
			}
		}
		if f.foreignPair(i) {
			return claim{i, i + 1}, true
		}
	}
	return claim{}, false
}

// foreignPair reports whether two words say it in another language.
func (f finder) foreignPair(i int) bool {
	if f.words[i].aside || i+1 == len(f.words) || f.words[i+1].gap != gapSpace {
		return false
	}
	switch f.text(i) + " " + f.text(i+1) {
	case "partenariat remunere", "collaboration commerciale", "collaboration remuneree", "colaboracion pagada", "parceria paga",
		"bezahlte partnerschaft", "bezahlte kooperation", "bezahlte werbung":
		return true
	}
	return false
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
