package submission

import (
	"context"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/program"
)

// fix says until when a live post is put right.
func (c *change) fix(p program.Program) {
	c.d.Live.FixBy = endOf(c.now.In(p.TimeZone).AddDate(0, 0, fixDays), p.TimeZone)
}

// sendFix sends a live post back to its writer, with what its Failure says.
func (s *Room) sendFix(ctx context.Context, c *change, l Live, p program.Program) error {
	c.d.Live = &l
	c.fix(p)
	return s.write(ctx, c, p, LetterFix, func(about About) any {
		return FixValues{About: about, What: l.Failure, Until: day(c.d.Live.FixBy, p.TimeZone)}
	})
}

// nextFix is when something falls due for a live post that has to be put right:
// the day before, and when it is late.
func (l Live) nextFix(now time.Time) time.Time {
	for _, at := range []time.Time{l.FixBy.AddDate(0, 0, -1), l.FixBy.Add(time.Second)} {
		if at.After(now) {
			return at
		}
	}
	return time.Time{}
}

// fixDue reminds the influencer once of what has to be put right, and tells the
// project manager once that it was not.
func (c Clock) fixDue(ctx context.Context, d Deliverable, p program.Program) error {
	change, by := c.change(agency.Machinery(), d), d.Live.FixBy
	if d.Wake.Before(by) {
		if err := c.write(ctx, change, p, LetterFixDue, func(about About) any {
			return DueValues{About: about, Due: day(by, p.TimeZone), Days: daysLeft(by, change.now)}
		}); err != nil {
			return err
		}
	}
	if change.now.After(by) {
		c.tell(change, p, "A live post is still not put right")
	}
	_, err := change.commit(ctx)
	return err
}
