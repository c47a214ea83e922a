package submission

import (
	"context"

	"greenroom/functions/internal/program"
)

// write posts a letter to the influencer with the change that it tells of.
// Answers reach the project manager.
func (s *Room) write(ctx context.Context, c *change, p program.Program, letter string, values func(About) any) error {
	name, email, err := s.Applications.People.Contact(ctx, c.d.Person)
	if err != nil {
		return err
	}
	_, manager := s.Applications.Staff.Manager(p.Manager)
	c.post(email, manager, letter, values(s.about(c.d, p, name)))
	return c.err
}

// tell posts a letter to the project manager: something waits for them.
func (s *Room) tell(c *change, p program.Program, what string) {
	name, email := s.Applications.Staff.Manager(p.Manager)
	if email == "" {
		return // nobody of that name works here any more; the desk shows it all the same
	}
	s.waits(c, p, name, email, what)
}

// waits posts a letter to somebody of the staff: something waits for them.
func (s *Room) waits(c *change, p program.Program, name, email, what string) {
	due := c.d.ReviewDue
	if c.d.State == LiveChecking {
		due = c.d.VerifyDue
	}
	if c.edit != nil && !c.edit.RuleBy.IsZero() {
		due = c.edit.RuleBy
	}
	about := s.about(c.d, p, "")
	about.Manager = name
	c.post(email, "", LetterWaiting, WaitingValues{About: about, What: what, Due: day(due, s.Calendar.Zone)})
}

func (s *Room) about(d Deliverable, p program.Program, name string) About {
	manager, _ := s.Applications.Staff.Manager(p.Manager)
	return About{Application: d.Application, Number: d.Number, Name: name, Work: d.Title, Title: p.Title, Manager: manager}
}
