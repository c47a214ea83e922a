package content

import "time"

// State is where the program stands at a moment: the day that moment falls on
// in the site's time zone decides, and every day named is included.
func (p Program) State(at time.Time) ProgramState {
	day := Day(at.In(p.Opens.Location()))
	switch {
	case day < Day(p.Opens):
		return Ready
	case p.Rolling != nil || day <= Day(p.Closes):
		return Open
	case day <= Day(p.DecideBy):
		return Deciding
	case day <= Day(p.LiveTo):
		return Running
	}
	return Completed
}

// Published reports whether the post is public at a moment told in the site's
// time zone: from the start of the day it is dated on, and drafts never.
func (p Post) Published(at time.Time) bool { return !p.Draft && Day(p.Date) <= Day(at) }

// Day numbers the date that t shows in its own zone, so that dates can be
// compared and subtracted whatever the clocks did in between.
func Day(t time.Time) int {
	year, month, day := t.Date()
	return int(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}
