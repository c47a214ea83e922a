package submission

import (
	"time"
)

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
	case LiveFix:
		return d.Live.nextFix(c.now)
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
	case e.ours():
		return e.nextRuling()
	case e.State != EditSent && e.State != EditAccepted:
		return time.Time{}
	case e.Reminded == 0:
		return e.Due.Add(-48 * time.Hour)
	case e.Reminded == 1:
		return e.Due.Add(-12 * time.Hour)
	}
	return end
}
