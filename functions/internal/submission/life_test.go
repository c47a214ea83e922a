package submission_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/submission"
)

// The whole way of one piece of work.
func TestFromTheBriefToTheEndOfItsTime(t *testing.T) {
	t.Parallel()
	h := open(t)
	if d := h.is(submission.Assigned); !d.DraftDue.Equal(endOf(28)) || !d.LiveFrom.Equal(may(29, 0)) || !d.LiveTo.Equal(endOf(31)) {
		t.Errorf("due %s, live from %s to %s; the program says 28, 29 and 31 May", d.DraftDue, d.LiveFrom, d.LiveTo)
	}

	bounced := h.send("The soup won on Tuesday. " + shop)
	if !bounced.Bounced || len(bounced.Findings) == 0 {
		t.Errorf("a draft that hides the ad came through: %+v", bounced)
	}
	h.is(submission.InProgress)
	f := form(h.now(1), "The soup won on Tuesday. "+shop)
	f.Anyway, f.Note = true, "I say it in the picture."
	_, _, err := h.SendDraft(t.Context(), h.ann, h.app, 1, f)
	h.must(err)
	if d := h.is(submission.InReview); !d.ReviewDue.Equal(endOf(14)) {
		t.Errorf("review due %s, want two business days: 14 May", d.ReviewDue)
	}

	e := h.request(asked(6, "Begin with #ad."), wished("A photo of the jar.", 45, 2))
	if e.State != submission.EditSent || e.ReadBy == "" || e.Items[0].Quote != "Say that it is an ad." {
		t.Errorf("request %+v", e)
	}
	if d := h.is(submission.EditsRequested); d.Rounds != 1 || d.OpenEdit != 1 {
		t.Errorf("work %+v", d)
	}
	before := h.now(1)
	h.reply(submission.Reply{Answer: submission.Accept}, submission.Reply{Answer: submission.Decline})
	after := h.is(submission.EditsRequested)
	if after.Fee() != 0 || after.Rounds != before.Rounds || !after.DraftDue.Equal(before.DraftDue) {
		t.Errorf("declining changed the fee, a round or a date: %+v", after)
	}
	h.send(good, submission.Result{What: submission.Fixed})
	h.is(submission.InReview)

	if _, err := h.Room.Approve(t.Context(), decisiontest.Manager(), h.app, 1, h.now(1).Version, nil); !strings.Contains(fields(err), "ok-1") {
		t.Errorf("approved without a look at the change: %v", err)
	}
	h.approve(1)
	h.is(submission.Approved)

	h.until(may(29, 10))
	h.publish(good)
	h.is(submission.LiveChecking)
	if d := h.verify(""); d.State != submission.LiveVerified || !d.Live.PayBy.Equal(time.Date(2026, time.June, 19, 23, 59, 59, 0, time.UTC)) {
		t.Errorf("verified %+v", d.Live)
	}
	for range 80 {
		h.Clock.Pass(24 * time.Hour)
		h.strike()
	}
	h.is(submission.Done)
	want := []string{submission.LetterWaiting, submission.LetterEdits, submission.LetterWaiting, submission.LetterApproved,
		submission.LetterWaiting, submission.LetterVerified, submission.LetterDone}
	if got := h.letters(); !slices.Equal(got, want) {
		t.Errorf("letters %v, want %v", got, want)
	}
}
