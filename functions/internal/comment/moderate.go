package comment

import (
	"context"
	"errors"
	"fmt"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/table"
)

// Decision is what a moderator decided about exactly the words they read.
type Decision struct {
	Post, ID string
	Version  int64  // of the comment as it was shown
	Revision string // of the words that were shown
	Reason   string // for its author; needed to reject
}

// Approve makes the comment public.
func (s *Room) Approve(ctx context.Context, a agency.Actor, d Decision) (Comment, error) {
	d.Reason = ""
	return s.decide(ctx, a, d, approve)
}

// Reject keeps the comment from being public; its author is shown the reason.
func (s *Room) Reject(ctx context.Context, a agency.Actor, d Decision) (Comment, error) {
	if err := needReason(d); err != nil {
		return Comment{}, err
	}
	return s.decide(ctx, a, d, reject)
}

// Spam sorts the comment out as advertising or worse.
func (s *Room) Spam(ctx context.Context, a agency.Actor, d Decision) (Comment, error) {
	d.Reason = ""
	return s.decide(ctx, a, d, markSpam)
}

// Restore puts a comment back into the queue, whatever was decided: it takes a
// published one off the site and a rejected one out of the bin.
func (s *Room) Restore(ctx context.Context, a agency.Actor, d Decision) (Comment, error) {
	c, err := s.Find(ctx, d.Post, d.ID)
	if err != nil {
		return c, err
	}
	if c.State != Approved {
		d.Reason = ""
		return s.decide(ctx, a, d, restore)
	}
	if err := needReason(d); err != nil {
		return c, err
	}
	return s.decide(ctx, a, d, unpost)
}

func needReason(d Decision) error {
	if agency.PlainLine(d.Reason) && len(d.Reason) <= 200 {
		return nil
	}
	return &agency.Invalid{Fields: []agency.FieldError{{Field: "reason", Message: "Choose a reason"}}}
}

func (s *Room) decide(ctx context.Context, a agency.Actor, d Decision, transition string) (Comment, error) {
	if !a.Staff() {
		return Comment{}, agency.Forbidden("Only staff may decide about comments.")
	}
	c, err := s.Find(ctx, d.Post, d.ID)
	if err != nil {
		return c, err
	}
	before := c.State
	next, err := Machine().Next(before, transition)
	if err != nil {
		return c, err
	}
	if c.Version != d.Version || c.Revision() != d.Revision {
		return c, changed(nil)
	}
	c.State, c.Reason, c.HandledBy, c.HandledAt = next, d.Reason, a.Name, s.Now()
	return s.record(ctx, a, c, transition, before)
}

// record writes the new state of c with its audit event.
func (s *Room) record(ctx context.Context, a agency.Actor, c Comment, transition string, before agency.State) (Comment, error) {
	c.WasPublic = c.WasPublic || before == Approved
	item, err := c.Item()
	if err != nil {
		return c, err
	}
	event, err := s.event(a, transition, c, before, c.Reason)
	if err != nil {
		return c, err
	}
	err = s.Table.Write(ctx, "", table.Replace(item), event)
	if conflict, ok := errors.AsType[*table.ConflictError](err); ok {
		return c, changed(conflict)
	}
	if err != nil {
		return c, fmt.Errorf("recording %s of comment %s: %w", transition, c.ID, err)
	}
	c.Version++
	return c, nil
}

func changed(cause error) error {
	return agency.Conflict("This comment is not what it was when you looked at it. Nothing was changed.", cause)
}
