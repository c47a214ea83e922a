package decision

import (
	"context"
	"fmt"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
)

// Reminders to confirm go out so long before the day ends.
func reminders() []time.Duration { return []time.Duration{72 * time.Hour, 24 * time.Hour} }

// Remind writes to an accepted person who has not confirmed yet, once for each
// reminder that is due.
func (s *Room) Remind(ctx context.Context, p program.Program, a application.Application) error {
	if told, err := s.told(ctx, a); err != nil || !told {
		return err
	}
	due := 0 // how many reminders are due; of those that were missed only the last is sent
	for _, before := range reminders() {
		if !s.Now().Before(a.Outcome.ConfirmBy.Add(-before)) {
			due++
		}
	}
	if due == 0 {
		return nil
	}
	about, zone, email, err := s.Applications.AboutOf(ctx, a)
	if err != nil {
		return err
	}
	letter, err := s.post(p, email, LetterConfirm, s.IDs.New(), a.Thing(), ConfirmValues{About: about, ConfirmBy: application.Day(a.Outcome.ConfirmBy, zone)})
	if err != nil {
		return err
	}
	return s.once(ctx, fmt.Sprintf("confirm %s %d", a.ID, due), email, letter)
}

// once writes what has one effect however often it comes due.
func (s *Room) once(ctx context.Context, purpose, to string, writes ...table.Write) error {
	mark := outbox.Once(purpose, to, s.Now())
	if _, err := s.Table.Get(ctx, mark.Item.Key); err == nil {
		return nil
	}
	err := s.Table.Write(ctx, "", append(writes, mark)...)
	if conflicted(err) {
		return nil
	}
	return err
}

// Expire ends an acceptance that nobody confirmed (A16): the place is free.
// Whoever never got the letter is not told that they are late.
func (s *Room) Expire(ctx context.Context, p program.Program, a application.Application) error {
	m, err := s.Outbox.Find(ctx, a.Outcome.Mail)
	if err != nil || m.State != outbox.Sent {
		return err
	}
	if m.SentAt.Add(leastTime).After(a.Outcome.ConfirmBy) { // it was on its way for days
		outcome := *a.Outcome
		outcome.ConfirmBy = s.confirmBy(p)
		a.Outcome = &outcome
		return s.Applications.Note(ctx, a, "more time to confirm")
	}
	about, zone, email, err := s.Applications.AboutOf(ctx, a)
	if err != nil {
		return err
	}
	letter, err := s.post(p, email, LetterExpired, s.IDs.New(), a.Thing(), ConfirmValues{About: about, ConfirmBy: application.Day(a.Outcome.ConfirmBy, zone)})
	if err != nil {
		return err
	}
	free, err := s.Applications.FreePlace(ctx, a.Program)
	if err != nil {
		return err
	}
	_, err = s.Applications.Move(ctx, agency.Machinery(), a, "A16", "", func(a *application.Application) { a.ClosedAt = s.Now() }, free, letter)
	return err
}
