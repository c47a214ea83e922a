package submission_test

import (
	"slices"
	"testing"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/submission"
)

// More time is a later day with a reason, for the work and the request in it.
func TestMoreTime(t *testing.T) {
	t.Parallel()
	bounced := func(h *house) {
		h.request(asked(1, "Say that it was Tuesday."))
		h.reply(yes())
		h.send("The soup won.", submission.Result{What: submission.Fixed})
	}
	for _, c := range []struct {
		name string
		do   func(*house)
		day  int // of May on which it is given
		want int // the day that it is due then, three days more
	}{
		{"before its day", func(h *house) {}, 20, 31},
		{"after its day, from today", func(h *house) {}, 30, 33},
		{"while edits are worked in", func(h *house) { h.send(good); h.request(asked(1, "Say that it was Tuesday.")); h.reply(yes()) }, 20, 31},
		{"after a check sent the draft back", func(h *house) { h.send(good); bounced(h) }, 30, 33},
		{"after its request ran out of time", func(h *house) { h.send(good); bounced(h) }, 32, 35},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := open(t)
			c.do(h)
			h.hours(may(c.day, 9))
			state, requests := h.now(1).State, h.now(1).OpenEdit
			_, err := h.MoreTime(t.Context(), decisiontest.Manager(), h.app, 1, h.now(1).Version, 3, "Your oven broke.")
			h.must(err)
			d := h.is(state)
			last := d.Shifts[len(d.Shifts)-1]
			if !d.DraftDue.Equal(endOf(c.want)) || d.LiveTo.Before(d.DraftDue) || last.Why != submission.ShiftGiven || last.Note != "Your oven broke." || d.OpenEdit != requests {
				t.Errorf("due %s, live by %s, moved by %+v", d.DraftDue, d.LiveTo, d.Shifts)
			}
			if h.count(submission.LetterTime) != 1 || d.Wake.IsZero() {
				t.Errorf("letters %v, wakes %s", h.letters(), d.Wake)
			}
			if d.OpenEdit != 0 {
				h.hours(d.DraftDue)
				if h.now(1).OpenEdit == 0 {
					t.Error("the request ended before the new day")
				}
			}
		})
	}
}

func TestMoreTimeThatIsNone(t *testing.T) {
	t.Parallel()
	h := open(t)
	for _, c := range []struct {
		by     agency.Actor
		days   int
		reason string
		fields string
		kind   agency.Kind
	}{
		{decisiontest.Manager(), 0, "Your oven broke.", "days", 0},
		{decisiontest.Manager(), -3, "", "reason days", 0},
		{decisiontest.Manager(), 61, "Your oven broke.", "days", 0},
		{decisiontest.Reader(0), 3, "Your oven broke.", "", agency.KindForbidden},
		{h.ann, 3, "My oven broke.", "", agency.KindForbidden},
	} {
		_, err := h.MoreTime(t.Context(), c.by, h.app, 1, h.now(1).Version, c.days, c.reason)
		if c.kind != 0 {
			h.wantKind(err, c.kind, "more time")
		} else if fields(err) != c.fields {
			t.Errorf("%d days: %v", c.days, err)
		}
	}
	h.send(good)
	_, err := h.MoreTime(t.Context(), decisiontest.Manager(), h.app, 1, h.now(1).Version, 3, "Your oven broke.")
	h.wantKind(err, agency.KindConflict, "while it is being read")
	h.request(asked(1, "Say that it was Tuesday."))
	_, err = h.MoreTime(t.Context(), decisiontest.Manager(), h.app, 1, h.now(1).Version, 3, "Your oven broke.")
	h.wantKind(err, agency.KindConflict, "before it is answered")
	if slices.Contains(h.letters(), submission.LetterTime) {
		t.Error("a letter was written")
	}
}
