package program

import (
	"context"
	"fmt"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/site/content"
)

// MayRun reports whether the actor may pause, close and extend programs.
func MayRun(a agency.Actor) bool { return a.Is(agency.ProjectManager, agency.Lead, agency.Admin) }

// maxNotice is how long a public notice may be, in runes.
const maxNotice = 500

// Pause closes the form for now (P5).
func (s *Room) Pause(ctx context.Context, a agency.Actor, p Program, c Change) (Program, error) {
	c = Change{Transition: "P5", Version: c.Version, Notice: c.Notice}
	return s.byStaff(ctx, a, p, c)
}

// Resume opens the form again (P6). The closing day and the promised day move
// by the length of the pause, in days begun, as far as the days that follow and
// the first day that somebody was promised let them.
func (s *Room) Resume(ctx context.Context, a agency.Actor, p Program, c Change) (Program, error) {
	c = Change{Transition: "P6", Version: c.Version, Notice: c.Notice, Promised: c.Promised}
	if p.Rolling == nil {
		pause := int((s.Now().Sub(p.pausedAt()) + day - time.Second) / day)
		c.DecideBy = before(p.Standing.DecideBy.AddDate(0, 0, pause), p.ConfirmBy)
		c.Closes = before(p.Standing.Closes.AddDate(0, 0, pause), c.DecideBy)
		if !c.Promised.IsZero() {
			c.Closes = before(c.Closes, content.StartOf(c.Promised.In(p.TimeZone), p.TimeZone))
		}
	}
	return s.byStaff(ctx, a, p, c)
}

const day = 24 * time.Hour

// before is a day, or the day before the limit if it is not earlier: what comes
// after stands in the file and stays.
func before(d, limit time.Time) time.Time {
	if limit.IsZero() || content.Day(d) < content.Day(limit) {
		return d
	}
	return limit.AddDate(0, 0, -1)
}

// pausedAt is when the last pause began.
func (p Program) pausedAt() time.Time {
	var at time.Time
	for _, step := range p.Course.Steps {
		if step.ID == "P5" {
			at = step.At
		}
	}
	return at
}

// CloseEarly closes the form before its day (P7).
func (s *Room) CloseEarly(ctx context.Context, a agency.Actor, p Program, c Change) (Program, error) {
	c = Change{Transition: "P7", Version: c.Version, Notice: c.Notice}
	if p.Rolling == nil {
		c.Closes = content.StartOf(s.Now().In(p.TimeZone), p.TimeZone)
	}
	return s.byStaff(ctx, a, p, c)
}

// Extend gives people longer: the closing day and the promised day of those who
// apply from now on move later. Whoever applied keeps the day they were
// promised.
func (s *Room) Extend(ctx context.Context, a agency.Actor, p Program, c Change) (Program, error) {
	if p.Standing.State != content.Open && p.Standing.State != content.Paused {
		return p, agency.Conflict("Only a program that takes applications, or pauses, can be extended. A closed one can be opened again.", nil)
	}
	c.Transition = Extending
	if err := p.checkDates(c, s.Now()); err != nil {
		return p, err
	}
	return s.byStaff(ctx, a, p, c)
}

// byStaff takes a step that needs nothing but a notice in public words.
func (s *Room) byStaff(ctx context.Context, a agency.Actor, p Program, c Change) (Program, error) {
	if !MayRun(a) {
		return p, agency.Forbidden("Only project managers may change a program.")
	}
	if err := CheckNotice(&c); err != nil {
		return p, err
	}
	return s.Take(ctx, a, p, c)
}

// CheckNotice tidies the notice of a change, and says what is wrong with it.
func CheckNotice(c *Change) error {
	c.Notice = agency.Tidy(c.Notice)
	say := ""
	switch {
	case c.Notice == "":
		say = "Enter the notice that everybody will read"
	case len([]rune(c.Notice)) > maxNotice:
		say = "The notice must be 500 characters or fewer"
	case !agency.PlainText(c.Notice):
		say = "The notice must be plain text, without control or direction-changing characters"
	case agency.ForeignAddress(c.Notice, ""):
		say = "Leave out email addresses: everybody can read this"
	}
	if say == "" {
		return nil
	}
	return &agency.Invalid{Fields: []agency.FieldError{{Field: "notice", Message: say}}}
}

// checkDates says what is wrong with new dates of a program: they must come
// later than those that hold, and in order.
func (p Program) checkDates(c Change, now time.Time) error {
	invalid := new(agency.Invalid)
	fault := func(field, say string) {
		invalid.Fields = append(invalid.Fields, agency.FieldError{Field: field, Message: say})
	}
	switch {
	case p.Rolling != nil:
		fault("closes", "A rolling program has no closing day to move")
	case c.Closes.IsZero():
		fault("closes", "Enter the new closing day, like 2026-06-07")
	case content.Day(c.Closes) < content.Day(p.Standing.Closes) || !content.EndOf(c.Closes, p.TimeZone).After(now):
		fault("closes", "The new closing day must not be earlier than the one that people know")
	case !c.Promised.IsZero() && content.Day(c.Closes) >= content.Day(c.Promised.In(p.TimeZone)):
		fault("closes", fmt.Sprintf("People who applied were promised an answer by %s, so the program has to close before that day",
			c.Promised.In(p.TimeZone).Format("Monday, 2 January 2006")))
	}
	switch {
	case p.Rolling != nil:
	case c.DecideBy.IsZero():
		fault("decide_by", "Enter the day by which everybody hears back, like 2026-06-14")
	case content.Day(c.DecideBy) <= content.Day(c.Closes):
		fault("decide_by", "Everybody hears back after the closing day, not before")
	case content.Day(c.DecideBy) < content.Day(p.Standing.DecideBy):
		fault("decide_by", "The day by which everybody hears back must not be earlier than the one that people know")
	case !p.ConfirmBy.IsZero() && content.Day(c.DecideBy) >= content.Day(p.ConfirmBy):
		fault("decide_by", fmt.Sprintf("Accepted people confirm by %s, so everybody has to hear back before that day. To move it too, change the file of the program first",
			p.ConfirmBy.Format("Monday, 2 January 2006")))
	}
	if len(invalid.Fields) == 0 {
		return nil
	}
	return invalid
}

// CheckReopening says what is wrong with the dates of a closed program that is
// to be opened again (P8).
func (s *Room) CheckReopening(p Program, c Change) error { return p.checkDates(c, s.Now()) }
