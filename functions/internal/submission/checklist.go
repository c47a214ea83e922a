package submission

import (
	"context"
	"time"

	"greenroom/functions/internal/brief"
)

// Checklist returns the clauses that the influencer says of that they are met:
// the reader of the draft sees the same. current is whether they have
// acknowledged the brief that is in force.
func (s *Room) Checklist(ctx context.Context, d Deliverable) (clauses []brief.Clause, current bool, err error) {
	released, err := s.Briefs.Released(ctx, d.Program)
	if err != nil {
		return nil, false, err
	}
	t, err := s.acknowledged(ctx, d)
	return Owed(t.clauses(d)), err == nil && t.number == released.Number, err
}

// Clauses are all clauses of the brief that the influencer acknowledged that are
// about the work: an edit quotes one of them.
func (s *Room) Clauses(ctx context.Context, d Deliverable) ([]brief.Clause, error) {
	t, err := s.acknowledged(ctx, d)
	return t.clauses(d), err
}

// Promised is the day that somebody works towards now: the agency's while a
// draft is being read, else the influencer's or the client's.
func (d Deliverable) Promised() time.Time { return d.waitsFor() }
