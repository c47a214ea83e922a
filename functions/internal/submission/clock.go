package submission

import (
	"context"
	"errors"
	"fmt"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
)

// Clock does what falls due for work. However often it strikes, each due thing
// has one effect; what cannot be done now is done at the next stroke.
type Clock struct {
	*Room
	Tell Teller // nil where briefs are nobody's business
}

// most is how much one stroke does; what is left waits for the next.
const most = 200

// Strike does everything that is due.
func (c Clock) Strike(ctx context.Context) error {
	if c.Tell == nil {
		return c.fallen(ctx)
	}
	return errors.Join(c.give(ctx), c.fallen(ctx))
}

// fallen goes through the work for which something has fallen due. What cannot
// be done keeps back nothing else.
func (c Clock) fallen(ctx context.Context) error {
	now, done := c.Now(), 0
	q := table.Query{Space: table.Private, Index: 2, PK: dueList, To: now.UTC().Format(time.RFC3339) + "~", Limit: most}
	var wrong []error
	for {
		page, err := c.Table.Query(ctx, q)
		if err != nil {
			return errors.Join(append(wrong, fmt.Errorf("listing work that is due: %w", err))...)
		}
		for _, hint := range page.Items {
			if err := c.wakes(ctx, hint, now); err != nil {
				wrong = append(wrong, fmt.Errorf("work %s: %w", hint.PK, err))
			} else if done++; done == most {
				return errors.Join(wrong...)
			}
		}
		if q.Cursor = page.Cursor; q.Cursor == "" || len(wrong) > most {
			return errors.Join(wrong...)
		}
	}
}

// wakes does what has fallen due for the work that the index names. The index
// may lag: what counts is the work as it is.
func (c Clock) wakes(ctx context.Context, hint table.Item, now time.Time) error {
	d, err := decode(hint)
	if err == nil {
		d, err = c.Find(ctx, d.Application, d.Number)
	}
	if err == nil && !d.Wake.IsZero() && !d.Wake.After(now) {
		err = c.due(ctx, d)
	}
	if raced(err) {
		return nil
	}
	return err
}

// raced reports whether somebody else changed the work meanwhile: they did
// what was due, or the next stroke does.
func raced(err error) bool {
	e, ok := errors.AsType[*agency.Error](err)
	return ok && e.Kind == agency.KindConflict
}

// wake is when something falls due for the work after a change; zero if it
// waits for nothing.
func (c *change) wake() time.Time {
	d := c.d
	switch {
	case d.editing() && c.edit != nil:
		return c.edit.next()
	case d.editing():
		return d.Wake // what happens to the work beside its request moves nothing of that
	}
	switch d.State {
	case Assigned, InProgress, Approved:
		return d.nextReminder(c.now)
	case InReview:
		if late := d.ReviewDue.Add(time.Second); late.After(c.now) {
			return late
		}
	case LiveChecking:
		if late := d.VerifyDue.Add(time.Second); late.After(c.now) {
			return late
		}
	case ClientReview:
		return d.ClientDue.Add(time.Second)
	case LiveVerified, LiveBroken:
		return d.Live.CheckAt
	}
	return time.Time{}
}

// editing reports whether the influencer works on an edit request: also where a
// check sent their next draft back.
func (d Deliverable) editing() bool {
	return d.State == EditsRequested || d.State == InProgress && d.OpenEdit != 0
}

// missing reports whether there is no such thing.
func missing(err error) bool {
	e, ok := errors.AsType[*agency.Error](err)
	return ok && e.Kind == agency.KindNotFound
}

// reminders are how long before a draft is due its writer is reminded.
func reminders() []time.Duration {
	return []time.Duration{7 * 24 * time.Hour, 2 * 24 * time.Hour, 12 * time.Hour}
}

// deadline is the day that the influencer works towards now.
func (d Deliverable) deadline() time.Time {
	if d.State == Approved {
		return d.LiveTo
	}
	return d.DraftDue
}

// nextReminder is when the influencer is reminded next; zero if they were for
// the last time.
func (d Deliverable) nextReminder(now time.Time) time.Time {
	for _, before := range reminders() {
		if at := d.deadline().Add(-before); at.After(now) {
			return at
		}
	}
	return time.Time{}
}

// next is when something falls due for a request: a reminder, or its end.
func (e Edit) next() time.Time {
	end := e.Due.Add(time.Second)
	if e.State == EditAccepted {
		end = end.AddDate(0, 0, graceDays)
	}
	switch {
	case e.State != EditSent && e.State != EditAccepted:
		return time.Time{} // it waits for us
	case e.Reminded == 0:
		return e.Due.Add(-48 * time.Hour)
	case e.Reminded == 1:
		return e.Due.Add(-12 * time.Hour)
	}
	return end
}

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
	c.tell(change, p, LetterWaiting, what)
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
	ch.edit = open
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
	c.tell(ch, p, LetterWaiting, "An edit request ran out of time")
	_, err = ch.commit(ctx)
	return err
}
