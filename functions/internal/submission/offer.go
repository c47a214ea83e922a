package submission

import (
	"context"
	"fmt"
	"slices"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/table"
)

// open reports whether work can still follow what is asked for: it has not
// ended and is not published.
func (d Deliverable) open() bool {
	return slices.Contains([]agency.State{Assigned, InProgress, Checking, InReview, EditsRequested, ClientReview, Approved}, d.State)
}

// Offered returns the work of an application that an offer of the brief can
// still be taken for. Where there is none, the error says why in words.
func (s *Room) Offered(ctx context.Context, a application.Application, c brief.Clause) ([]Deliverable, error) {
	all, err := s.OfApplication(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, agency.Conflict("Your work is not set up yet. Confirm first that you are in: this offer waits for you until then.", nil)
	}
	open := keepIf(all, func(d Deliverable) bool { return c.Applies(d.Number) && d.open() })
	if len(open) == 0 {
		return nil, agency.Conflict("The work that this is about is live or at its end, so nothing more is asked of you.", nil)
	}
	return open, nil
}

// Owe implements [brief.Owing]: the fee of an offer is owed once, with the first
// piece of work that it is about, and its days move the dates of each of them.
func (s *Room) Owe(ctx context.Context, actor agency.Actor, a application.Application, c brief.Clause) ([]int, []table.Write, error) {
	open, err := s.Offered(ctx, a, c)
	if err != nil {
		return nil, nil, err
	}
	p, err := s.Programs.Find(ctx, a.Program)
	if err != nil {
		return nil, nil, err
	}
	var numbers []int
	var writes []table.Write
	for i, d := range open {
		one := s.change(actor, d)
		if i == 0 {
			one.d.Extras = append(d.Extras[:len(d.Extras):len(d.Extras)],
				Extra{Clause: c.Number, Brief: c.Why.Asked, Reason: c.Why.Reason, Fee: c.Why.Fee, Days: c.Why.Days})
		}
		one.d.shift(c.Why.Days, ShiftEdit, one.now, p.TimeZone)
		one.event("take offer", d.State, d.State, fmt.Sprintf("clause %d of the brief", c.Number))
		kept, err := one.withRequest(ctx, c.Why.Days, p.TimeZone)
		if err != nil {
			return nil, nil, err
		}
		numbers, writes = append(numbers, d.Number), append(writes, kept...)
	}
	return numbers, writes, nil
}

// withRequest returns the writes of a change that moved the dates of the work.
// The day of an edit request that was accepted moves with them: there is one day
// to work towards.
func (c *change) withRequest(ctx context.Context, days int, zone *time.Location) ([]table.Write, error) {
	open, err := c.room.open(ctx, c.d)
	if err != nil {
		return nil, err
	}
	if open != nil && open.State == EditAccepted && days > 0 {
		open.Due, open.Reminded = endOf(open.Due.In(zone).AddDate(0, 0, days), zone), 0
		c.edit = open
		c.keepEdit()
	}
	c.d.Wake = c.wake()
	kept, err := item(c.d)
	c.add(table.Replace(kept), err)
	return c.writes, c.err
}
