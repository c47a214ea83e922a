package web_test

import (
	"net/url"
	"testing"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/submission"
)

// workHouse is a house in which ann and ben have work: an article and pins, on
// a brief by Mara. The client reads the drafts.
type workHouse struct {
	*briefHouse
	app, bens  string // their applications
	mine, desk string // pages of ann's article
}

func worksHouse(t *testing.T) *workHouse {
	t.Helper()
	h := &workHouse{briefHouse: &briefHouse{house: furnished(t), t: t, cookies: map[string]string{"": ""}}}
	h.furnish(nil)
	for _, name := range []string{"Tess Abara", "Rita", "Mara", "Lena", "Edo"} {
		h.cookies[name] = h.session(h.addressOf(name))
	}
	h.beginBrief()
	h.sendBrief()
	h.approveBrief()
	h.signBrief()
	h.releaseBrief()
	h.app, h.bens = h.works("ann"), h.works("ben")
	h.mine, h.desk = "/me/work/"+h.app+"/1", "/desk/work/"+h.app+"/1"
	return h
}

// works is the application of somebody new who has the work.
func (h *workHouse) works(who string) string {
	h.t.Helper()
	a := h.joins(who, application.Confirmed)
	released, answers := h.known(a)
	_, _, err := h.web.Briefs.Acknowledge(h.t.Context(), agency.Actor{ID: a.Person}, a, released.Number, released.Hash, answers)
	h.must(err)
	h.must(h.web.Work.Assign(h.t.Context(), a))
	return a.ID
}

// filledDraft is the form of a draft with everything ticked.
func (h *workHouse) filledDraft(pairs ...string) (path string, f url.Values) {
	h.t.Helper()
	path, f = filled(h.t, h.get("ann", h.mine), "draft")
	for _, clause := range f["clause"] {
		f.Set("done-"+clause, "yes")
	}
	f.Set("text", goodText)
	f.Set("anyway", "yes")
	f.Set("note", wayOfLinks)
	return path, changed(f, pairs...)
}

// drafted brings ann's article before its readers.
func (h *workHouse) drafted(pairs ...string) {
	h.t.Helper()
	path, f := h.filledDraft(pairs...)
	location(h.t, h.post("ann", path, f))
}

// wished is a form for an edit request with an item of the brief and a new one.
func wished(pairs ...string) []string {
	return append([]string{"good", "The soup made us laugh.", "days", "3",
		"item-1-what", "Say which night it was.", "item-1-why", "Readers look for it.", "item-1-clause", "1",
		"item-2-what", "Show the dessert.", "item-2-why", "It is back.", "item-2-clause", "new", "item-2-reason", "product_changed",
		"item-2-fee", "45", "item-2-days", "2", "item-2-tried", "We asked them to wait."}, pairs...)
}

// asked sends ann an edit request, read by Rita.
func (h *workHouse) asked() {
	h.t.Helper()
	h.does("Mara", h.desk, "edit", wished()...)
	h.does("Mara", h.desk, "send")
	h.does("Rita", h.desk, "look")
}

// withClient brings ann's draft to the client and returns the page of the link.
func (h *workHouse) withClient() string {
	h.t.Helper()
	h.does("Mara", h.desk, "approve")
	return "/work/client/" + h.workToken(h.now())
}

// now is ann's article as it is.
func (h *workHouse) now() submission.Deliverable { return h.work(h.app) }

// untouched does something that may leave no trace.
func (h *workHouse) untouched(doing string, do func()) {
	h.t.Helper()
	before := h.fingerprint(h.t)
	do()
	if h.fingerprint(h.t) != before {
		h.t.Errorf("%s: the store changed", doing)
	}
}
