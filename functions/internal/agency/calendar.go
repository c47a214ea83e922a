package agency

import (
	"slices"
	"time"
)

// Calendar knows the days on which the agency works. A day is a date in its
// zone, whatever the clocks do in it.
type Calendar struct {
	Zone     *time.Location
	Holidays []string // dates such as "2026-05-25"
}

// Works reports whether the agency works on the day that t falls on.
func (c Calendar) Works(t time.Time) bool {
	t = t.In(c.Zone)
	weekend := t.Weekday() == time.Saturday || t.Weekday() == time.Sunday
	return !weekend && !slices.Contains(c.Holidays, t.Format(time.DateOnly))
}

// After is the last second of the nth business day after the day of t, which
// does not count itself.
func (c Calendar) After(t time.Time, n int) time.Time {
	day := c.noon(t)
	for n > 0 {
		if day = day.AddDate(0, 0, 1); c.Works(day) {
			n--
		}
	}
	return c.EndOf(day)
}

// Late is how many days have begun since the day of due: 0 on that day and
// before it.
func (c Calendar) Late(due, now time.Time) int {
	days := 0
	for day, last := c.noon(due), c.noon(now); day.Before(last); day = day.AddDate(0, 0, 1) {
		days++
	}
	return days
}

// EndOf is the last second of the day of t.
func (c Calendar) EndOf(t time.Time) time.Time {
	// Midnight may be skipped or come twice; noon never does. The next day's
	// first moment is looked for from there.
	next := c.noon(t).AddDate(0, 0, 1)
	year, month, day := next.Date()
	start := time.Date(year, month, day, 0, 0, 0, 0, c.Zone)
	if start.Day() != day { // clocks go forward at midnight: the day begins later
		start = start.Add(time.Hour)
	}
	return start.Add(-time.Second)
}

// Move is the last second of the day that lies a number of days after the day
// of t.
func (c Calendar) Move(t time.Time, days int) time.Time {
	return c.EndOf(c.noon(t).AddDate(0, 0, days))
}

// noon is the middle of the day of t: a moment that every day has once.
func (c Calendar) noon(t time.Time) time.Time {
	year, month, day := t.In(c.Zone).Date()
	return time.Date(year, month, day, 12, 0, 0, 0, c.Zone)
}
