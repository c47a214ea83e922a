package check

import "fmt"

// Limits of K2.
const (
	captionHead  = 125 // characters of a caption before the platform cuts it
	tagCrowd     = 3   // tags in a row among which one is not seen
	captionLines = 3   // lines of a caption before the platform cuts it, empty ones among them
	articleHead  = 600 // characters of an article that has neither photo nor link
)

// position is K2: of the places that say so, whether one is where nobody
// misses it.
func position(r reading, f finder, claims []claim, hosts []string) Finding {
	switch r.medium {
	case Article:
		return articlePosition(r, f, claims, hosts)
	case Newsletter:
		return newsletterPosition(r, f, claims, hosts)
	}
	return captionPosition(r, f, claims)
}

func captionPosition(r reading, f finder, claims []claim) Finding {
	crowd, head := crowded(r.words), headOf(r.text)
	first := r.at(f, claims[0])
	for _, c := range claims {
		if s := r.at(f, c); s.to <= head && !crowd[c.first] {
			return r.found(f, c, Pass, "It says so before the text is cut.")
		}
	}
	switch {
	case first.to <= head:
		return r.found(f, claims[0], Fail, "It stands in a row of hashtags, where it is not seen. Put it first, by itself.")
	case first.to <= captionHead:
		return r.found(f, claims[0], Fail, fmt.Sprintf("It stands below the first %d lines, behind the cut. Put it first.", captionLines))
	}
	return r.found(f, claims[0], Fail, fmt.Sprintf(
		"It ends after %d characters, behind the cut. Put it into the first %d: as the first word.", first.to, captionHead))
}

// headOf is how much of a caption is seen before it is cut, in characters.
func headOf(text []rune) int {
	lines := 0
	for i, r := range text[:min(captionHead, len(text))] {
		if r == '\n' && i > 0 {
			if lines++; lines == captionLines {
				return i
			}
		}
	}
	return captionHead
}

// crowded says for every word whether it is in a row of three or more hashtags,
// mentions between them or not.
func crowded(ws []word) []bool {
	crowd := make([]bool, len(ws))
	for from := 0; from < len(ws); {
		to, tags := from, 0
		for to < len(ws) && ws[to].mark != 0 {
			if ws[to].mark == '#' {
				tags++
			}
			to++
		}
		for i := from; i < to && tags >= tagCrowd; i++ {
			crowd[i] = true
		}
		from = max(to, from+1)
	}
	return crowd
}

func articlePosition(r reading, f finder, claims []claim, hosts []string) Finding {
	limit, what := firstThing(r, hosts)
	first := r.at(f, claims[0])
	switch {
	case first.to <= limit:
		return r.found(f, claims[0], Pass, "It says so before the first photo and the first link.")
	case what == "":
		return r.found(f, claims[0], Unknown, "It says so further down; a person reads whether that is early enough.")
	}
	return r.found(f, claims[0], Fail, "It says so after the first "+what+". Put it above: as the first line of the article.")
}

// firstThing is what an article has to say it before.
func firstThing(r reading, hosts []string) (limit int, what string) {
	limit = -1
	for _, l := range r.links {
		if l.leadsTo(hosts) {
			limit, what = l.at, "link to the client"
			break
		}
	}
	if len(r.images) > 0 && (limit < 0 || r.images[0].at < limit) {
		limit, what = r.images[0].at, "photo"
	}
	if limit < 0 { // early is in the first half, of a page of some length
		return min(articleHead, max(captionHead, len(r.text)/2)), ""
	}
	return limit, what
}

// newsletterPosition wants it in the paragraph that first names the client or
// links there. A heading belongs to the paragraph below.
func newsletterPosition(r reading, f finder, claims []claim, hosts []string) Finding {
	mention := firstMention(r, f, hosts)
	if mention < 0 {
		return r.found(f, claims[0], Unknown, "It names neither the client nor a link; a person reads what the words belong to.")
	}
	for _, c := range claims {
		if r.words[c.first].paragraph == mention || r.words[c.last].paragraph == mention {
			return r.found(f, c, Pass, "It says so in the paragraph of the mention.")
		}
	}
	return r.found(f, claims[0], Fail, "It says so in another paragraph than the mention. Put both into one.")
}

// firstMention returns the paragraph that first names the client, or -1.
func firstMention(r reading, f finder, hosts []string) int {
	at := -1
	for _, l := range r.links {
		if l.leadsTo(hosts) {
			at = l.at
			break
		}
	}
	for _, w := range r.words {
		named := len(f.brand.names) > 0 && f.brand.is(w)
		if named && !w.aside || at >= 0 && w.end > at {
			return w.paragraph
		}
	}
	return -1
}

// media is K3: a person watches whether a video says so in sound and picture.
func media(p Piece) Finding {
	f := Finding{Check: Media, Hard: true, Offset: -1, Result: Fail}
	switch {
	case !p.Spoken.Given && !p.Shown.Given:
		f.Say = "Say at which second the video says that it is an ad, aloud and on the screen."
	case !p.Spoken.Given:
		f.Say = "Say at which second the video says aloud that it is an ad."
	case !p.Shown.Given:
		f.Say = "Say at which second the video shows that it is an ad."
	case min(p.Spoken.Second, p.Shown.Second) < 0 || p.Seconds > 0 && max(p.Spoken.Second, p.Shown.Second) > p.Seconds:
		f.Say = fmt.Sprintf("The video has no second %s or %s. Look again when it says that it is an ad.", clock(p.Spoken), clock(p.Shown))
	default:
		f.Result = Unknown
		f.Say = fmt.Sprintf("Aloud at %s and on the screen at %s: a person watches both.", clock(p.Spoken), clock(p.Shown))
	}
	return f
}

func clock(m Moment) string {
	if m.Second < 0 {
		return fmt.Sprintf("%d s", m.Second)
	}
	return fmt.Sprintf("%d:%02d", m.Second/60, m.Second%60)
}
