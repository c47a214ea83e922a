package submission

import (
	"time"

	"greenroom/functions/internal/program"
	"greenroom/site/content"
)

// How long everybody has. Business days are the agency's.
const (
	reviewDays = 2 // the agency reads a draft, in business days
	clientDays = 3 // the client reads a draft, in business days
	rulingDays = 1 // another project manager rules on a dispute, in business days
	termsDays  = 2 // we answer other terms, in business days
	answerDays = 5 // the influencer answers an edit request, in days
	graceDays  = 2 // after the day on which edits are due, in days
	fixDays    = 5 // the influencer puts a live post right, in days
	liveDays   = 14
	repairDays = 14 // until broken work may be stopped
	leastDays  = 3  // an edit request gives the influencer at least so many days
)

// endOf is the end of a date of the program's.
func endOf(t time.Time, zone *time.Location) time.Time { return content.EndOf(t.In(zone), zone) }

// schedule sets the dates of new work from the program's. Work for a program
// without a closing day is due so many days after it was assigned.
func (d *Deliverable) schedule(p program.Program) {
	if p.Rolling != nil {
		d.DraftDue = endOf(d.At.In(p.TimeZone).AddDate(0, 0, p.Rolling.WorkDays), p.TimeZone)
		d.LiveTo = endOf(d.DraftDue.In(p.TimeZone).AddDate(0, 0, liveDays), p.TimeZone)
		return
	}
	d.DraftDue = content.EndOf(p.DraftBy, p.TimeZone)
	d.LiveFrom = content.StartOf(p.LiveFrom, p.TimeZone)
	d.LiveTo = content.EndOf(p.LiveTo, p.TimeZone)
}

// shift moves what the influencer has to keep by whole days.
func (d *Deliverable) shift(days int, why string, now time.Time, zone *time.Location) {
	if days <= 0 {
		return
	}
	d.DraftDue = endOf(d.DraftDue.In(zone).AddDate(0, 0, days), zone)
	d.LiveTo = endOf(d.LiveTo.In(zone).AddDate(0, 0, days), zone)
	d.note(Shift{Days: days, Why: why, At: now})
}

// extend gives time for a draft: until a day, if that is later than what held,
// and for what is new so many days more to publish. why says why.
func (d *Deliverable) extend(due time.Time, more int, why Shift, zone *time.Location) {
	days := more
	if due.After(d.DraftDue) {
		days = max(more, content.Day(due.In(zone))-content.Day(d.DraftDue.In(zone)))
		d.DraftDue = due
	}
	if d.LiveTo = endOf(d.LiveTo.In(zone).AddDate(0, 0, more), zone); d.LiveTo.Before(d.DraftDue) {
		d.LiveTo = d.DraftDue
	}
	why.Days = days
	d.note(why)
}

// note adds to what has moved the dates. What was read before stays as it is.
func (d *Deliverable) note(why Shift) {
	if why.Days > 0 {
		d.Shifts = append(d.Shifts[:len(d.Shifts):len(d.Shifts)], why)
	}
}

// moved is by how many days the dates were moved in all.
func (d Deliverable) moved() int {
	days := 0
	for _, s := range d.Shifts {
		days += s.Days
	}
	return days
}

// Overdue is by how many days the agency is late with a draft at that moment:
// so many days the influencer's dates move when it answers.
func (s *Room) Overdue(d Deliverable) int {
	if d.State != InReview || d.ReviewDue.IsZero() {
		return 0
	}
	return s.Calendar.Late(d.ReviewDue, s.Now())
}

// DatesNow are the influencer's dates with the days added by which the agency
// is late at this moment.
func (s *Room) DatesNow(d Deliverable, p program.Program) Deliverable {
	d.shift(s.Overdue(d), ShiftReview, s.Now(), p.TimeZone)
	return d
}

// answered ends the agency's turn with a draft: if it was late, the dates move
// by exactly that. Where the draft goes then makes no difference.
func (c *change) answered(p program.Program) {
	if !c.d.ReviewDue.IsZero() {
		c.d.shift(c.room.Calendar.Late(c.d.ReviewDue, c.now), ShiftReview, c.now, p.TimeZone)
	}
	c.d.ReviewDue = time.Time{}
}

// spoken ends the agency's turn with an edit request, in the same way.
func (c *change) spoken(p program.Program) {
	why := ShiftRuling
	if c.edit.State == EditCountered {
		why = ShiftTerms
	}
	if !c.edit.RuleBy.IsZero() {
		c.d.shift(c.room.Calendar.Late(c.edit.RuleBy, c.now), why, c.now, p.TimeZone)
	}
	c.edit.RuleBy = time.Time{}
}

// ours begins the agency's turn.
func (c *change) ours() { c.d.ReviewDue = c.room.Calendar.After(c.now, reviewDays) }
