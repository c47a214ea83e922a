package decision

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/vetting"
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
	err = s.mayRead(ctx, actor, values.Application)
	if err != nil {
		return outbox.Mail{}, OutcomeValues{}, err
	}
	return m, values, nil
}

// mayRead says whether a letter about an application is for the actor's eyes.
// Whoever may still have to score the work has not seen a name before.
func (s *Room) mayRead(ctx context.Context, actor agency.Actor, id string) error {
	if vetting.MayReview(actor) {
		_, err := s.Vetting.Open(ctx, actor, id)
		return asLetter(err)
	}
	f, err := s.Vetting.File(ctx, id)
	if err != nil {
		return err
	}
	rival, err := s.Vetting.Competes(ctx, actor, f.Program.Slug)
	if err == nil && (rival || f.ClosedTo(actor.ID)) {
		return noSuchLetter()
	}
	return err
}

func asLetter(err error) error {
	if e, ok := errors.AsType[*agency.Error](err); ok && e.Kind == agency.KindNotFound {
		return noSuchLetter()
	}
	return err
}

func noSuchLetter() error { return agency.NotFound("There is no such letter.") }

// Approve says that the actor, who did not write it, has read a letter.
func (s *Room) Approve(ctx context.Context, actor agency.Actor, mail string, version int64) error {
	if _, _, err := s.Letter(ctx, actor, mail); err != nil {
		return err
	}
	return s.Outbox.Approve(ctx, actor, mail, version)
}

// ApproveGroup approves every letter of a program with one outcome of which the
// actor has read a sample, but for those to people they have a tie to.
func (s *Room) ApproveGroup(ctx context.Context, actor agency.Actor, slug, kind, sample string, version int64) (n int, err error) {
	if _, _, err := s.Letter(ctx, actor, sample); err != nil {
		return 0, err
	}
	tied, err := s.tied(ctx, actor, Group(slug, kind))
	if err != nil {
		return 0, err
	}
	return s.Outbox.ApproveGroup(ctx, actor, Group(slug, kind), sample, version, tied...)
}

// readers is how many letters are looked at at once.
const readers = 16

// tied names the letters of a group that are for people the actor has a tie to.
func (s *Room) tied(ctx context.Context, actor agency.Actor, group string) ([]string, error) {
	letters, err := s.Outbox.InGroup(ctx, group)
	if err != nil {
		return nil, err
	}
	closed := make([]string, len(letters))
	all, reading := errgroup.WithContext(ctx)
	all.SetLimit(readers)
	for i, m := range letters {
		all.Go(func() error {
			v, err := OutcomeOf(m)
			if err != nil {
				return err
			}
			f, err := s.Vetting.File(reading, v.Application)
			if err == nil && f.ClosedTo(actor.ID) {
				closed[i] = m.ID
			}
			return err
		})
	}
	err = all.Wait()
	return slices.DeleteFunc(closed, func(id string) bool { return id == "" }), err
}

// Retry sends a mail again that was given up; a letter with an outcome not by
// who has a tie to the person.
func (s *Room) Retry(ctx context.Context, actor agency.Actor, mail string) error {
	m, err := s.Outbox.Find(ctx, mail)
	if err != nil {
		return err
	}
	if v, err := OutcomeOf(m); err == nil {
		f, err := s.Vetting.File(ctx, v.Application)
		if err != nil {
			return err
		}
		if f.ClosedTo(actor.ID) {
			return noSuchLetter()
		}
	}
	return s.Outbox.Retry(ctx, actor, mail)
}

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
