package brief

import (
	"context"
	"errors"
	"fmt"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/document"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
)

// Release puts the approved version in force (B7). Deliver tells everybody.
func (s *Room) Release(ctx context.Context, actor agency.Actor, slug string, version int64) (document.Document, error) {
	_, d, err := s.shown(ctx, mayWrite(actor), slug, version)
	if err != nil {
		return d, err
	}
	changes, err := s.amendment(ctx, d)
	if err != nil {
		return d, err
	}
	open, err := s.unconfirmed(ctx, slug, d, changes)
	if err != nil {
		return d, err
	}
	if len(open) > 0 {
		return d, agency.Conflict(fmt.Sprintf("Somebody who did not write clause %d has to agree that it asks for no more than before.", open[0]), nil)
	}
	return s.Documents.Release(ctx, actor, d)
}

// Takes reports whether an application takes part in its program's work.
func Takes(a application.Application) bool {
	return a.State == application.Accepted || a.State == application.Confirmed
}

// Deliver writes to everybody who takes part in a program and has not been told
// of the released version, until all were told or the time is up: also to who
// was accepted since. Called again, it goes on where it broke off. Who cannot
// be told keeps back nobody else.
func (s *Room) Deliver(ctx context.Context, slug string, until time.Time) (told int, err error) {
	p, d, err := s.open(ctx, slug)
	if noBrief(err) || err == nil && d.Live == nil {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	b, err := s.version(ctx, d, d.Live.Number)
	if err != nil {
		return 0, err
	}
	everybody, err := s.Applications.Everybody(ctx, slug)
	if err != nil {
		return 0, err
	}
	var faults []error
	for _, a := range everybody {
		if s.Now().After(until) {
			break
		}
		done, err := s.deliver(ctx, p, d, b, a)
		if err != nil {
			faults = append(faults, fmt.Errorf("delivering brief to application %s: %w", a.ID, err))
		}
		if done {
			told++
		}
	}
	return told, errors.Join(faults...)
}

// deliver tells one person, in one write with the mark that they were told.
func (s *Room) deliver(ctx context.Context, p program.Program, d document.Document, b Brief, a application.Application) (bool, error) {
	for range raceTries {
		mark := outbox.Once(fmt.Sprintf("brief %s version %d", d.ID, d.Live.Number), a.ID, s.Now())
		_, err := s.Table.Get(ctx, mark.Item.Key)
		if err == nil || !Takes(a) {
			return false, nil
		}
		if !errors.Is(err, table.ErrNotFound) {
			return false, fmt.Errorf("reading mark: %w", err)
		}
		letter, err := s.letter(ctx, p, d, b, a)
		if err != nil {
			return false, err
		}
		err = s.Table.Write(ctx, "", letter, mark, table.Check(application.Key(a.ID), a.Version))
		if !raced(err) {
			return err == nil, err
		}
		if a, err = s.Applications.Find(ctx, a.ID); err != nil {
			return false, err
		}
	}
	return false, table.ErrUnavailable
}

func (s *Room) letter(ctx context.Context, p program.Program, d document.Document, b Brief, a application.Application) (table.Write, error) {
	about, _, email, err := s.Applications.AboutOf(ctx, a)
	if err != nil {
		return table.Write{}, err
	}
	first, took, err := s.terms(ctx, a.ID)
	if err != nil {
		return table.Write{}, err
	}
	_, offers := b.taking(took).Binds(first)
	return s.post(p, email, LetterReleased, a.Thing(), ReleasedValues{About: about, Number: d.Live.Number,
		Clauses: len(b.Clauses), Offers: len(offers), Again: first > 0})
}

func (s *Room) post(p program.Program, email, letter, thing string, values any) (table.Write, error) {
	_, manager := s.Applications.Staff.Manager(p.Manager)
	return outbox.PostMail(outbox.Mail{ID: s.IDs.New(), At: s.Now(), To: email, ReplyTo: manager, Letter: letter, About: thing}, values)
}
