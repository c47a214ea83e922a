package submission

import (
	"context"
	"fmt"

	"greenroom/functions/internal/agency"
)

// MoreTime gives whoever makes a draft so many days more: after their day, or
// after today if that is past. The edit request that they work in, if there is
// one, gets the same day. No date moves to an earlier one.
func (s *Room) MoreTime(ctx context.Context, actor agency.Actor, app string, number int, version int64, days int, reason string) (Deliverable, error) {
	d, p, err := s.deciding(ctx, actor, app, number)
	if err != nil {
		return d, err
	}
	c := s.change(actor, d)
	c.seen(version)
	if c.edit, err = s.open(ctx, d); err != nil {
		return d, err
	}
	if !d.Making(c.edit) {
		c.fail(agency.Conflict("This work "+Standing(d.State)+". More time is given while a draft is being made.", nil))
	}
	if c.err != nil {
		return d, c.err
	}
	var f faults
	if reason = f.text("reason", reason, maxReason, "Say why: they read it"); days < 1 || days > maxDays {
		f.add("days", fmt.Sprintf("Give between 1 and %d days more", maxDays))
	}
	if err := f.err(); err != nil {
		return d, err
	}
	from := d.DraftDue
	if from.Before(c.now) {
		from = c.now
	}
	c.d.extend(endOf(from.In(p.TimeZone).AddDate(0, 0, days), p.TimeZone), 0, Shift{Why: ShiftGiven, Note: reason, At: c.now}, p.TimeZone)
	if c.edit != nil {
		c.edit.Due, c.edit.Reminded = c.d.DraftDue, 0
	}
	c.event("more time", d.State, d.State, "")
	if err := s.write(ctx, c, p, LetterTime, func(about About) any {
		return TimeValues{About: about, Reason: reason, DraftDue: day(c.d.DraftDue, p.TimeZone)}
	}); err != nil {
		return d, err
	}
	return c.commit(ctx)
}

// Making reports whether a draft is being made; open is the edit request that
// is open.
func (d Deliverable) Making(open *Edit) bool {
	switch d.State {
	case Assigned, InProgress:
		return true
	case EditsRequested:
		return open != nil && open.State == EditAccepted
	}
	return false
}
