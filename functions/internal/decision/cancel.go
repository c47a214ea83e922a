package decision

import (
	"context"
	"fmt"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
	"greenroom/site/content"
)

// Cancel calls a program off (P13). Everybody hears of it the same day: that it
// was the program, and not them.
func (s *Room) Cancel(ctx context.Context, actor agency.Actor, p program.Program, c program.Change) (program.Program, error) {
	if !actor.Is(agency.Admin) {
		return p, agency.Forbidden("Only an administrator may call a program off.")
	}
	if err := program.CheckNotice(&c); err != nil {
		return p, err
	}
	c.Transition = "P13"
	p, err := s.Programs.Take(ctx, actor, p, c)
	if err != nil {
		return p, err
	}
	return p, s.TellAll(ctx, p, s.Now().Add(tellFor))
}

// callOff ends one application of a program that was called off (A20).
func (s *Room) callOff(ctx context.Context, p program.Program, a application.Application, step content.Step) error {
	for range raceTries {
		if _, err := application.Machine().Next(a.State, "A20"); err != nil {
			return s.tellConfirmed(ctx, p, a, step)
		}
		err := s.calledOff(ctx, p, a, step)
		if !conflicted(err) {
			return err
		}
		if a, err = s.Applications.Find(ctx, a.ID); err != nil {
			return err
		}
	}
	return fmt.Errorf("calling off application %s: %w", a.ID, table.ErrUnavailable)
}

// tellConfirmed writes to somebody who had confirmed. What they are owed is
// settled with them; their application has not ended.
func (s *Room) tellConfirmed(ctx context.Context, p program.Program, a application.Application, step content.Step) error {
	if a.State != application.Confirmed {
		return nil
	}
	letter, email, err := s.cancellation(ctx, p, a, step)
	if err != nil {
		return err
	}
	return s.once(ctx, "cancelled "+a.ID, email, letter)
}

// cancellation is the letter that says that there will be no program.
func (s *Room) cancellation(ctx context.Context, p program.Program, a application.Application, step content.Step) (letter table.Write, email string, err error) {
	about, _, email, err := s.Applications.AboutOf(ctx, a)
	if err != nil {
		return letter, email, err
	}
	letter, err = s.post(p, email, application.LetterCancelled, s.IDs.New(), a.Thing(), application.CancelledValues{About: about, Notice: step.Notice})
	return letter, email, err
}

func (s *Room) calledOff(ctx context.Context, p program.Program, a application.Application, step content.Step) error {
	letter, _, err := s.cancellation(ctx, p, a, step)
	if err != nil {
		return err
	}
	undone, err := s.Applications.Undone(ctx, a)
	if err != nil {
		return err
	}
	answered, now := !a.AnsweredAt.IsZero(), s.Now()
	more := append(undone, letter)
	if !answered {
		more = append(more, s.Applications.Promise(&a, now, true)...)
	}
	_, err = s.Applications.Move(ctx, agency.Machinery(), a, "A20", "program_cancelled", func(a *application.Application) {
		a.Outcome = nil
		if !answered {
			a.AnsweredAt = now
		}
	}, more...)
	return err
}
