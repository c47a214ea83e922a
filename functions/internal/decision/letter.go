package decision

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"golang.org/x/sync/errgroup"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/outbox"
)

// Words are what is edited in the letter of one person.
type Words struct{ Sentence, Note string }

// Edit changes what a person is told before it is released. Whoever edits is
// its author from then on, and somebody else has to read it again. version is
// that of the letter as it was shown.
func (s *Room) Edit(ctx context.Context, actor agency.Actor, mail string, version int64, w Words) (outbox.Mail, error) {
	m, values, err := s.Letter(ctx, actor, mail)
	if err != nil {
		return m, err
	}
	invalid := new(agency.Invalid)
	checkWords(&w.Sentence, &w.Note, func(field, say string) {
		invalid.Fields = append(invalid.Fields, agency.FieldError{Field: field, Message: say})
	})
	if len(invalid.Fields) > 0 {
		return m, invalid
	}
	values.Sentence, values.Note = w.Sentence, w.Note
	return s.Outbox.Edit(ctx, actor, mail, version, values)
}

// Letter returns a letter with an outcome, for who may read it: not the person
// it is for, nor anybody with a tie to them.
func (s *Room) Letter(ctx context.Context, actor agency.Actor, mail string) (outbox.Mail, OutcomeValues, error) {
	m, err := s.Outbox.Find(ctx, mail)
	if err != nil {
		return m, OutcomeValues{}, err
	}
	values, err := OutcomeOf(m)
	if err != nil {
		return m, values, err
	}
	f, err := s.Vetting.File(ctx, values.Application)
	if err == nil && f.ClosedTo(actor.ID) {
		return outbox.Mail{}, OutcomeValues{}, noSuchLetter()
	}
	return m, values, err
}

func noSuchLetter() error { return agency.NotFound("There is no such letter.") }

// Approve says that the actor, who did not write it, has read a letter.
func (s *Room) Approve(ctx context.Context, actor agency.Actor, mail string, version int64) error {
	if _, _, err := s.Letter(ctx, actor, mail); err != nil {
		return err
	}
	return s.Outbox.Approve(ctx, actor, mail, version)
}

// ApproveGroup approves every letter of a program with one outcome, of which the
// actor has read a sample. Whoever has a tie to one of the people approves
// none for all of them.
func (s *Room) ApproveGroup(ctx context.Context, actor agency.Actor, slug, kind, sample string, version int64) (n int, err error) {
	letters, err := s.Outbox.InGroup(ctx, Group(slug, kind))
	if err != nil {
		return 0, err
	}
	group, reading := errgroup.WithContext(ctx)
	group.SetLimit(readers)
	for _, m := range letters {
		if m.State == outbox.SecondLook {
			group.Go(func() error {
				_, _, err := s.Letter(reading, actor, m.ID)
				return err
			})
		}
	}
	err = group.Wait()
	if e, ok := errors.AsType[*agency.Error](err); ok && e.Kind == agency.KindNotFound {
		return 0, agency.Conflict("One of these letters is for somebody you have a tie to. Approve the others one by one.", nil)
	}
	if err != nil {
		return 0, err
	}
	return s.Outbox.ApproveGroup(ctx, actor, Group(slug, kind), sample, version)
}

// Retry sends a mail again that was given up; a letter with an outcome only by
// who may read it.
func (s *Room) Retry(ctx context.Context, actor agency.Actor, mail string) error {
	m, err := s.Outbox.Find(ctx, mail)
	if err != nil {
		return err
	}
	if _, err := OutcomeOf(m); err == nil {
		if _, _, err := s.Letter(ctx, actor, mail); err != nil {
			return err
		}
	}
	return s.Outbox.Retry(ctx, actor, mail)
}

// readers is how many letters are looked at at once.
const readers = 16

// OutcomeOf reads what a letter with an outcome says.
func OutcomeOf(m outbox.Mail) (OutcomeValues, error) {
	var v OutcomeValues
	switch m.Letter {
	case LetterAccepted, LetterWaitlisted, LetterDeclined:
	default:
		return v, noSuchLetter()
	}
	if len(m.Values) == 0 {
		return v, agency.Gone("This letter was sent, or thrown away. Its words are not kept here.")
	}
	if err := json.Unmarshal(m.Values, &v); err != nil {
		return v, fmt.Errorf("reading letter %s: %w", m.ID, err)
	}
	return v, nil
}

// worded is an outcome with the words of its letter as they were approved.
func worded(o application.Outcome, m outbox.Mail) (application.Outcome, error) {
	v, err := OutcomeOf(m)
	o.Sentence, o.Note = v.Sentence, v.Note
	return o, err
}
