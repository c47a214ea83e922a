package submission_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/submission"
	"greenroom/site/content"
)

// ask is a clause that came with the second version of the brief.
func ask(about ...int) brief.Clause {
	return brief.Clause{Number: 8, Kind: brief.Must, Test: brief.Attest, Text: "Film the dessert too.", For: about,
		Why: brief.Change{Class: brief.NewAsk, Reason: "legal", Asked: 2, Offer: brief.Offer{Fee: 45, Days: 2, Tried: "We asked them to wait."}}}
}

func (h *house) application() application.Application {
	return application.Application{ID: h.app, Program: slug, Person: h.ann.ID, State: application.Confirmed}
}

// owe takes an offer as the brief does, without the word that takes it.
func (h *house) owe(c brief.Clause) []int {
	h.t.Helper()
	numbers, writes, err := h.Owe(h.t.Context(), h.ann, h.application(), c)
	h.must(err)
	h.must(h.Table.Write(h.t.Context(), "", writes...))
	return numbers
}

func TestAnOfferIsPaidOnceAndMovesTheDatesOfAllItIsAbout(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		about []int
		want  string // deliverables
		first int    // the one with the fee
	}{
		"everything":       {nil, "[1 2 3]", 1},
		"two of the three": {[]int{2, 3}, "[2 3]", 2},
	} {
		h := open(t)
		before := map[int]submission.Deliverable{1: h.now(1), 2: h.now(2), 3: h.now(3)}
		numbers := h.owe(ask(c.about...))
		if fmt.Sprint(numbers) != c.want {
			t.Errorf("%s: taken for %v", name, numbers)
		}
		for n, was := range before {
			d := h.now(n)
			moved, fee := 0, 0
			if slices.Contains(numbers, n) {
				moved = 2
			}
			if n == c.first {
				fee = 45
			}
			if d.Fee() != fee || !d.DraftDue.Equal(was.DraftDue.AddDate(0, 0, moved)) || !d.LiveTo.Equal(was.LiveTo.AddDate(0, 0, moved)) {
				t.Errorf("%s: piece %d has %d on top and is due %s", name, n, d.Fee(), d.DraftDue)
			}
		}
		if extra := h.now(c.first).Extras[0]; extra != (submission.Extra{Clause: 8, Brief: 2, Reason: "legal", Fee: 45, Days: 2}) {
			t.Errorf("%s: %+v", name, extra)
		}
	}
}

// What is published or has ended follows nothing new: it is neither paid for it
// nor held to it.
func TestWorkThatIsLiveOrOverTakesNoOffer(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.send(good)
	h.approve()
	h.until(may(29, 10))
	h.publish(good)
	h.is(submission.LiveChecking)
	_, _, err := h.Owe(t.Context(), h.ann, h.application(), ask(1))
	h.wantKind(err, agency.KindConflict, "being checked")
	h.verify("")
	_, err = h.Offered(t.Context(), h.application(), ask(1))
	h.wantKind(err, agency.KindConflict, "verified")
	if numbers := h.owe(ask()); fmt.Sprint(numbers) != "[2 3]" || h.now(1).Fee() != 0 || h.now(2).Fee() != 45 {
		t.Errorf("with the others: %v, fee %d", numbers, h.now(2).Fee())
	}
	_, err = h.Cancel(t.Context(), decisiontest.Manager(), h.app, 2, h.now(2).Version, "The client stopped.", "client")
	h.must(err)
	_, err = h.Waive(t.Context(), decisiontest.Manager(), h.app, 3, h.now(3).Version, "It is not needed.")
	h.must(err)
	_, err = h.Offered(t.Context(), h.application(), ask(2, 3))
	h.wantKind(err, agency.KindConflict, "stopped and waived")
	_, err = h.Offered(t.Context(), application.Application{ID: h.IDs.New(), Program: slug}, ask())
	h.wantKind(err, agency.KindConflict, "without work")
}

// An edit request that runs out takes back what was agreed on for it, and
// nothing of an offer.
func TestAnEditRequestThatRunsOutLeavesAnOfferPaid(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.send(good)
	h.request(wished("A photo of the jar.", 30, 2))
	h.reply(yes())
	e, err := h.Edit(t.Context(), h.now(1), 1)
	h.must(err)
	h.owe(ask(1))
	after, err := h.Edit(t.Context(), h.now(1), 1)
	h.must(err)
	if !after.Due.Equal(e.Due.AddDate(0, 0, 2)) || h.now(1).Fee() != 75 || h.now(1).OpenEdit != 1 {
		t.Errorf("the request is due %s, it was %s; fee %d", after.Due, e.Due, h.now(1).Fee())
	}
	for h.now(1).OpenEdit != 0 {
		h.Clock.Pass(12 * time.Hour)
		h.strike()
	}
	if d := h.now(1); d.Fee() != 45 || len(d.Extras) != 1 || d.Extras[0].Clause != 8 {
		t.Errorf("left are %+v", d.Extras)
	}
}

// The work changed after the offer was reckoned: nothing of it is written.
func TestAnOfferMeetsAChangeOfTheWork(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, writes, err := h.Owe(t.Context(), h.ann, h.application(), ask())
	h.must(err)
	h.owe(ask(3))
	if err := h.Table.Write(t.Context(), "", writes...); err == nil || h.now(1).Fee() != 0 || h.now(3).Fee() != 45 {
		t.Errorf("written: %v; fees %d, %d", err, h.now(1).Fee(), h.now(3).Fee())
	}
}

func TestOffersAreInTheReportAndInTheLetter(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.send(good)
	h.request(wished("A photo of the jar.", 30, 2))
	h.reply(no())
	h.owe(ask(1))
	r, err := h.Report(t.Context(), []string{slug})
	h.must(err)
	if r.New != 2 || r.Taken != 1 || r.Declined != 1 || sum(r.Fees) != 45 || r.Days != 2 || r.Late != 0 {
		t.Errorf("%+v", r)
	}
	if n := slices.IndexFunc(r.Reasons, func(c submission.ReasonCount) bool { return c.Code == "legal" }); n < 0 || sum(r.Reasons[n].Fees) != 45 || r.Reasons[n].Asks != 1 {
		t.Errorf("reasons %+v", r.Reasons)
	}
	h.approve()
	h.until(may(29, 10))
	h.publish(good)
	h.verify("")
	mails, err := h.Mails.About(t.Context(), h.now(1).Thing())
	h.must(err)
	n := slices.IndexFunc(mails, func(m outbox.Mail) bool { return m.Letter == submission.LetterVerified })
	if n < 0 {
		t.Fatal("nobody was told")
	}
	var told submission.VerifiedValues
	if h.must(json.Unmarshal(mails[n].Values, &told)); told.Extra != "$45" {
		t.Errorf("the letter says %q on top", told.Extra)
	}
}

// Work that is not needed any more is paid on a day like any other, with what
// was agreed on top.
func TestWaivedWorkIsPaidByADay(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.owe(ask(1))
	d, err := h.Waive(t.Context(), decisiontest.Manager(), h.app, 1, h.now(1).Version, "The shop has closed.")
	h.must(err)
	p, err := h.Programs.Find(t.Context(), slug)
	h.must(err)
	want := content.EndOf(h.Clock.Now().In(p.TimeZone).AddDate(0, 0, p.TermsDays), p.TimeZone)
	if !d.Ended.PayBy.Equal(want) {
		t.Errorf("paid by %s, want %s", d.Ended.PayBy, want)
	}
	mails, err := h.Mails.About(t.Context(), d.Thing())
	h.must(err)
	var v submission.StoppedValues
	n := slices.IndexFunc(mails, func(m outbox.Mail) bool { return m.Letter == submission.LetterWaived })
	if n < 0 {
		t.Fatal("nobody was told")
	}
	h.must(json.Unmarshal(mails[n].Values, &v))
	if v.PayBy == "" || v.Extra != "$45" {
		t.Errorf("the letter says %+v", v)
	}
}
