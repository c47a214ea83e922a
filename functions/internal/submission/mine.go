package submission

import (
	"context"
	"time"

	"greenroom/functions/internal/agency"
)

// Mine returns a deliverable of the actor's own as they may see it, with the
// edit requests that were sent to them, oldest first. What the agency is still
// writing is not among it, nor what a client said before somebody said what
// becomes of it, nor a failure that nobody is told of yet.
func (s *Room) Mine(ctx context.Context, actor agency.Actor, app string, number int) (Deliverable, []Edit, error) {
	d, err := s.OwnedBy(ctx, actor, app, number)
	if err != nil {
		return d, nil, err
	}
	all, err := s.Requests(ctx, d)
	if err != nil {
		return d, nil, err
	}
	var shown []Edit
	open := 0
	for _, e := range all {
		if !e.Shown() {
			continue
		}
		e.Author, e.Writers, e.SentBy, e.ReadBy, e.Comment = "", nil, "", "", ""
		shown = append(shown, e)
		if e.Number == d.OpenEdit {
			open = e.Number
		}
	}
	d.Remarks, d.Edits, d.OpenEdit = nil, len(shown), open
	if d.Live != nil && d.State == LiveVerified {
		live := *d.Live
		live.Failure, live.FailedAt, live.UnknownAt = "", time.Time{}, time.Time{}
		d.Live = &live
	}
	return d, shown, nil
}
