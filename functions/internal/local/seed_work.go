package local

import (
	"context"
	"fmt"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/submission"
)

// demoWork is the one piece of work of the demo that is under way: its brief
// was read by two people and signed by the client, and a draft waits.
type demoWork struct {
	program                                string
	writer, second, third                  string // slugs of the staff
	client, email                          string
	began, signed, released, agreed, draft time.Time
	name, address                          string // of the influencer
	caption                                string
}

func demoWorkOf(later int) demoWork {
	at := func(before, hour int) time.Time {
		return demoDay().AddDate(0, 0, later-before).Add(time.Duration(hour) * time.Hour)
	}
	return demoWork{
		program: "barnacle-first-thousand", writer: "devon-achterberg", second: "priya-lindqvist", third: "sam-okafor-reyes",
		client: "Jo Marsden", email: "jo@barnacleandbone.example",
		began: at(8, 14), signed: at(7, 15), released: at(7, 16), agreed: at(5, 18), draft: at(1, 15),
		name: "Milo Hart", address: "milo@example.com",
		caption: "Ad: this is Biscuit, twelve years old, with four teeth and a dental chew from @barnacleandbone. He has been at it for an hour. " +
			"I have not laughed so much since he found the vacuum cleaner. The size chart is in the second picture; he is an M. #ad",
	}
}

// seedWork lets the demo's piece of work come as far as it is. Words other than
// the demo's have none.
func (s *stage) seedWork(ctx context.Context, d demoWork) error {
	if _, known := s.Site.Program(d.program); !known || s.staff[d.writer].ID == "" {
		return nil
	}
	for _, act := range []func(context.Context, demoWork) error{s.briefed, s.confirmed, s.sent} {
		if err := act(ctx, d); err != nil {
			return fmt.Errorf("seeding work of %s: %w", d.name, err)
		}
	}
	return nil
}

// briefed brings the brief into force.
func (s *stage) briefed(ctx context.Context, d demoWork) error {
	if _, err := s.Briefs.Released(ctx, d.program); err == nil {
		return nil
	}
	writer := s.staff[d.writer]
	s.now = d.began
	if err := s.Briefs.SetContact(ctx, writer, d.program, d.client, d.email); err != nil {
		return err
	}
	doc, err := s.Briefs.Start(ctx, writer, d.program)
	if err != nil {
		return err
	}
	if doc, err = s.Briefs.Send(ctx, writer, d.program, doc.Version); err != nil {
		return err
	}
	for _, reader := range []string{d.second, d.third} {
		s.now = s.now.Add(time.Hour)
		if doc, err = s.Briefs.Approve(ctx, s.staff[reader], d.program, doc.Current.Hash, ""); err != nil {
			return err
		}
	}
	s.now = d.signed
	ticket := brief.Ticket{Document: doc.ID, Number: doc.Current.Number, Hash: doc.Current.Hash, Expires: d.signed.Add(time.Hour).Unix()}
	if doc, err = s.Briefs.Sign(ctx, s.Briefs.Proofs.Token(ticket), d.client); err != nil {
		return err
	}
	s.now = d.released
	if _, err = s.Briefs.Release(ctx, writer, d.program, doc.Version); err != nil {
		return err
	}
	_, err = s.Briefs.Deliver(ctx, d.program, s.now.Add(time.Minute))
	return err
}

// confirmed lets the influencer read the brief and accept the terms.
func (s *stage) confirmed(ctx context.Context, d demoWork) error {
	a, actor, err := s.accepted(ctx, d)
	if err != nil || a.State != application.Accepted {
		return err
	}
	s.now = d.agreed
	released, questions, err := s.Briefs.SelfCheck(ctx, a)
	if err != nil {
		return err
	}
	var answers []int
	for _, q := range questions {
		clause, _ := released.Clause(q.Clause)
		answers = append(answers, map[brief.Kind]int{brief.Must: 0, brief.MustNot: 1, brief.Should: 2, brief.Info: 2}[clause.Kind])
	}
	if _, _, err := s.Briefs.Acknowledge(ctx, actor, a, released.Number, released.Hash, answers); err != nil {
		return err
	}
	if a, err = s.Applications.Confirm(ctx, actor, a.ID, a.Version, true); err != nil {
		return err
	}
	return s.Work.Assign(ctx, a)
}

// accepted is the influencer's application.
func (s *stage) accepted(ctx context.Context, d demoWork) (application.Application, agency.Actor, error) {
	person, _, err := s.Accounts.Register(ctx, d.name, d.address)
	actor := agency.Actor{ID: person, Name: d.name, Roles: []agency.Role{agency.Influencer}}
	if err != nil {
		return application.Application{}, actor, err
	}
	a, err := s.Applications.Mine(ctx, actor, d.program)
	return a, actor, err
}

// sent lets the influencer send a draft.
func (s *stage) sent(ctx context.Context, d demoWork) error {
	a, actor, err := s.accepted(ctx, d)
	if err != nil || a.State != application.Confirmed {
		return err
	}
	s.now = d.draft
	work, err := s.Work.Find(ctx, a.ID, 1)
	if err != nil || work.Drafts > 0 {
		return err
	}
	clauses, _, err := s.Work.Checklist(ctx, work)
	if err != nil {
		return err
	}
	form := submission.DraftForm{Version: work.Version, Text: d.caption, Spoken: "0:02", Screen: "0:01"}
	for _, c := range clauses {
		form.Ticks = append(form.Ticks, submission.Tick{Clause: c.Number, Done: true})
	}
	_, _, err = s.Work.SendDraft(ctx, actor, a.ID, 1, form)
	return err
}
