package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"greenroom/functions/internal/brief"
)

// A scanner of mail opens every link, and more than once.
func TestOpeningTheLinkOfADraftChangesNothing(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	h.drafted()
	link := h.withClient()
	h.untouched("opening it", func() {
		for range 5 {
			for _, method := range []string{"GET", "HEAD"} {
				if got := h.send(method, link, values("name", "Ada", "remarks", "No."), "", ""); got.status != http.StatusOK {
					t.Errorf("%s: %d", method, got.status)
				}
			}
			for _, act := range []string{"/approve", "/return"} {
				if got := h.send("GET", "/api"+link+act, nil, "", ""); got.status != http.StatusMethodNotAllowed {
					t.Errorf("GET %s: %d", act, got.status)
				}
			}
		}
	})
	page := h.get("", link)
	if page.header.Get("Referrer-Policy") != "same-origin" || page.header.Get("X-Robots-Tag") != "noindex" || page.header.Get("Cache-Control") != "no-store" {
		t.Errorf("the page of a secret address is sent with %v", page.header)
	}
}

func TestTheClientSaysYesOnce(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	h.drafted()
	link := h.withClient()
	unnamed := h.press("", link, "approve", "name", " ")
	if comesBack(t, unnamed); unnamed.status != http.StatusUnprocessableEntity {
		t.Errorf("without a name: %d", unnamed.status)
	}
	path, f := filled(t, h.get("", link), "approve")
	f.Set("name", "Ada Client")
	location(t, h.post("", path, f))
	h.untouched("the same yes once more", func() { location(t, h.post("", path, f)) })
	late := h.post("", "/api"+link+"/return", values("remarks", "No, wait."))
	if late.status != http.StatusConflict || !strings.Contains(late.body, "was approved") {
		t.Errorf("remarks after the yes: %d\n%s", late.status, late.body)
	}
	if page := h.get("", link); page.status != http.StatusOK || formOn(t, page, "approve") || formOn(t, page, "return") {
		t.Errorf("afterwards the link shows %d, or still asks", page.status)
	}
}

func TestTheClientSendsOneListBack(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	h.drafted()
	link := h.withClient()
	for name, remarks := range map[string]string{"no remark": " \n\n", "too many": strings.Repeat("More soup.\n", 21), "one that is too long": strings.Repeat("x", 1001)} {
		got := h.press("", link, "return", "remarks", remarks)
		if kept := comesBack(t, got).filledIn(t, "/return"); got.status != http.StatusUnprocessableEntity || asShown(kept.Get("remarks")) != asShown(remarks) {
			t.Errorf("%s: %d, kept %q", name, got.status, kept.Get("remarks"))
		}
	}
	path, f := filled(t, h.get("", link), "return")
	f.Set("remarks", "More soup.\r\n\r\nLess bread.")
	location(t, h.post("", path, f))
	h.untouched("the same list once more", func() { location(t, h.post("", path, f)) })
	if said := h.now().Remarks; len(said) != 2 || said[0].Text != "More soup." || said[1].Text != "Less bread." {
		t.Errorf("what was said is %+v", said)
	}
}

// Nothing tells a link that never was from one that was cut off; every link that
// does not open says what to do.
func TestLinksOfClientsThatDoNotOpen(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	h.drafted()
	link := h.withClient()
	token := strings.TrimPrefix(link, "/work/client/")
	other := []byte(token)
	other[len(other)-2] ^= 1
	for name, cut := range map[string]string{"cut off": token[:len(token)-1], "half of it": token[:len(token)/2], "forged": string(other),
		"no token": "x", "very long": strings.Repeat("a", 5000), "another number": strings.Replace(token, ".1.", ".2.", 1), "dots": "....", "an id": h.app} {
		h.shut(name, cut, http.StatusGone, "cut off or is not one of ours")
	}
	h.shut("that of a brief", h.briefToken(), http.StatusNotFound, "")
	draft, err := h.web.Work.Draft(t.Context(), h.now(), 1)
	h.must(err)
	expired := h.web.Work.Proofs.Token(brief.Ticket{Document: h.app, Number: 1, Hash: draft.Hash, Expires: h.clock.Now().Unix()})
	h.shut("expired", expired, http.StatusGone, "older than 14 days")
	for name, number := range map[string]int{"of no work": 3, "of work 0": 0, "of work -1": -1} {
		none := h.web.Work.Proofs.Token(brief.Ticket{Document: h.app, Number: number, Hash: draft.Hash, Expires: h.clock.Now().Add(time.Hour).Unix()})
		h.shut(name, none, http.StatusNotFound, "")
	}
	h.does("", link, "return", "remarks", "More soup.")
	h.does("Mara", h.desk, "drop-remark", "why", "There is enough.")
	h.asked()
	h.does("ann", h.mine, "edits", "item-1-answer", "accept", "item-2-answer", "decline")
	h.drafted("text", goodText+" More.", "result-1", "done")
	h.shut("of an older draft", token, http.StatusGone, "There is a newer draft")
}

// shut fails the test unless a token opens nothing, at any address, and changes
// nothing.
func (h *workHouse) shut(name, token string, want int, say string) {
	h.t.Helper()
	link := "/work/client/" + token
	h.untouched(name, func() {
		for _, got := range []answer{h.get("", link), h.get("", link+"/files/"+hashOf(pictureOf(h.t))),
			h.post("", "/api"+link+"/approve", values("name", "Mallory")), h.post("", "/api"+link+"/return", values("remarks", "No."))} {
			if got.status != want || !strings.Contains(got.body, say) || strings.Contains(got.body, "soup") {
				h.t.Errorf("%s: %d, want %d with %q\n%s", name, got.status, want, say, got.body)
			}
		}
	})
}

// What a client says of a draft is nobody's but the desk's until a project
// manager has said what becomes of it.
func TestWhatTheClientSaidStaysAtTheDesk(t *testing.T) {
	t.Parallel()
	const remark = "Her accent is a zebra."
	h := worksHouse(t)
	h.drafted()
	h.does("", h.withClient(), "return", "remarks", remark)
	hidden := func(step string) {
		t.Helper()
		for _, path := range []string{h.mine, "/me/", "/me/applications/" + h.app, "/me/brief/" + h.app, "/me/work/" + h.app + "/2"} {
			for _, accept := range []string{"", "application/json"} {
				if got := h.send("GET", path, nil, h.cookies["ann"], accept); strings.Contains(got.body, "zebra") {
					t.Errorf("%s: %s shows it\n%s", step, path, got.body)
				}
			}
		}
		for _, act := range []string{"draft", "edits", "walk", "live"} {
			if got := h.send("POST", "/api"+h.mine+"/"+act, nil, h.cookies["ann"], "application/json"); strings.Contains(got.body, "zebra") {
				t.Errorf("%s: %s tells it\n%s", step, act, got.body)
			}
		}
	}
	hidden("returned")
	if page := h.get("Mara", h.desk); !strings.Contains(page.body, "zebra") {
		t.Error("the desk does not read it")
	}
	passed := h.press("Mara", h.desk, "approve")
	if passed.status != http.StatusConflict || !strings.Contains(passed.body, "nobody has classified") {
		t.Errorf("approved without a word on it: %d", passed.status)
	}
	h.does("Mara", h.desk, "edit", wished("item-2-what", "Say it without the zebra.", "item-2-client", "yes")...)
	hidden("written down")
	h.does("Mara", h.desk, "send")
	hidden("with a second person")
	h.does("Rita", h.desk, "look")
	if page := h.get("ann", h.mine); !strings.Contains(page.body, "Say it without the zebra.") || strings.Contains(page.body, remark) {
		t.Errorf("what was asked for is not there, or the client's own words are\n%s", page.body)
	}
}
