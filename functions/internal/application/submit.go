package application

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
	"greenroom/site/content"
)

// raceTries is how often an application that met another write is tried again.
const raceTries = 5

// Submit takes an application in (A1). In the same write stand the applicant's
// account, if they have none yet, and the mail with the receipt. The same form
// sent again is answered with the same receipt and has no further effect.
// Faults in the form come back as *agency.Invalid.
func (s *Room) Submit(ctx context.Context, actor agency.Actor, f Form) (Receipt, error) {
	f.tidy()
	if err := s.fromAccount(ctx, actor, &f); err != nil {
		return Receipt{}, err
	}
	var err error
	for range raceTries {
		var r Receipt
		r, err = s.submit(ctx, actor, f)
		if _, raced := errors.AsType[*table.ConflictError](err); !raced {
			return r, err
		}
	}
	return Receipt{}, fmt.Errorf("keeping application: %w: %w", err, table.ErrUnavailable)
}

// fromAccount takes name and address of who is signed in from their account.
func (s *Room) fromAccount(ctx context.Context, actor agency.Actor, f *Form) (err error) {
	if actor.ID != "" {
		f.Name, f.Email, err = s.People.Contact(ctx, actor.ID)
	}
	return err
}

func (s *Room) submit(ctx context.Context, actor agency.Actor, f Form) (Receipt, error) {
	p, err := s.Programs.Find(ctx, f.Program)
	if err != nil {
		return Receipt{}, err
	}
	again, version, err := s.receipt(ctx, f)
	if err != nil {
		return Receipt{}, err
	}
	if version > 0 {
		if gone, err := s.takenBack(ctx, f); err != nil || !gone {
			return again, err
		}
	}
	code, err := s.admission(ctx, p, f.Code)
	if err != nil {
		return Receipt{}, err
	}
	if err := s.check(f, p.Program); err != nil {
		return Receipt{}, err
	}
	person, register, err := s.People.Register(ctx, f.Name, f.Email)
	if err != nil {
		return Receipt{}, err
	}
	greeted := f.Name // by letters; whoever is known is not called what a stranger may have typed
	if len(register) == 0 {
		if greeted, _, err = s.People.Contact(ctx, person); err != nil {
			return Receipt{}, err
		}
	}
	before, lock, err := s.mine(ctx, p.Slug, person)
	if err != nil {
		return Receipt{}, err
	}
	r := Receipt{Program: p.Slug, Token: s.IDs.Secret(), At: s.Now(), HearBy: s.Programs.HearBy(p)}
	if before.ID != "" && before.State != Draft && before.State != Withdrawn {
		return s.again(ctx, actor, f, greeted, p, before, r, version)
	}
	writes, err := s.intake(f, greeted, p, person, before, lock, r, code != nil)
	if err != nil {
		return Receipt{}, err
	}
	receipts, err := r.items(f, version)
	if err != nil {
		return Receipt{}, err
	}
	writes = append(writes, receipts...)
	if code != nil {
		writes = append(writes, *code)
	}
	err = s.Table.Write(ctx, "", append(writes, register...)...)
	return r, err
}

// intake returns the writes that keep a new application and all that goes with
// it. What was a draft keeps its id.
func (s *Room) intake(f Form, greeted string, p program.Program, person string, before Application, lock table.Item, r Receipt, late bool) ([]table.Write, error) {
	now := r.At
	a := Application{ID: s.IDs.New(), Program: p.Slug, Person: person, State: Draft, At: now}
	if before.State == Draft {
		a = before
	}
	state, err := Machine().Next(a.State, "A1")
	if err != nil {
		return nil, err
	}
	a.State, a.Revision, a.SubmittedAt, a.HearBy, a.Late = state, 1, now, r.HearBy, late
	application, err := a.Item()
	if err != nil {
		return nil, err
	}
	lock.Kind, lock.Expires = "lock", time.Time{}
	if lock.Body, err = json.Marshal(a.ID); err != nil {
		return nil, fmt.Errorf("encoding lock: %w", err)
	}
	parts, err := s.parts(a, f, p, now)
	if err != nil {
		return nil, err
	}
	told, err := s.announce(a, f, greeted, p)
	if err != nil {
		return nil, err
	}
	return slices.Concat([]table.Write{
		table.Replace(application), table.Replace(lock), // version 0 creates them
		table.Create(table.Item{Key: entryKey(p.Slug, a.ID), Kind: "entry", Body: []byte("{}")}),
		table.Delete(draftKey(a.ID), table.Any),
		program.CountApplied(p.Slug), p.Unmoved(),
	}, parts, told), nil
}

// parts are the answers, and apart from them what tells who gave them.
func (s *Room) parts(a Application, f Form, p program.Program, now time.Time) ([]table.Write, error) {
	answers, err := put(answersKey(a.ID, a.Revision), "answers", f.answers(p.Program, a.Revision, now))
	if err != nil {
		return nil, err
	}
	who, err := put(whoKey(a.ID), "applicant", f.who(now))
	return []table.Write{table.Set(answers), table.Set(who)}, err
}

// announce is the event, and the receipt that goes out at once.
func (s *Room) announce(a Application, f Form, greeted string, p program.Program) ([]table.Write, error) {
	event, err := s.Event(agency.Actor{ID: a.Person}, "A1", a, Draft, "")
	if err != nil {
		return nil, err
	}
	letter, err := s.post(p, a, f.Email, LetterReceived, ReceivedValues{
		About: s.about(a, greeted, p), At: Moment(a.SubmittedAt, p.TimeZone), HearBy: Day(a.HearBy, p.TimeZone), Readers: p.MinReviews,
	})
	return []table.Write{event, letter}, err
}

// post returns the write of a letter that goes out at once. Answers to it reach
// the project manager.
func (s *Room) post(p program.Program, a Application, email, letter string, values any) (table.Write, error) {
	_, manager := s.Staff.Manager(p.Manager)
	return outbox.PostMail(outbox.Mail{ID: s.IDs.New(), At: s.Now(), To: email, ReplyTo: manager, Letter: letter, About: a.Thing()}, values)
}

// about is what letters about an application say.
func (s *Room) about(a Application, name string, p program.Program) About {
	manager, _ := s.Staff.Manager(p.Manager)
	return About{Application: a.ID, Name: name, Title: p.Title, Manager: manager}
}

// answers are what the form says of the work.
func (f Form) answers(p content.Program, revision int, now time.Time) Answers {
	said := Answers{Revision: revision, At: now, Angle: f.Angle, Piece: f.Piece, Sponsored: f.Sponsored, Available: f.Available == "yes"}
	for i, ask := range p.Questions {
		said.Questions = append(said.Questions, Answer{ask, at([]string{f.Answer1, f.Answer2}, i)})
	}
	for i, choice := range p.Audience {
		said.Audience = append(said.Audience, Answer{choice.Ask, at(f.Audience, i)})
	}
	for i, rule := range hardRules(p) {
		said.Rules = append(said.Rules, Answer{rule, at(f.Rules, i)})
	}
	return said
}

// who is what the form says of the person.
func (f Form) who(now time.Time) Who {
	w := Who{Name: f.Name, Channel: f.Channel, Channel2: f.Channel2, Notice: noticeVersion}
	if f.Newsletter == "yes" {
		w.Newsletter = now
	}
	if f.Praise == "yes" {
		w.Praise = now
	}
	return w
}
