package decision

import (
	"context"
	"slices"
	"time"

	"greenroom/functions/internal/application"
	"greenroom/functions/internal/program"
	"greenroom/site/content"
)

// TellAll writes to everybody whose program was moved or called off, once for
// each step: called again it goes on where it broke off.
func (s *Room) TellAll(ctx context.Context, p program.Program) error {
	step, news := lastNews(p)
	if !news {
		return nil
	}
	everybody, err := s.Applications.Everybody(ctx, p.Slug)
	if err != nil {
		return err
	}
	for _, a := range everybody {
		if step.ID == "P13" {
			err = s.callOff(ctx, p, a, step)
		} else if a.Live() && a.SubmittedAt.Before(step.At) {
			err = s.tellDates(ctx, p, a, step)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// lastNews is the last step that everybody is written to about. Others, such as
// a pause, may have come after it.
func lastNews(p program.Program) (content.Step, bool) {
	for _, step := range slices.Backward(p.Course.Steps) {
		if step.ID == "P8" || step.ID == program.Extending || step.ID == "P13" {
			return step, true
		}
	}
	return content.Step{}, false
}

func (s *Room) tellDates(ctx context.Context, p program.Program, a application.Application, step content.Step) error {
	about, zone, email, err := s.Applications.AboutOf(ctx, a)
	if err != nil {
		return err
	}
	letter, err := s.post(p, email, application.LetterDates, s.IDs.New(), a.Thing(), application.DatesValues{About: about, Notice: step.Notice,
		Closes: application.Day(p.Standing.Closes, zone), DecideBy: application.Day(p.Standing.DecideBy, zone), HearBy: application.Day(a.HearBy, zone)})
	if err != nil {
		return err
	}
	return s.once(ctx, "dates "+a.ID+" "+step.At.UTC().Format(time.RFC3339Nano), email, letter)
}
