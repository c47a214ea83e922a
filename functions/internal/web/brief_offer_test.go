package web_test

import (
	"net/http"
	"strings"
	"testing"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/submission"
	"greenroom/functions/internal/table"
)

// wants fails the test unless a page says all of it.
func (h *briefHouse) wants(who, path string, words ...string) answer {
	h.t.Helper()
	page := h.get(who, path)
	for _, want := range words {
		if page.status != http.StatusOK || !strings.Contains(page.body, want) {
			h.t.Errorf("%s lacks %q for %q (%d)", path, want, who, page.status)
		}
	}
	return page
}

// offered is an agency whose second version asks for more of ann, who has her
// work.
func offeredHouse(t *testing.T) (*briefHouse, application.Application) {
	t.Helper()
	h := briefsHouse(t)
	in := h.joins("ann", application.Confirmed)
	h.begun()
	h.released()
	h.knows(in, "ann", true)
	h.edit("Mara", spare(t, h.get("Mara", briefEdit), "text", "Film the dessert too", "kind", "must", "test", "attest", "reason", "client_changed_mind",
		"fee", "$45", "days", "2", "tried", "We asked <b>them</b> to wait.")...)
	return h, in
}

const tried = "We tried to avoid this: We asked &lt;b&gt;them&lt;/b&gt; to wait."

// Promise 5: what is new has a fee, days and a reason. Whoever decides about it
// reads them: the desk, the client, and who may take it or leave it.
func TestEverybodyReadsWhatAnOfferCostsAndTakingItPaysIt(t *testing.T) {
	t.Parallel()
	h, in := offeredHouse(t)
	h.wants("Rita", briefDesk, "For whoever takes it: $45 and 2 more days", tried, "It is offered to 1 person, so it costs $45 at most.")
	h.approved()
	h.wants("", h.link(), "What changes in version 1", "For whoever takes it: $45 and 2 more days", tried, "so it costs $45 at most. They may leave it")
	h.does("", h.link(), "sign", "name", "Ada Client")
	h.does("Mara", briefDesk, "release")

	mine, work := "/me/brief/"+in.ID, "/me/work/"+in.ID+"/1"
	h.wants("ann", mine, "New, so it is your choice", "You get $45 and 2 more days.", tried)
	if before := h.get("ann", work); strings.Contains(before.body, "On top of the fee") {
		t.Error("paid before it was taken")
	}
	path, f := filled(t, h.get("ann", mine), "take")
	for range 2 {
		if got := h.post("ann", path, f); got.status != http.StatusSeeOther {
			t.Fatalf("taking it: %d\n%s", got.status, got.body)
		}
	}
	h.wants("ann", work, "On top of the fee", "$45", "2 days: an agreed change")
	h.wants("ann", "/me/work/"+in.ID+"/2", "2 days: an agreed change")
	h.wants("Mara", "/desk/reports/", "new asks, 1 agreed on", "<dd>$45</dd>", "The client changed their mind")
	h.wants("ann", mine, "an offer that you took")
	all, err := h.web.Work.OfApplication(t.Context(), in.ID)
	if h.must(err); len(all) != 2 || all[0].Fee() != 45 || all[1].Fee() != 0 || len(all[0].Shifts) != 1 || len(all[1].Shifts) != 1 {
		t.Errorf("the work is %+v", all)
	}
}

// becomes moves the work of an application into a state.
func (h *briefHouse) becomes(in application.Application, state agency.State) {
	h.t.Helper()
	all, err := h.web.Work.OfApplication(h.t.Context(), in.ID)
	h.must(err)
	for _, d := range all {
		i, err := h.store.Get(h.t.Context(), table.Key{Space: table.Private, PK: "APP#" + in.ID, SK: "DELIV#0" + itoa(d.Number)})
		h.must(err)
		i.Body = []byte(strings.Replace(string(i.Body), `"State":"`+string(d.State)+`"`, `"State":"`+string(state)+`"`, 1))
		h.must(h.store.Write(h.t.Context(), "", table.Replace(i)))
	}
}

func TestAnOfferIsNotForWorkThatIsLiveOrOver(t *testing.T) {
	t.Parallel()
	h, in := offeredHouse(t)
	h.released()
	mine := "/me/brief/" + in.ID
	path, f := filled(t, h.get("ann", mine), "take")
	for _, state := range []agency.State{submission.LiveChecking, submission.LiveVerified, submission.Done, submission.Waived, submission.Cancelled} {
		h.becomes(in, state)
		if page := h.wants("ann", mine, "is live or at its end, so nothing more is asked of you"); formOn(t, page, "take") {
			t.Errorf("%s: it is offered", state)
		}
		if got := h.post("ann", path, f); got.status != http.StatusConflict || !strings.Contains(got.body, "nothing more is asked of you") {
			t.Errorf("%s: taken: %d", state, got.status)
		}
	}
	h.becomes(in, submission.InProgress)
	if got := h.post("ann", path, f); got.status != http.StatusSeeOther {
		t.Errorf("in time: %d\n%s", got.status, got.body)
	}
}

// Whoever was accepted and has not confirmed yet has no work that it could be
// added to: the offer waits for them.
func TestAnOfferWaitsForTheWorkItIsAddedTo(t *testing.T) {
	t.Parallel()
	h := briefsHouse(t)
	in := h.joins("ann", application.Accepted)
	h.begun()
	h.released()
	h.knows(in, "ann", true)
	h.edit("Mara", append(priced("c1-"), "c1-text", "Another night", "c1-reason", "legal")...)
	h.released()
	mine := "/me/brief/" + in.ID
	if page := h.wants("ann", mine, "You get $45 and 2 more days.", "this offer waits for you"); formOn(t, page, "take") {
		t.Error("it can be taken")
	}
	got := h.post("ann", "/api"+mine+"/take", map[string][]string{"number": {"2"}, "clause": {"1"}})
	if got.status != http.StatusConflict || !strings.Contains(got.body, "Confirm first that you are in") {
		t.Errorf("taken: %d", got.status)
	}
}

func TestAnotherContactMakesTheEarlierLinkVoid(t *testing.T) {
	t.Parallel()
	h := briefsHouse(t)
	h.begun()
	h.approved()
	old := h.link()
	h.does("Mara", briefDesk, "contact", "name", "Bo Client", "email", "bo@client.example")
	if got := h.get("", old); got.status != http.StatusGone || !strings.Contains(got.body, "Somebody else signs this brief for the client now") || strings.Contains(got.body, "bo@") {
		t.Errorf("the earlier link: %d\n%s", got.status, got.body)
	}
	page := h.wants("Mara", briefDesk, "The link that was sent before opens nothing any more", "somebody else signs for the client from here on")
	if _, history, _ := strings.Cut(page.body, `id="history"`); strings.Contains(history, "client.example") {
		t.Error("the history has an address")
	}
	h.does("Mara", briefDesk, "ask-again")
	if page := h.get("Mara", briefDesk); strings.Contains(page.body, "opens nothing any more") {
		t.Error("the new link is out, and the desk asks for one")
	}
	h.does("", h.link(), "sign", "name", "Bo Client")
}

func TestWhatWasSentBackIsApprovedByNobody(t *testing.T) {
	t.Parallel()
	h := briefsHouse(t)
	h.begun()
	h.approved()
	approved := func() string {
		_, rest, _ := strings.Cut(h.get("Mara", briefDesk).body, "Approved by</dt>")
		names, _, _ := strings.Cut(rest, "</dd>")
		return names
	}
	if names := approved(); !strings.Contains(names, "Rita") || !strings.Contains(names, "Edo") {
		t.Errorf("approved by %s", names)
	}
	h.does("", h.link(), "return", "name", "Ada Client", "remarks", "Clause 1: say which night.")
	if names := approved(); !strings.Contains(names, "nobody yet") || strings.Contains(names, "Rita") {
		t.Errorf("sent back, and approved by %s", names)
	}
}
