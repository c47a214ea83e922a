package decision

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"greenroom/functions/internal/application"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/program"
	"greenroom/site/content"
)

// tellFor is how long one request goes on telling people; the clock goes on
// where it stops.
const tellFor = 4 * time.Second

// TellAll writes to everybody whose program was moved or called off, once for
// each step: called again it goes on where it broke off, and when everybody was
// told it does nothing more. Who cannot be told keeps back nobody else.
func (s *Room) TellAll(ctx context.Context, p program.Program, until time.Time) error {
	step, news := lastNews(p)
	if !news {
		return nil
	}
	done := outbox.Once("news of "+p.Slug+" "+step.At.UTC().Format(time.RFC3339Nano), "everybody", s.Now())
	if _, err := s.Table.Get(ctx, done.Item.Key); err == nil {
		return nil
	}
	everybody, err := s.Applications.Everybody(ctx, p.Slug)
	if err != nil {
		return err
	}
	var faults []error
	for _, a := range everybody {
		if s.Now().After(until) {
			return errors.Join(faults...)
		}
		if err := s.tellNews(ctx, p, a, step); err != nil {
			faults = append(faults, fmt.Errorf("application %s: %w", a.ID, err))
		}
	}
	if len(faults) > 0 {
		return errors.Join(faults...)
	}
	return s.once(ctx, "news of "+p.Slug+" "+step.At.UTC().Format(time.RFC3339Nano), "everybody")
}

// tellNews tells one person of a step.
func (s *Room) tellNews(ctx context.Context, p program.Program, a application.Application, step content.Step) error {
	switch {
	case step.ID == "P13":
		return s.callOff(ctx, p, a, step)
	case a.Live() && a.SubmittedAt.Before(step.At):
		return s.tellDates(ctx, p, a, step)
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
