package submission_test

import (
	"strings"
	"testing"
	"time"

	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/submission"
)

// since are the letters that something waits since there were so many.
func (h *house) since(before int) string { return strings.Join(h.told()[before:], "\n") }

// Who rules is reminded once on the last day; when it is late they are told once
// more, and the project manager with them.
func TestALateRuling(t *testing.T) {
	t.Parallel()
	h := disputed(t, decisiontest.Manager(), decisiontest.Lead())
	e, err := h.Edit(t.Context(), h.now(1), 1)
	h.must(err)
	before := len(h.told())
	h.hours(e.RuleBy.Add(-13 * time.Hour))
	if said := h.since(before); said != "" {
		t.Errorf("told too early: %s", said)
	}
	h.hours(e.RuleBy)
	if said := h.since(before); said != "lead: A dispute still waits for a ruling, and you may rule on it" {
		t.Errorf("on the last day: %s", said)
	}
	before = len(h.told())
	h.hours(e.RuleBy.AddDate(0, 0, 10))
	const late = ": A ruling on a dispute is late, and the dates of the work move with every day"
	if said := h.since(before); said != "lead"+late+"\nmarisol"+late {
		t.Errorf("ten days late: %s", said)
	}
	due := h.now(1).DraftDue
	_, _, err = h.Rule(t.Context(), decisiontest.Lead(), h.app, 1, h.now(1).Version, map[int]submission.Verdict{1: {Upheld: true, Why: "Clause 1."}})
	h.must(err)
	if d := h.now(1); int(d.DraftDue.Sub(due)/(24*time.Hour)) != 10 {
		t.Errorf("the date moved from %s to %s", due, d.DraftDue)
	}
	before = len(h.due(submission.LetterEditDue))
	h.hours(endOf(30))
	if n := len(h.due(submission.LetterEditDue)); n != before+2 {
		t.Errorf("the influencer was reminded %d times after the ruling", n-before)
	}
}

// A clock that stood still says only that it is late.
func TestARulingThatWasLateBeforeTheClockStruck(t *testing.T) {
	t.Parallel()
	h := disputed(t, decisiontest.Manager(), decisiontest.Lead())
	before := len(h.told())
	h.Clock.Pass(240 * time.Hour)
	h.strike()
	h.strike()
	if said := h.since(before); strings.Contains(said, "still waits") || strings.Count(said, "is late") != 2 {
		t.Errorf("told %s", said)
	}
}

// Other terms that wait for us are remembered in the same way.
func TestOtherTermsThatNobodyAnswers(t *testing.T) {
	t.Parallel()
	h := mixed(t)
	h.reply(yes(), submission.Reply{Answer: submission.Counter, Fee: 90, Days: 3})
	before := len(h.told())
	h.hours(endOf(30))
	if said := h.since(before); said != "marisol: Other terms still wait for an answer\nmarisol: Our answer to other terms is late, and the dates of the work move with every day" {
		t.Errorf("told %s", said)
	}
	h.is(submission.EditsRequested)
}
