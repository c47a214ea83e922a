package check

import "slices"

// claim is a place in a text that says, or seems to say, that somebody paid:
// words from first to last.
type claim struct{ first, last int }

// finder looks for claims.
type finder struct {
	words []word
	brand brand
}

// disclosed returns K1 and K2.
func disclosed(r reading, d Demands) []Finding {
	if r.unread != "" {
		return []Finding{
			{Check: Disclosure, Result: Unknown, Hard: true, Say: r.unread, Offset: -1},
			{Check: Position, Result: Unknown, Hard: true, Say: r.unread, Offset: -1},
		}
	}
	f := finder{r.words, newBrand(d.Brand)}
	claims := f.claims()
	k1 := present(r, f, claims)
	k1.Check, k1.Hard = Disclosure, true
	if r.label && k1.Result == Fail {
		k1.Say += " The platform's own label is on; it does not count by itself."
	}
	k2 := Finding{Result: k1.Result, Offset: -1, Say: "Where it stands can be said once the piece says that it is an ad."}
	if len(claims) > 0 {
		k2 = position(r, f, claims, d.hosts())
	}
	k2.Check, k2.Hard = Position, true
	return []Finding{k1, k2}
}

// present is K1.
func present(r reading, f finder, claims []claim) Finding {
	const put = " Begin with “Ad” or “#ad” on its own, or with “Sponsored by” and the name."
	denial, denied := f.denial()
	switch {
	case len(claims) > 0 && denied:
		return r.found(f, denial, Unknown, "It says that it is an ad, and that it is not; a person reads what is meant.")
	case len(claims) > 0:
		return r.found(f, claims[0], Pass, "It says that it is an ad.")
	case denied:
		return r.found(f, denial, Fail, "It says that it is not an ad, and it is."+put)
	}
	if c, ok := f.foreign(); ok {
		return r.found(f, c, Unknown, "It says so in another language than English; a person reads whether its readers understand it.")
	}
	if c, ok := f.weak(); ok {
		weak := r.found(f, c, Fail, "")
		weak.Say = "“" + weak.Evidence + "” is not clear enough: many readers do not know that it means paid." + put
		return weak
	}
	rest := finder{r.outside, f.brand}
	if around := rest.claims(); len(around) > 0 {
		from, to := r.outside[around[0].first].start, r.outside[around[0].last].end
		return Finding{Result: Fail, Offset: -1, Evidence: string(r.around[from:to]),
			Say: "It says so only outside the article, at the edge of the page. Say it in the article, above the first photo and the first link."}
	}
	return Finding{Result: Fail, Offset: -1, Say: "Nothing says plainly that this is an ad." + put}
}

func (r reading) at(f finder, c claim) span {
	return span{f.words[c.first].start, f.words[c.last].end}
}

func (r reading) found(f finder, c claim, result Result, say string) Finding {
	s := r.at(f, c)
	return Finding{Result: result, Say: say, Evidence: r.quote(s.from, s.to), Offset: s.from}
}

// claims returns the places that say so, in order.
func (f finder) claims() []claim {
	var claims []claim
	for i := range f.words {
		if f.words[i].aside || f.words[i].glued {
			continue
		}
		last, ok := f.claimAt(i)
		if ok && !f.negated(i, last) && !f.reported(i) && !f.doubted(i) && !f.asked(i, last) {
			claims = append(claims, claim{f.begins(i), last})
		}
	}
	return claims
}

// claimAt reports whether a claim begins at a word, and where it ends.
func (f finder) claimAt(i int) (last int, ok bool) {
	w := f.words[i]
	switch {
	case w.mark == '#':
		return i, adTag(w.text) && !f.noun(i) && !(f.text(i+1) == "free" && f.words[i+1].gap == gapJoin)
	case w.mark != 0:
		return i, false
	case adWord(w.text):
		return f.ad(i)
	case w.text == "sponsored":
		if last, ok = f.sponsored(i); ok {
			return last, ok
		}
		return f.sponsors(i)
	case w.text == "sponsoring", w.text == "sponsors":
		return f.sponsors(i)
	case w.text == "paid", w.text == "pays", w.text == "paying":
		return f.paid(i)
	}
	return i, false
}

func adTag(s string) bool {
	switch s {
	case "ad", "advert", "advertisement", "sponsored", "sponsoredpost", "paidpartnership":
		return true
	}
	return false
}

func adWord(s string) bool { return s == "ad" || s == "advert" || s == "advertisement" }

// ad is the word by itself, "this is an ad", or "ad for X".
func (f finder) ad(i int) (last int, ok bool) {
	next := f.text(i + 1)
	if slices.Contains([]string{"hoc", "lib", "libbed", "nauseam", "infinitum", "astra", "break", "breaks", "blocker", "blockers", "free"}, next) {
		return i, false
	}
	if slices.Contains([]string{"for", "with", "by", "from"}, next) && !f.words[i+1].gap.has(gapHard) {
		name, ok := f.named(i+2, 4)
		return name, ok && (f.declared(i) || f.opens(i) && f.closes(name))
	}
	paidAd := f.text(i-1) == "paid" && f.words[i].gap == gapSpace && f.opens(i-1) && f.ends(i)
	return i, paidAd || f.declared(i) || f.alone(i)
}

// sponsored is the word by itself, "sponsored by X", "this post is sponsored".
func (f finder) sponsored(i int) (last int, ok bool) {
	next := f.text(i + 1)
	if next == "by" {
		last, ok = f.named(i+2, 6)
		return last, ok && f.ofPiece(i)
	}
	if f.alone(i) || f.text(i-1) == "is" && pieceWord(f.text(i-2)) {
		return i, true
	}
	if !pieceWord(next) && next != "partnership" && next != "collaboration" {
		return i, false
	}
	if after := f.text(i + 2); after == "by" || after == "with" || after == "for" {
		if name, ok := f.named(i+3, 6); ok {
			return name, true
		}
	}
	return i + 1, f.declared(i) || f.text(i-1) == "this" || f.opens(i) && (f.ends(i+1) || f.goesOn(i+1))
}

// goesOn reports whether a claim goes on after a comma, "sponsored content, but
// all opinions are mine".
func (f finder) goesOn(i int) bool {
	return gapAfter(f.words, i).has(gapComma) && slices.Contains([]string{"but", "and", "so", "though", "yet"}, f.text(i+1))
}

// pieceWord reports whether a word names what one made.
func pieceWord(s string) bool {
	switch s {
	case "this", "it", "post", "story", "video", "reel", "essay", "recipe", "article", "caption", "carousel", "newsletter",
		"issue", "letter", "episode", "review", "content", "trip", "stay", "piece", "pin", "mention":
		return true
	}
	return false
}

// declared reports whether what is before a word says that this is one: "this
// is a", "this video is a paid", "it's an".
func (f finder) declared(i int) bool {
	j := i - 1
	for ; j > 0 && j > i-4; j-- {
		if !slices.Contains([]string{"a", "an", "my", "paid", "also", "clearly", "of", "course", "indeed"}, f.text(j)) {
			break
		}
	}
	if j == i-1 || j < 0 || f.words[j].sentence != f.words[i].sentence {
		return false
	}
	return f.text(j) == "it's" || f.text(j) == "is" && pieceWord(f.text(j-1))
}

// noun reports whether a tag is spoken about: "saw an #ad", "the #ad".
func (f finder) noun(i int) bool {
	if i == 0 || f.words[i].gap != gapSpace || f.declared(i) {
		return false
	}
	return slices.Contains([]string{"a", "an", "the", "their", "his", "her", "your", "that", "another", "every", "any", "old", "first", "last"}, f.text(i-1))
}
