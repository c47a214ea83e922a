package submission

import (
	"context"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/program"
)

// due does what has fallen due for one piece of work.
func (c Clock) due(ctx context.Context, d Deliverable) error {
	p, err := c.Programs.Find(ctx, d.Program)
	if err != nil {
		return err
	}
	if d.editing() {
		return c.editDue(ctx, d, p)
	}
	switch d.State {
	case Assigned, InProgress, Approved:
		return c.remind(ctx, d, p)
	case InReview, LiveChecking:
		return c.nag(ctx, d, p)
	case LiveFix:
		return c.fixDue(ctx, d, p)
	case ClientReview:
		_, err := c.silence(ctx, d)
		return err
	case LiveVerified, LiveBroken:
		return c.keepLook(ctx, d)
	}
	return nil
}

// remind writes to the influencer that a day comes near.
func (c Clock) remind(ctx context.Context, d Deliverable, p program.Program) error {
	change, due := c.change(agency.Machinery(), d), d.deadline()
	if err := c.write(ctx, change, p, LetterDue, func(about About) any {
		return DueValues{About: about, Due: day(due, p.TimeZone), Days: daysLeft(due, c.Now()), Publish: d.State == Approved}
	}); err != nil {
		return err
	}
	_, err := change.commit(ctx)
	return err
}

func daysLeft(due, now time.Time) int { return max(0, int(due.Sub(now)/(24*time.Hour))) }

// nag tells the project manager that a draft was not answered in time, from when
// on the influencer's dates move with every day, or that a live post was not
// verified.
func (c Clock) nag(ctx context.Context, d Deliverable, p program.Program) error {
	change, what := c.change(agency.Machinery(), d), "A draft is late, and the dates of its writer move with every day"
	if d.State == LiveChecking {
		what = "A live post is late to be verified"
	}
	c.tell(change, p, what)
	_, err := change.commit(ctx)
	return err
}

// notDone takes back what was agreed on for new asks that nobody worked in: what
// was not made is not paid. Dates stay where they were moved to.
func (c *change) notDone() {
	var extras []Extra
	for _, e := range c.d.Extras {
		if e.Edit != c.edit.Number {
			extras = append(extras, e)
			continue
		}
		c.lost += e.Fee
	}
	c.d.Extras = extras
}

// editDue reminds of an edit request twice, and ends it after its day (E15,
// E16).
func (c Clock) editDue(ctx context.Context, d Deliverable, p program.Program) error {
	open, err := c.open(ctx, d)
	if err != nil || open == nil {
		return err
	}
	ch := c.change(agency.Machinery(), d)
	if ch.edit = open; open.ours() {
		return c.ruleDue(ctx, ch, p)
	}
	if open.Reminded < 2 {
		open.Reminded++
		if err := c.write(ctx, ch, p, LetterEditDue, func(about About) any {
			return DueValues{About: about, Due: day(open.Due, p.TimeZone), Days: daysLeft(open.Due, c.Now())}
		}); err != nil {
			return err
		}
		_, err := ch.commit(ctx)
		return err
	}
	if open.State == EditSent {
		ch.editStep("E15", "")
	} else {
		ch.editStep("E16", "")
		ch.notDone()
	}
	if err := c.closeEdit(ctx, ch, p, LetterEditEnded); err != nil {
		return err
	}
	c.tell(ch, p, "An edit request ran out of time")
	_, err = ch.commit(ctx)
	return err
}
