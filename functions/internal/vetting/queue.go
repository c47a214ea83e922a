package vetting

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
)

// forgotten is after how long a review that was begun and not handed in does
// not count as being read any more.
const forgotten = 24 * time.Hour

// waitsFor says whether an application is in the actor's queue.
func (f File) waitsFor(actor agency.Actor, now time.Time) (Waiting, bool) {
	own, p := f.ReviewBy(actor.ID), f.Program.Program
	current := own.Whole(p) && !own.Stale(p, f.Application)
	state := f.Application.State
	if f.tied(actor.ID).Kind != "" || current || state != application.Submitted && state != application.InReview {
		return Waiting{}, false
	}
	w := Waiting{Application: f.Application, Program: f.Program, Begun: !own.BegunAt.IsZero(), Skipped: !own.Skipped.IsZero()}
	switch {
	case own.Pass == "" || !own.Stale(p, f.Application):
	case own.Answers != f.Application.Revision:
		w.Again = "the answers changed"
	default:
		w.Again = "the weights changed"
	}
	for _, r := range f.Reviews {
		busy := r.Skipped.IsZero() && now.Sub(r.BegunAt) < forgotten
		done := r.Whole(p) && !r.Stale(p, f.Application)
		if r.Reviewer != actor.ID && !f.tied(r.Reviewer).locked() && (busy || done) {
			w.Reviews++
		}
	}
	return w, true
}

// before orders a queue.
func (w Waiting) before(other Waiting, person string) int {
	return cmp.Or(
		cmp.Compare(btoi(w.Skipped), btoi(other.Skipped)),
		cmp.Compare(w.Reviews, other.Reviews),
		w.Application.HearBy.Compare(other.Application.HearBy),
		cmp.Compare(shuffled(person, w.Application.ID), shuffled(person, other.Application.ID)))
}

// shuffled places an application in an order that each reviewer has for
// themselves and that stays.
func shuffled(person, application string) string {
	sum := sha256.Sum256([]byte(person + " " + application))
	return hex.EncodeToString(sum[:4])
}
