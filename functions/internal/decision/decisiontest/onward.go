package decisiontest

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/program"
	"greenroom/site/content"
)

// onward does what brings an application to its end.
func (w *world) onward() {
	a, _, ok := w.some()
	if !ok {
		w.apply()
		return
	}
	p := w.program(a.Program)
	switch a.State {
	case application.Submitted, application.InReview, application.Shortlisted:
		w.onwardReading(a, p)
	case application.NeedsInfo:
		_, err := w.Applications.Reply(ctx(), agency.Actor{ID: a.Person}, a.ID, "On Sundays.")
		w.tried("reply", err)
	case application.Decided:
		w.onwardLetter(a)
	case application.Accepted:
		w.deliver()
		_, err := w.Applications.Confirm(ctx(), agency.Actor{ID: a.Person}, a.ID, a.Version, true)
		w.tried("confirm", err)
	case application.Waitlisted:
		_, err := w.Promote(ctx(), Manager(), a.ID, a.Version)
		w.tried("promote", err)
	default:
		w.deliver()
		if p.Standing.State == content.Closed {
			w.stroke()
		}
		w.run(Manager(), w.program(a.Program), program.Change{Version: p.Version})
	}
}

func (w *world) onwardReading(a application.Application, p program.Program) {
	for _, by := range []agency.Actor{Reader(0), Reader(1)} {
		f, err := w.Vetting.File(ctx(), a.ID)
		w.must(err)
		if r := f.ReviewBy(by.ID); !f.ClosedTo(by.ID) && (!r.Whole(p.Program) || r.Stale(p.Program, f.Application)) {
			w.tried("score", w.Score(ctx(), by, a.ID, rapid.IntRange(2, 4).Draw(w.rt, "mark")))
			return
		}
	}
	w.tried("stand aside", w.Vetting.Declare(ctx(), Lead(), a.ID, "aside"))
	w.tried("stand aside", w.Vetting.Declare(ctx(), Manager(), a.ID, "aside"))
	switch state := p.Standing.State; {
	case p.Rolling == nil && state == content.Open:
		w.time()
		return
	case p.Rolling == nil && state == content.Closed && w.chance(8, "reopen"):
		now := w.Clock.Now()
		_, err := w.Reopen(ctx(), Manager(), p, program.Change{Version: p.Version, Notice: "Two more days.", Closes: now.AddDate(0, 0, 1), DecideBy: now.AddDate(0, 0, 5)})
		w.tried("reopen", err)
		return
	case a.State == application.InReview && w.chance(3, "shortlist"):
		_, err := w.Shortlist(ctx(), Manager(), a.ID, a.Version, "")
		w.tried("shortlist", err)
		return
	}
	now, err := w.Applications.Find(ctx(), a.ID)
	w.must(err)
	w.decide(Lead(), now, now.Version, false)
}

func (w *world) onwardLetter(a application.Application) {
	if w.chance(8, "undo") {
		_, err := w.Undo(ctx(), OtherLead(), a.ID, a.Version)
		w.tried("undo", err)
		return
	}
	m, err := w.Outbox.Find(ctx(), a.Outcome.Mail)
	w.must(err)
	switch m.State {
	case outbox.Drafted:
		w.tried("ask second look", w.Outbox.AskSecondLook(ctx(), Manager(), m.ID))
	case outbox.SecondLook:
		w.tried("approve", w.Outbox.Approve(ctx(), pick(w, "second person", []agency.Actor{Manager(), OtherLead()}), m.ID, m.Version))
	default:
		_, err := w.Begin(ctx(), Lead(), a.Program)
		w.tried("begin release", err)
		_, err = w.Continue(ctx(), a.Program, w.Clock.Now().Add(time.Minute))
		w.tried("continue release", err)
	}
}

// settle lets everything come to rest: the power is back, the post office
// works, nothing new is done.
func (w *world) settle() {
	w.power.Mend()
	w.Mails.refuse = nil
	for range 3 {
		w.stroke()
		for _, slug := range slugs() {
			w.retry(slug)
		}
		w.Clock.Pass(2 * time.Hour)
		w.deliver()
	}
	for _, slug := range slugs() {
		for _, a := range w.everybody(slug) {
			w.checkAnswered(a)
		}
		w.reached[fmt.Sprintf("program %s", w.program(slug).Standing.State)]++
	}
}

// retry sends again what was given up.
func (w *world) retry(slug string) {
	for _, a := range w.everybody(slug) {
		if a.Outcome == nil || a.State == application.Decided {
			continue
		}
		m, err := w.Outbox.Find(ctx(), a.Outcome.Mail)
		w.must(err)
		if m.State == outbox.Failed {
			w.must(w.Outbox.Retry(ctx(), Manager(), m.ID))
		}
	}
}
