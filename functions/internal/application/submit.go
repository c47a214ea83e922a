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

// wish is a form on its way to becoming an application.
type wish struct {
	Form
	program  program.Program
	person   string        // id of who has the address
	greeted  string        // what letters call them
	register []table.Write // make the person, if there was none
	before   Application   // their application to this program; its ID is "" if there is none
	lock     table.Item    // what keeps it the only one
	code     *table.Write  // uses up the access code, if one was needed
	receipt  Receipt
	version  int64 // of the receipt that the same form got before, 0 for none
}

func (s *Room) submit(ctx context.Context, actor agency.Actor, f Form) (Receipt, error) {
	p, err := s.Programs.Find(ctx, f.Program)
	if err != nil {
		return Receipt{}, err
	}
	w := wish{Form: f, program: p, greeted: f.Name}
	if w.receipt, w.version, err = s.receipt(ctx, f); err != nil {
		return Receipt{}, err
	}
	if w.version > 0 {
		if gone, err := s.takenBack(ctx, f); err != nil || !gone {
			return w.receipt, err
		}
	}
	if w.code, err = s.admission(ctx, p, f.Code); err != nil {
		return Receipt{}, err
	}
	if err := s.check(f, p.Program); err != nil {
		return Receipt{}, err
	}
	if err := s.recognise(ctx, &w); err != nil {
		return Receipt{}, err
	}
	w.receipt = Receipt{Program: p.Slug, Token: s.IDs.Secret(), At: s.Now(), HearBy: s.Programs.HearBy(p)}
	if w.before.ID != "" && w.before.State != Draft && w.before.State != Withdrawn {
		return s.again(ctx, actor, w)
	}
	writes, err := s.intake(w)
	if err != nil {
		return Receipt{}, err
	}
	return w.receipt, s.Table.Write(ctx, "", writes...)
}

// recognise finds out who has the address. Whoever is known is called in
// letters by their own name, and not by what a stranger may have typed.
func (s *Room) recognise(ctx context.Context, w *wish) (err error) {
	if w.person, w.register, err = s.People.Register(ctx, w.Name, w.Email); err != nil {
		return err
	}
	if len(w.register) == 0 {
		if w.greeted, _, err = s.People.Contact(ctx, w.person); err != nil {
			return err
		}
	}
	w.before, w.lock, err = s.mine(ctx, w.program.Slug, w.person)
	return err
}

// intake returns the writes that keep a new application and all that goes with
// it. What was a draft keeps its id.
func (s *Room) intake(w wish) ([]table.Write, error) {
	p, r, lock := w.program, w.receipt, w.lock
	now := r.At
	a := Application{ID: s.IDs.New(), Program: p.Slug, Person: w.person, State: Draft, At: now}
	if w.before.State == Draft {
		a = w.before
	}
	state, err := Machine().Next(a.State, "A1")
	if err != nil {
		return nil, err
	}
	a.State, a.Revision, a.SubmittedAt, a.HearBy, a.Late = state, 1, now, r.HearBy, w.code != nil
	a.Again = w.before.sentBefore()
	application, err := a.Item()
	if err != nil {
		return nil, err
	}
	lock.Kind, lock.Expires = "lock", time.Time{}
	if lock.Body, err = json.Marshal(a.ID); err != nil {
		return nil, fmt.Errorf("encoding lock: %w", err)
	}
	parts, err := s.parts(a, w.Form, p, now)
	if err != nil {
		return nil, err
	}
	told, err := s.announce(a, w.Form, w.greeted, p)
	if err != nil {
		return nil, err
	}
	receipts, err := r.items(w.Form, w.version)
	if err != nil {
		return nil, err
	}
	if w.code != nil {
		receipts = append(receipts, *w.code)
	}
	return slices.Concat([]table.Write{
		table.Replace(application), table.Replace(lock), // version 0 creates them
		table.Create(table.Item{Key: entryKey(p.Slug, a.ID), Kind: "entry", Body: []byte("{}")}),
		table.Delete(draftKey(a.ID), table.Any),
		program.CountApplied(p.Slug, a.Again), p.Unmoved(),
	}, parts, told, receipts, w.register), nil
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
