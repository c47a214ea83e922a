package application

import (
	"context"
	"errors"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
)

// Withdraw takes an application back (A17), at any time and without a reason.
// What was decided and not told yet is thrown away with its letter, and the
// place is free again.
func (s *Room) Withdraw(ctx context.Context, actor agency.Actor, id string) (Application, error) {
	var a Application
	var err error
	for range raceTries {
		if a, err = s.OwnedBy(ctx, actor, id); err != nil || a.State == Withdrawn {
			return a, err
		}
		a, err = s.end(ctx, actor, a, "A17", LetterWithdrawn, func(about About, _ *time.Location) any {
			return WithdrawnValues{about}
		})
		if _, raced := errors.AsType[*table.ConflictError](err); !raced {
			return a, err
		}
	}
	return a, err
}

// end moves an application to an end by one transition: a letter says so, what
// was held for it is given back.
func (s *Room) end(ctx context.Context, actor agency.Actor, a Application, transition, letter string, values func(About, *time.Location) any) (Application, error) {
	more, now := []table.Write{table.Delete(draftKey(a.ID), table.Any)}, s.Now()
	if a.State != Draft {
		post, err := s.letter(ctx, a, letter, values)
		if err != nil {
			return a, err
		}
		more = append(more, post)
	}
	undone, err := s.Undone(ctx, a)
	if err != nil {
		return a, err
	}
	counted := s.Promise(&a, now, false)
	return s.Move(ctx, actor, a, transition, "", func(a *Application) { a.ClosedAt = now }, append(append(more, undone...), counted...)...)
}

// Undone returns the writes that give back what an outcome holds: the place,
// and the letter if it has not left.
func (s *Room) Undone(ctx context.Context, a Application) ([]table.Write, error) {
	if a.Outcome == nil {
		return nil, nil
	}
	var writes []table.Write
	if a.HoldsPlace() {
		free, err := s.FreePlace(ctx, a.Program)
		if err != nil {
			return nil, err
		}
		writes = append(writes, free)
	}
	if a.Outcome.Mail == "" {
		return writes, nil
	}
	mails := outbox.Room{Table: s.Table, IDs: s.IDs, Now: s.Now}
	m, err := mails.Find(ctx, a.Outcome.Mail)
	if err != nil {
		return nil, err
	}
	if m.State == outbox.Sending || m.State == outbox.Sent || m.State == outbox.Discarded {
		return writes, nil // it is out of our hands, or was thrown away
	}
	discard, err := outbox.Discard(m)
	return append(writes, discard), err
}

// Promise returns the writes that count an applicant's promise, once: as kept
// when they are answered in time, as broken when the day has passed. Whoever
// leaves before their day is counted neither way.
func (s *Room) Promise(a *Application, now time.Time, answered bool) []table.Write {
	passed := now.After(a.HearBy)
	if a.Counted || a.SubmittedAt.IsZero() || !answered && !passed {
		return nil
	}
	a.Counted = true
	return []table.Write{program.CountAnswer(a.Program, !passed)}
}

// letter returns the write of a letter to the applicant that needs no second
// look.
func (s *Room) letter(ctx context.Context, a Application, letter string, values func(About, *time.Location) any) (table.Write, error) {
	p, err := s.Programs.Find(ctx, a.Program)
	if err != nil {
		return table.Write{}, err
	}
	about, zone, email, err := s.AboutOf(ctx, a)
	if err != nil {
		return table.Write{}, err
	}
	return s.post(p, a, email, letter, values(about, zone))
}

// AboutOf returns what letters about an application say, the zone that they
// tell times in, and where they go.
func (s *Room) AboutOf(ctx context.Context, a Application) (about About, zone *time.Location, email string, err error) {
	p, err := s.Programs.Find(ctx, a.Program)
	if err != nil {
		return about, nil, "", err
	}
	name, email, err := s.People.Contact(ctx, a.Person)
	return s.about(a, name, p), p.TimeZone, email, err
}
