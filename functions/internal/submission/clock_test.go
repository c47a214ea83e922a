package submission_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/local/localtest"
	"greenroom/functions/internal/submission"
	"greenroom/functions/internal/table"
	"greenroom/site/content"
)

// due are the reminders of a kind, as they were written: what is due, and in how
// many days.
func (h *house) due(letter string) []submission.DueValues {
	h.t.Helper()
	mails, err := h.Mails.About(h.t.Context(), h.now(1).Thing())
	h.must(err)
	var all []submission.DueValues
	for _, m := range slices.Backward(mails) {
		if m.Letter != letter {
			continue
		}
		var v submission.DueValues
		h.must(json.Unmarshal(m.Values, &v))
		all = append(all, v)
	}
	return all
}

// hours lets the clock strike three times an hour until a moment.
func (h *house) hours(until time.Time) {
	h.t.Helper()
	for h.Now().Before(until) {
		h.Clock.Pass(min(time.Hour, until.Sub(h.Now())))
		for range 3 {
			h.strike()
		}
	}
}

// Each reminder is written once, however often the clock strikes.
func TestReminders(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.hours(may(30, 0))
	all := h.due(submission.LetterDue)
	if len(all) != 3 || all[0].Days != 6 || all[1].Days != 1 || all[2].Days != 0 || all[0].Publish || all[0].Due != "Thursday, 28 May 2026" {
		t.Errorf("reminders of the draft %+v", all)
	}

	h = approved(t)
	h.hours(may(33, 0))
	all = h.due(submission.LetterDue)
	if len(all) != 3 || !all[0].Publish || all[2].Due != "Sunday, 31 May 2026" {
		t.Errorf("reminders to publish %+v", all)
	}
}

// An edit request is reminded of twice; then it ends.
func TestAnEditRequestRunsOutOfTime(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		do   func(*house)
		last int // second of May after which it is over
		want int // rounds that are used up
	}{
		{"nobody answers", func(*house) {}, 17, 1},
		{"it is accepted, and not worked in", func(h *house) { h.reply(yes(), yes()) }, 30, 1},
		{"the draft that worked it in was sent back by a check", func(h *house) {
			h.reply(yes(), yes())
			h.send("The soup won.", submission.Result{What: submission.Fixed}, submission.Result{What: submission.Fixed})
		}, 30, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := mixed(t)
			c.do(h)
			state := h.now(1).State
			h.hours(endOf(c.last))
			d := h.is(state)
			if all := h.due(submission.LetterEditDue); len(all) != 2 || d.OpenEdit != 1 {
				t.Errorf("reminders %+v", all)
			}
			h.hours(may(c.last+3, 0))
			d = h.now(1)
			e, err := h.Edit(t.Context(), d, 1)
			h.must(err)
			if e.State != submission.EditExpired || d.OpenEdit != 0 || d.Rounds != c.want || d.Fee() != 0 {
				t.Errorf("over: %+v, %+v", d, e)
			}
			if state == submission.EditsRequested {
				h.is(submission.InReview)
			} else {
				h.is(submission.InProgress)
			}
			if h.count(submission.LetterEditEnded) != 1 || len(h.due(submission.LetterEditDue)) != 2 {
				t.Errorf("letters %v", h.letters())
			}
		})
	}
}

// A request that was answered in the last hour begins its reminders anew.
func TestAcceptingBeginsTheRemindersAnew(t *testing.T) {
	t.Parallel()
	h := mixed(t)
	h.hours(may(17, 18))
	if n := len(h.due(submission.LetterEditDue)); n != 2 {
		t.Fatalf("%d reminders to answer", n)
	}
	h.reply(yes(), no())
	h.hours(may(29, 0))
	if all := h.due(submission.LetterEditDue); len(all) != 4 || all[3].Due != "Thursday, 28 May 2026" {
		t.Errorf("reminders %+v", all)
	}
}

// The project manager is told once of a draft that is late, and nobody else.
func TestALateDraftIsToldOnce(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.send(good)
	h.hours(endOf(14))
	if n := h.count(submission.LetterWaiting); n != 1 {
		t.Errorf("told %d times before it was late", n)
	}
	h.hours(may(20, 0))
	if n := h.count(submission.LetterWaiting); n != 2 {
		t.Errorf("told %d times", n)
	}
}

// What the letters to the project manager say is ours: no word of anybody else.
func TestLettersToTheManagerBetrayNothing(t *testing.T) {
	t.Parallel()
	h := open(t)
	f := form(h.now(1), "#ad SECRET soup. "+shop)
	f.Note = "SECRET note"
	_, _, err := h.SendDraft(t.Context(), h.ann, h.app, 1, f)
	h.must(err)
	h.request(asked(1, "Say that it was Tuesday."), wished("A photo of the jar.", 45, 2))
	h.reply(submission.Reply{Answer: submission.Dispute, Note: "SECRET reason"}, yes())
	_, _, err = h.TakeBack(t.Context(), decisiontest.Manager(), h.app, 1, h.now(1).Version, "We read it again.")
	h.must(err)
	h.approve()
	h.until(may(29, 10))
	h.publish(good)
	h.verify("")
	h.Web.put(post, "#SECRETad soup, thanks SECRET. "+shop)
	h.hours(may(31, 12))
	h.is(submission.LiveBroken)
	mails, err := h.Mails.About(t.Context(), h.now(1).Thing())
	h.must(err)
	for _, m := range mails {
		if m.Letter == submission.LetterWaiting && strings.Contains(strings.ToLower(string(m.Values)), "secret") {
			t.Errorf("the manager reads %s", m.Values)
		}
	}
}

// Cut off at any write, kept or not: at the next stroke everything is as if
// nothing had been.
func TestTheClockCutOffAnywhere(t *testing.T) {
	t.Parallel()
	want, _ := daysOfWork(t, -1, false)
	for _, applied := range []bool{false, true} {
		for after := 0; ; after++ {
			got, gone := daysOfWork(t, after, applied)
			if !gone {
				if after < 15 {
					t.Errorf("the clock wrote only %d times: the test shows too little", after)
				}
				break
			}
			if !slices.Equal(got, want) {
				t.Fatalf("cut off at write %d, kept %v: %v, want %v", after, applied, got, want)
			}
		}
	}
}

// daysOfWork lets the clock strike for a season over work of every kind, and
// returns where it stands then and which letters were written.
func daysOfWork(t *testing.T, after int, applied bool) (end []string, gone bool) {
	t.Helper()
	store, clock := localtest.Store(t)
	power := &decisiontest.Cutter{Table: store}
	h := &house{place: furnish(power, clock), t: t}
	h.Plan.change = func(p *content.Program) { p.KeepDays = 40 }
	var a application.Application
	var err error
	h.ann, a, err = h.confirmed(t.Context(), "ann")
	h.must(err)
	h.app = a.ID
	h.send(good)
	h.approve()
	h.must(articles(t.Context(), h))
	h.until(may(29, 10))
	h.publish(good)
	h.verify("")
	if after >= 0 {
		power.Cut(after, applied)
	}
	for n := range 4 * 60 {
		switch n {
		case 12:
			h.Web.gone(post)
		case 28:
			h.Web.put(post, good)
		}
		h.Clock.Pass(6 * time.Hour)
		if err := (submission.Clock{Room: h.Room}).Strike(t.Context()); err != nil {
			if !errors.Is(err, table.ErrUnavailable) {
				t.Fatal(err)
			}
			power.Mend()
			gone = true
			h.strike()
		}
	}
	for number := range 3 {
		d := h.now(number + 1)
		mails, err := h.Mails.About(t.Context(), d.Thing())
		h.must(err)
		end = append(end, string(d.State), d.DraftDue.Format(time.DateOnly))
		for _, m := range mails {
			end = append(end, m.Letter)
		}
	}
	return end, gone
}

// articles brings the second piece of work before the influencer with a request
// that nobody answers; the third is never begun.
func articles(ctx context.Context, h *house) error {
	f := form(h.now(2), "#ad The soup won. [the windowsill]("+shop+")")
	f.Anyway, f.Note = true, "Read it, please."
	d, _, err := h.SendDraft(ctx, h.ann, h.app, 2, f)
	if err != nil {
		return err
	}
	d, _, err = h.Write(ctx, decisiontest.Manager(), h.app, 2, d.Version, wish(asked(7, "Show the jar.")))
	if err != nil {
		return err
	}
	_, _, err = h.Send(ctx, decisiontest.Manager(), h.app, 2, d.Version)
	return err
}

// Work that cannot be looked after, such as that of a program which is gone,
// keeps back nobody else's.
func TestAFaultKeepsBackNothingElse(t *testing.T) {
	t.Parallel()
	h := open(t)
	for range 3 {
		a := application.Application{ID: h.IDs.New(), Program: slug, Person: h.ann.ID, State: application.Confirmed}
		h.Brief.acks[a.ID] = h.Brief.acks[h.app]
		h.must(h.Assign(t.Context(), a))
	}
	nobody := application.Application{ID: h.IDs.New(), Program: slug, Person: "01JV00000000000000000N0B0D", State: application.Confirmed}
	h.Brief.acks[nobody.ID] = h.Brief.acks[h.app]
	h.must(h.Assign(t.Context(), nobody))
	h.until(may(22, 0))
	if err := (submission.Clock{Room: h.Room}).Strike(t.Context()); err == nil {
		t.Error("nobody was told of the fault")
	}
	if n := h.count(submission.LetterDue); n != 1 {
		t.Errorf("ann was reminded %d times", n)
	}
}

// Every state and every edit's state has words of its own.
func TestStandingsHaveWords(t *testing.T) {
	t.Parallel()
	seen := map[string]agency.State{}
	for _, s := range submission.EditMachine().States {
		words := submission.EditStanding(s)
		if before, twice := seen[words]; words == "" || twice {
			t.Errorf("%s and %s are both %q", before, s, words)
		}
		seen[words] = s
	}
	for _, s := range submission.Machine().States {
		if submission.Standing(s) == "" || submission.Label(s) == "" {
			t.Errorf("%s has no words", s)
		}
	}
}
