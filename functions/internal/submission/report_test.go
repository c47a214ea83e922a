package submission_test

import (
	"slices"
	"testing"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/submission"
	"greenroom/site/content"
)

// The report is the sum of the items of the requests that were sent.
func TestReportIsTheSumOfItsItems(t *testing.T) {
	t.Parallel()
	h := openWith(t, func(p *content.Program) { p.EditRounds = 3 })
	h.send(good)
	law := wished("Say that it is hot.", 20, 1)
	law.New.Reason = "legal"
	h.request(asked(1, "Say that it was Tuesday."), wished("A photo of the jar.", 45, 2), law)
	h.reply(dispute(), yes(), no())
	_, _, err := h.Rule(t.Context(), decisiontest.Lead(), h.app, 1, h.now(1).Version, map[int]submission.Verdict{1: {Upheld: true, Why: "Tuesday is the dinner."}})
	h.must(err)
	h.reply(yes(), yes(), no())
	h.send(good+" It was Tuesday.", submission.Result{What: submission.Fixed}, submission.Result{What: submission.Fixed})
	h.request(wished("A second photo.", 30, 1))
	h.reply(counter(60, 3))
	_, _, err = h.Take(t.Context(), decisiontest.Manager(), h.app, 1, h.now(1).Version)
	h.must(err)
	h.send(good+" Two photos.", submission.Result{What: submission.Fixed})
	_, _, err = h.Write(t.Context(), decisiontest.Manager(), h.app, 1, h.now(1).Version, wish(wished("A third photo.", 99, 9)))
	h.must(err) // never sent: not counted

	r, err := h.Report(t.Context(), []string{slug, "later"})
	h.must(err)
	want := submission.Report{Pieces: 3, Requests: 2, InBrief: 1, New: 3, Taken: 2, Declined: 1, Fees: []submission.Sum{{Currency: "USD", Amount: 105}}, Days: 5, Disputes: 1, Upheld: 1}
	reasons := r.Reasons
	r.Reasons = nil
	if !equal(r, want) {
		t.Errorf("report %+v, want %+v", r, want)
	}
	asks, taken, fee, days := 0, 0, 0, 0
	for _, one := range reasons {
		asks, taken, fee, days = asks+one.Asks, taken+one.Taken, fee+sum(one.Fees), days+one.Days
	}
	if asks != want.New || taken != want.Taken || fee != sum(want.Fees) || days != want.Days || fee != h.now(1).Fee() {
		t.Errorf("the reasons sum up to %d asks, %d taken, fee %d, %d days", asks, taken, fee, days)
	}
	if len(reasons) != 2 || reasons[0].Code != "client_changed_mind" || reasons[0].Asks != 2 || reasons[1].Code != "legal" || reasons[1].Words == "" {
		t.Errorf("reasons %+v", reasons)
	}
}

func equal(a, b submission.Report) bool {
	a.Reasons, b.Reasons = nil, nil
	return slices.Equal([]int{a.Pieces, a.Requests, a.InBrief, a.New, a.Taken, a.Declined, sum(a.Fees), a.Days, a.Disputes, a.Upheld, a.Auto, a.Late},
		[]int{b.Pieces, b.Requests, b.InBrief, b.New, b.Taken, b.Declined, sum(b.Fees), b.Days, b.Disputes, b.Upheld, b.Auto, b.Late})
}

// Work that is stopped or waived takes its request with it, wherever that stands.
func TestStoppingWorkWithARequest(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		do   func(*house)
		want agency.State
	}{
		{"being written", func(h *house) {
			h.send(good)
			_, _, err := h.Write(h.t.Context(), decisiontest.Manager(), h.app, 1, h.now(1).Version, wish(asked(6, "Begin with #ad.")))
			h.must(err)
		}, submission.EditWithdrawn},
		{"waiting for a second person", func(h *house) {
			h.send(good)
			_, _, err := h.Write(h.t.Context(), decisiontest.Manager(), h.app, 1, h.now(1).Version, wish(wished("A photo.", 45, 2)))
			h.must(err)
			_, _, err = h.Send(h.t.Context(), decisiontest.Manager(), h.app, 1, h.now(1).Version)
			h.must(err)
		}, submission.EditWithdrawn},
		{"sent", func(h *house) { h.send(good); h.request(asked(6, "Begin with #ad.")) }, submission.EditWithdrawn},
		{"disputed", func(h *house) { h.send(good); h.request(asked(6, "Begin with #ad.")); h.reply(dispute()) }, submission.EditWithdrawn},
		{"other terms", func(h *house) { h.send(good); h.request(wished("A photo.", 45, 2)); h.reply(counter(90, 4)) }, submission.EditWithdrawn},
		{"accepted", func(h *house) { h.send(good); h.request(asked(6, "Begin with #ad.")); h.reply(yes()) }, submission.EditExpired},
		{"worked in", func(h *house) {
			h.send(good)
			h.request(asked(6, "Begin with #ad."))
			h.send(good+" Again.", submission.Result{What: submission.Fixed})
		}, submission.EditDone},
	} {
		for _, waive := range []bool{false, true} {
			name := c.name + ", stopped"
			if waive {
				name = c.name + ", waived"
			}
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				h := open(t)
				c.do(h)
				var d submission.Deliverable
				var err error
				want, letter := submission.Cancelled, submission.LetterStopped
				if waive {
					want, letter = submission.Waived, submission.LetterWaived
					d, err = h.Waive(t.Context(), decisiontest.Manager(), h.app, 1, h.now(1).Version, "The client has enough.")
				} else {
					d, err = h.Cancel(t.Context(), decisiontest.Manager(), h.app, 1, h.now(1).Version, "The product is gone.", "client")
				}
				h.must(err)
				e, err := h.Edit(t.Context(), d, 1)
				h.must(err)
				if d.State != want || d.OpenEdit != 0 || !d.Wake.IsZero() || e.State != c.want || h.count(letter) != 1 ||
					h.count(submission.LetterEditEnded) != 0 || e.State == submission.EditWithdrawn && d.Rounds != 0 {
					t.Errorf("ended: %+v, request %s, letters %v", d, e.State, h.letters())
				}
				for range 40 {
					h.Clock.Pass(24 * 60 * 60 * 1e9)
					h.strike()
				}
				if n := len(h.letters()); h.now(1).Version != d.Version || h.count(letter) != 1 {
					t.Errorf("something happened to work that has ended: %d letters", n)
				}
				_, err = h.Cancel(t.Context(), decisiontest.Manager(), h.app, 1, d.Version, "Again.", "none")
				h.wantKind(err, agency.KindConflict, "stopping twice")
			})
		}
	}
}

func TestWhyWorkIsStopped(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ reason, fault, want string }{
		{"The product is gone.", "client", "<nil>"},
		{"", "client", "reason"},
		{"The product is gone.", "", "fault"},
		{"The product is gone.", "nobody", "fault"},
		{"a\x00b", "none", "reason"},
	} {
		h := open(t)
		_, err := h.Cancel(t.Context(), decisiontest.Manager(), h.app, 1, h.now(1).Version, c.reason, c.fault)
		if got := fields(err); got != c.want {
			t.Errorf("stopped for %q by %q: refused for %q, want %q", c.reason, c.fault, got, c.want)
		}
	}
}

// sum is the amount of the only currency.
func sum(of []submission.Sum) int {
	if len(of) != 1 {
		return 0
	}
	return of[0].Amount
}

// Two currencies are two sums.
func TestReportKeepsCurrenciesApart(t *testing.T) {
	t.Parallel()
	h := openWith(t, func(p *content.Program) {
		if p.Slug == "later" {
			p.Currency = "EUR"
		}
	})
	h.send(good)
	h.request(wished("A photo of the jar.", 45, 2))
	h.reply(yes())
	_, a, err := h.confirmedFor(t.Context(), "ben", "later")
	h.must(err)
	h.ann.ID, h.app = a.Person, a.ID
	h.send(good)
	h.request(wished("A photo of the jar.", 30, 2))
	h.reply(yes())
	r, err := h.Report(t.Context(), []string{slug, "later"})
	h.must(err)
	want := []submission.Sum{{Currency: "EUR", Amount: 30}, {Currency: "USD", Amount: 45}}
	if !slices.Equal(r.Fees, want) || len(r.Reasons) != 1 || !slices.Equal(r.Reasons[0].Fees, want) {
		t.Errorf("sums %+v, reasons %+v", r.Fees, r.Reasons)
	}
}
