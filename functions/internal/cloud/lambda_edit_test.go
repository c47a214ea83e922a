package cloud

import (
	"net/url"
	"testing"

	"greenroom/functions/internal/submission"
)

// quarrels goes through what can become of an edit request besides being done:
// it is taken back; an item is disputed and ruled on; other terms are answered
// with an offer, taken back, and taken.
func (d *deployment) quarrels(t *testing.T, by crew, noa, work string) {
	t.Helper()
	d.asks(t, by.devon, work, inBrief())
	redirects(t, d.onWork(t, by.devon, work, "send", url.Values{}), deskOf(work))
	redirects(t, d.onWork(t, by.devon, work, "take-back", url.Values{"reason": {"It is in the third picture."}}), deskOf(work))

	d.asks(t, by.devon, work, inBrief(), neverInBrief())
	d.looked(t, by, work)
	d.replies(t, noa, work, url.Values{"item-1-answer": {submission.Dispute}, "item-1-note": {"It says once."}, "item-2-answer": {submission.Accept}})
	redirects(t, d.onWork(t, by.priya, work, "rule", url.Values{"item-1-ruling": {"upheld"}, "item-1-why": {"Once is not never."}}), deskOf(work))
	d.replies(t, noa, work, otherTerms(submission.Accept))
	redirects(t, d.onWork(t, by.devon, work, "revise", url.Values{"item-2-fee": {"50"}, "item-2-days": {"2"}}), deskOf(work))
	d.replies(t, noa, work, otherTerms(submission.Accept))
	redirects(t, d.request(t, "submissions", "/api"+work+"/walk", noa, hidden(d.request(t, "submissions", work, noa, nil).Body, "version")), work)

	d.asks(t, by.devon, work, inBrief(), neverInBrief())
	d.looked(t, by, work)
	d.replies(t, noa, work, otherTerms(submission.Accept))
	redirects(t, d.onWork(t, by.devon, work, "take", url.Values{}), deskOf(work))
	form := draftOf(d.request(t, "submissions", work, noa, nil).Body)
	form.Set("text", caption+" Both dogs are in it.")
	for _, row := range []string{"1", "2"} {
		form.Set("result-row-"+row, "1")
		form.Set("result-"+row, submission.Fixed)
	}
	redirects(t, d.request(t, "submissions", "/api"+work+"/draft", noa, form), work)
	d.mailed(t)
}

// inBrief is an item that quotes the brief, neverInBrief one that does not.
func inBrief() url.Values {
	return url.Values{"what": {"Show the size chart."}, "where": {"The second picture"}, "why": {"It is not there."}, "clause": {"2"}}
}

func neverInBrief() url.Values {
	return url.Values{"what": {"A second dog."}, "where": {"Anywhere"}, "why": {"The client has two."}, "clause": {"new"},
		"reason": {"client_changed_mind"}, "fee": {"40"}, "days": {"2"}, "tried": {"we asked the client twice"}}
}

// asks writes an edit request.
func (d *deployment) asks(t *testing.T, cookie, work string, items ...url.Values) {
	t.Helper()
	form := url.Values{"good": {"The teeth."}, "days": {"5"}}
	for i, item := range items {
		row := string(rune('1' + i))
		form.Set("row-"+row, "1")
		for name, values := range item {
			form["item-"+row+"-"+name] = values
		}
	}
	redirects(t, d.onWork(t, cookie, work, "edit", form), deskOf(work))
}

// looked has a second person let a request go.
func (d *deployment) looked(t *testing.T, by crew, work string) {
	t.Helper()
	redirects(t, d.onWork(t, by.devon, work, "send", url.Values{}), deskOf(work))
	redirects(t, d.onWork(t, by.tess, work, "look", url.Values{}), deskOf(work))
	d.mailed(t)
}

// replies answers an edit request of two items.
func (d *deployment) replies(t *testing.T, cookie, work string, form url.Values) {
	t.Helper()
	page := d.request(t, "submissions", work, cookie, nil)
	shows(t, page, "A second dog.")
	form.Set("version", hidden(page.Body, "version").Get("version"))
	form.Set("row-1", "1")
	form.Set("row-2", "1")
	redirects(t, d.request(t, "submissions", "/api"+work+"/edits", cookie, form), work)
}

// otherTerms answers what is in the brief, and what is new with other terms.
func otherTerms(first string) url.Values {
	return url.Values{"item-1-answer": {first}, "item-2-answer": {submission.Counter}, "item-2-fee": {"60"}, "item-2-days": {"3"}}
}
