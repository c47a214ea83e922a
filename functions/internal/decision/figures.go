package decision

import (
	"context"
	"time"

	"greenroom/functions/internal/application"
	"greenroom/site/content"
)

// Figures are what the public is told of a program, reckoned anew from the
// applications themselves. They must be what was counted along the way.
func (s *Room) Figures(ctx context.Context, slug string) (content.Course, error) {
	everybody, err := s.Applications.Everybody(ctx, slug)
	if err != nil {
		return content.Course{}, err
	}
	return Reckon(everybody, s.Now()), nil
}

// Reckon counts applications as they stand at a moment.
func Reckon(everybody []application.Application, now time.Time) content.Course {
	people := map[string]bool{} // who withdrew and applied again is one of them
	for _, a := range everybody {
		people[a.Person] = true
	}
	c := content.Course{Applied: len(people)}
	for _, a := range everybody {
		answered := !a.AnsweredAt.IsZero()
		gone := !a.ClosedAt.IsZero() && !answered
		end := now
		if answered {
			end = a.AnsweredAt
		} else if gone {
			end = a.ClosedAt
		}
		switch passed := end.After(a.HearBy); {
		case answered && !passed:
			c.Answers.Due, c.Answers.InTime = c.Answers.Due+1, c.Answers.InTime+1
		case passed:
			c.Answers.Due++
		}
	}
	return c
}

// Overdue counts the promises to a program's applicants that were broken by
// now and are not counted yet.
func (s *Room) Overdue(ctx context.Context, a application.Application) error {
	if !a.Live() {
		return nil
	}
	counted := s.Applications.Promise(&a, s.Now(), false)
	if len(counted) == 0 {
		return nil
	}
	return s.Applications.Note(ctx, a, "overdue", counted...)
}
