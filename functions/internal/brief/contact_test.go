package brief_test

import (
	"slices"
	"strings"
	"testing"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/document"
)

func (h *house) signs(name, email string) {
	h.t.Helper()
	h.must(h.SetContact(h.t.Context(), devon(), slug, name, email))
}

// gone fails the test unless a link opens nothing, and does nothing.
func (h *house) gone(token string) {
	h.t.Helper()
	_, look := h.ByToken(h.t.Context(), token)
	_, sign := h.Sign(h.t.Context(), token, "Ada Client")
	_, back := h.Return(h.t.Context(), token, "Ada Client", []document.Remark{{Text: "No."}})
	for what, err := range map[string]error{"looked at": look, "signed": sign, "sent back": back} {
		if kindOf(err) != agency.KindGone || !strings.Contains(err.Error(), "Somebody else signs") {
			h.t.Errorf("%s: %v", what, err)
		}
	}
}

func TestALinkHoldsForWhoeverSigns(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.started(slug)
	_, old := h.asked()
	h.signs("Ada B. Client", "Ada@client.example") // the same mailbox, written otherwise
	if _, err := h.ByToken(t.Context(), old); err != nil {
		t.Errorf("another name, the same mailbox: %v", err)
	}
	h.signs("Bo Client", "bo@client.example")
	h.gone(old)
	h.must(h.AskAgain(t.Context(), devon(), slug))
	theirs := h.link()
	h.signs("Ada Client", "ada@client.example")
	h.gone(old) // she is asked anew
	h.gone(theirs)
	h.must(h.AskAgain(t.Context(), devon(), slug))
	if d := h.got(h.Sign(t.Context(), h.link(), "Ada Client")); d.Current.Signed != "Ada Client" {
		t.Errorf("%+v", d.Current)
	}
}

func TestAnotherContactIsInTheHistoryWithoutTheAddress(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, d := h.started(slug)
	for range 2 {
		h.signs("Bo Client", "bo@client.example")
	}
	events, err := h.Documents.History(t.Context(), d)
	h.must(err)
	changes := slices.DeleteFunc(events, func(e agency.Event) bool { return e.Action != "change contact" })
	if len(changes) != 1 || changes[0].Actor != devon().ID || strings.Contains(said(changes), "client.example") || strings.Contains(said(changes), "Bo") {
		t.Errorf("%+v", changes)
	}
}

// Somebody else takes over while the one before presses the button.
func TestWhoSignsNoMoreSignsNothingAtThatMoment(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.started(slug)
	_, token := h.asked()
	room := h.meddled(func() { h.signs("Bo Client", "bo@client.example") })
	if _, err := room.Sign(t.Context(), token, "Ada Client"); kindOf(err) != agency.KindGone {
		t.Errorf("signed: %v", err)
	}
	if _, d := h.now(slug); d.Current.Signed != "" || d.Current.State != document.ClientReview {
		t.Errorf("%+v", d.Current)
	}
	var v brief.SignValues
	if m := h.newest(brief.LetterSign, &v); m.To != "ada@client.example" {
		t.Errorf("the new one was written to without being asked: %s", m.To)
	}
}
