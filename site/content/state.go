package content

import "time"

// ProgramState is where a program stands.
type ProgramState string

// The states of a program. A file in the tree is past Draft and Signoff: what
// the client has not signed is not in it.
const (
	Draft     ProgramState = "draft"
	Signoff   ProgramState = "client_signoff"
	Ready     ProgramState = "ready"     // opens later
	Open      ProgramState = "open"      // takes applications
	Paused    ProgramState = "paused"    // takes none for now
	Closed    ProgramState = "closed"    // takes none any more; they are being read
	Deciding  ProgramState = "deciding"  // all were read, answers are due
	Running   ProgramState = "running"   // everybody has an answer, work is being made
	Reporting ProgramState = "reporting" // the work is done
	Completed ProgramState = "completed"
	Cancelled ProgramState = "cancelled"
	Archived  ProgramState = "archived"
)

// Step is something done to a program while it ran, as it was recorded.
type Step struct {
	ID     string // of the transition, such as "P5", or "extend"
	To     ProgramState
	At     time.Time
	Notice string // for everybody to read; may be ""

	// The dates from now on; zero where they stay. They are days in the
	// program's zone, as those in its file.
	Closes, DecideBy time.Time
}

// Course is what was recorded about a program beside its file. The zero Course
// is that of a program about which nothing is on record.
type Course struct {
	Steps   []Step // oldest first
	Applied int    // applications sent so far
	Answers Tally
}

// Tally says how the promise was kept that everybody hears back in time.
type Tally struct {
	Due    int // applicants whose promised day has passed, or who were answered before it
	InTime int // of them, who had their answer by that day
}

// Standing is where a program stands at a moment, and the dates that hold.
type Standing struct {
	State            ProgramState
	Closes, DecideBy time.Time // zero for a rolling program
	Notice           string    // what everybody should know of the last step; may be ""
	NoticeAt         time.Time
}

// State is where the program stands by the dates of its file alone.
func (p Program) State(at time.Time) ProgramState { return p.Standing(at, Course{}).State }

// Standing is where the program stands by its file and by what was recorded.
// The days open and close it; every day named is included. What comes after
// closing waits for the people who have to do it, and so has to be on record,
// unless nobody applied: then the days alone move it on.
func (p Program) Standing(at time.Time, c Course) Standing {
	s := Standing{State: Ready, Closes: p.Closes, DecideBy: p.DecideBy}
	for _, step := range c.Steps {
		if step.At.After(at) {
			break
		}
		p.take(&s, step)
	}
	if !s.byDays() { // a step has settled it: days do not move it any more
		return s
	}
	s.State = p.byDays(at, s, c.Applied > 0)
	if !s.byDays() { // what was said while it took applications is no news now
		s.Notice, s.NoticeAt = "", time.Time{}
	}
	return s
}

// take brings a standing up to a step. A step that only moves a date and says
// nothing leaves standing what was said before.
func (p Program) take(s *Standing, step Step) {
	if step.To != "" {
		s.State = step.To
	}
	if !step.Closes.IsZero() && p.Rolling == nil {
		s.Closes = step.Closes.In(p.zone()) // it may come back from the record in another
	}
	if !step.DecideBy.IsZero() && p.Rolling == nil {
		s.DecideBy = step.DecideBy.In(p.zone())
	}
	if step.To != "" || step.Notice != "" {
		s.Notice, s.NoticeAt = step.Notice, step.At
	}
}

// byDays reports whether days move a program of this state on. A paused
// program closes when its day comes.
func (s *Standing) byDays() bool { return s.State == Ready || s.State == Open || s.State == Paused }

// byDays is the state that the days give a program that is ready, open or
// paused. With applications nobody knows by the calendar when all were read.
func (p Program) byDays(at time.Time, s Standing, applied bool) ProgramState {
	day := Day(at.In(p.zone()))
	switch {
	case s.State == Ready && day < Day(p.Opens): // else it was opened before its day
		return Ready
	case p.Rolling != nil || day <= Day(s.Closes):
		if s.State == Paused {
			return Paused
		}
		return Open
	case applied:
		return Closed
	case day <= Day(s.DecideBy):
		return Deciding
	case day <= Day(p.LiveTo):
		return Running
	}
	return Completed
}

func (p Program) zone() *time.Location {
	if p.TimeZone != nil {
		return p.TimeZone
	}
	return p.Opens.Location()
}

// Grace is how long after its closing time a program still takes what people
// were typing.
const Grace = 10 * time.Minute

// Takes reports whether an application that arrives at that moment is in time.
func (p Program) Takes(at time.Time, c Course) bool {
	return p.Standing(at, c).State == Open || p.Standing(at.Add(-Grace), c).State == Open && p.closedByDay(at, c)
}

// closedByDay reports whether it was the day that closed the program, and
// nobody's decision: only then is there a grace.
func (p Program) closedByDay(at time.Time, c Course) bool {
	for _, step := range c.Steps {
		if !step.At.After(at) && step.At.After(at.Add(-Grace)) && step.To != Open && step.To != "" {
			return false
		}
	}
	return true
}

// HearBy is the end of the day by which somebody who applies at that moment is
// promised an answer.
func (p Program) HearBy(at time.Time, c Course) time.Time {
	day := p.Standing(at, c).DecideBy
	if p.Rolling != nil {
		day = at.In(p.zone()).AddDate(0, 0, p.Rolling.AnswerDays)
	}
	return EndOf(day, p.zone())
}

// EndOf is the last second of the date that t shows, in a zone.
func EndOf(t time.Time, zone *time.Location) time.Time {
	return StartOf(t.AddDate(0, 0, 1), zone).Add(-time.Second)
}

// StartOf is the first moment of the date that t shows, in a zone.
func StartOf(t time.Time, zone *time.Location) time.Time {
	year, month, day := t.Date()
	start := time.Date(year, month, day, 0, 0, 0, 0, zone)
	// Where clocks go forward at midnight the day begins at one o'clock, and
	// time.Date may answer with the evening before.
	if start.Day() != day {
		start = start.Add(time.Hour)
	}
	return start
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
