package check

import (
	"fmt"
	"net/http"
)

// same is how much of the pairs of words of two texts has to be the same. One
// word in eight may have changed.
const same = 0.6

// StillLive is K10 with K1 and K2 of the page as it is now. Status is what it
// answered, 0 if it could not be read: that is unknown, and never a failure.
func StillLive(status int, now, verified Piece, d Demands) []Finding {
	f := Finding{Check: Live, Hard: true, Result: Unknown, Offset: -1, Say: "The page could not be read; we try again."}
	gone := status == http.StatusNotFound || status == http.StatusGone
	if gone {
		f.Result, f.Say = Fail, fmt.Sprintf("The page is gone: it answers with status %d. Put it back, or tell us what happened.", status)
	}
	if status < 200 || status > 299 {
		return []Finding{f}
	}
	r := read(now)
	if r.unread != "" {
		f.Say = r.unread
		return append(disclosed(r, d), f)
	}
	before := read(verified)
	if before.unread != "" {
		f.Say = "What was agreed cannot be compared by a program; a person compares."
		return append(disclosed(r, d), f)
	}
	share := similarity(r.words, before.words)
	if share >= same {
		f.Result, f.Say = Pass, "The post is there, as it was."
	} else {
		f.Result = Fail
		f.Say = fmt.Sprintf("The page answers, but only %d %% of it is the text that was agreed. Put it back, or tell us what changed.", int(100*share))
	}
	return append(disclosed(r, d), f)
}

// similarity is how many pairs of neighboring words two texts share, of those
// that either has (Jaccard's index). Two texts without words are the same.
func similarity(a, b []word) float64 {
	in, of := pairs(a), pairs(b)
	shared := 0
	for p := range in {
		if of[p] {
			shared++
		}
	}
	all := len(in) + len(of) - shared
	if all == 0 {
		return 1
	}
	return float64(shared) / float64(all)
}

// pairs returns the pairs of neighboring words; a text of one word has one
// pair, with nothing.
func pairs(ws []word) map[[2]string]bool {
	set := make(map[[2]string]bool, len(ws))
	for i := range ws[:max(0, len(ws)-1)] {
		set[[2]string{ws[i].text, ws[i+1].text}] = true
	}
	if len(ws) == 1 {
		set[[2]string{ws[0].text, ""}] = true
	}
	return set
}
