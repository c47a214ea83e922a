package decision

import (
	"cmp"
	"context"
	"slices"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
	"greenroom/functions/internal/vetting"
)

// Waitlisted are the people who wait for a place of a program, next first.
func (s *Room) Waitlisted(ctx context.Context, slug string) ([]application.Application, error) {
	list, err := s.Applications.InState(ctx, slug, application.Waitlisted)
	slices.SortFunc(list, func(a, b application.Application) int { return cmp.Compare(a.Outcome.Position, b.Outcome.Position) })
	return list, err
}

// Position is the number of an application on its waitlist: 1 is next. It is 0
// for one that is not on it. Others move up by themselves when somebody leaves.
func (s *Room) Position(ctx context.Context, a application.Application) (int, error) {
	if a.State != application.Waitlisted {
		return 0, nil
	}
	list, err := s.Waitlisted(ctx, a.Program)
	before := 0
	for _, b := range list {
		if b.Outcome.Position < a.Outcome.Position {
			before++
		}
	}
	return before + 1, err
}

// Promote gives a free place to somebody on the waitlist (A13). Their letter
// says what was read and approved when they were put on it.
func (s *Room) Promote(ctx context.Context, actor agency.Actor, id string, version int64) (application.Application, error) {
	if !program.MayRun(actor) {
		return application.Application{}, agency.Forbidden("Only project managers may give a place.")
	}
	f, err := s.asRead(ctx, actor, id, version, "A13")
	if err != nil {
		return f.Application, err
	}
	return placing(func() (application.Application, error) { return s.promote(ctx, actor, f) })
}

func (s *Room) promote(ctx context.Context, actor agency.Actor, f vetting.File) (application.Application, error) {
	a := f.Application
	outcome := *a.Outcome
	outcome.Kind, outcome.ConfirmBy, outcome.Mail = application.Accept, s.confirmBy(f.Program), s.IDs.New()
	place, err := s.Applications.TakePlace(ctx, f.Program)
	if err != nil {
		return a, err
	}
	values, email, err := s.values(ctx, f, outcome, "")
	if err != nil {
		return a, err
	}
	values.Reasons = nil // they said why not at once
	letter, err := s.post(f.Program, email, LetterAccepted, outcome.Mail, a.Thing(), values)
	if err != nil {
		return a, err
	}
	unsent, err := s.Applications.Undone(ctx, a) // of two letters with an outcome only the last leaves
	if err != nil {
		return a, err
	}
	return s.Applications.Move(ctx, actor, a, "A13", "", func(a *application.Application) { a.Outcome = &outcome }, append(unsent, place, letter)...)
}

// LetGo declines somebody on the waitlist because the places are filled (A14).
func (s *Room) LetGo(ctx context.Context, actor agency.Actor, id string, version int64) (application.Application, error) {
	if !program.MayRun(actor) && !actor.Is(agency.System) {
		return application.Application{}, agency.Forbidden("Only project managers may end the wait for a place.")
	}
	f, err := s.asRead(ctx, actor, id, version, "A14")
	if err != nil {
		return f.Application, err
	}
	a := f.Application
	outcome := *a.Outcome
	outcome.Kind, outcome.Reasons, outcome.Mail = application.Decline, []string{PlacesFilled}, s.IDs.New()
	values, email, err := s.values(ctx, f, outcome, "")
	if err != nil {
		return a, err
	}
	values.Sentence = "" // it was written for another answer
	letter, err := s.post(f.Program, email, LetterDeclined, outcome.Mail, a.Thing(), values)
	if err != nil {
		return a, err
	}
	unsent, err := s.Applications.Undone(ctx, a)
	if err != nil {
		return a, err
	}
	return s.Applications.Move(ctx, actor, a, "A14", "places filled", func(a *application.Application) { a.Outcome = &outcome }, append(unsent, letter)...)
}

// asRead returns the file of an application that is still as the actor saw it,
// and that a transition may move.
func (s *Room) asRead(ctx context.Context, actor agency.Actor, id string, version int64, transition string) (vetting.File, error) {
	f, err := s.Vetting.File(ctx, id)
	if err != nil {
		return vetting.File{}, err
	}
	if f.ClosedTo(actor.ID) {
		return vetting.File{}, noSuchApplication()
	}
	if _, err := application.Machine().Next(f.Application.State, transition); err != nil {
		return f, err
	}
	if f.Application.Version != version {
		return f, application.Changed(nil)
	}
	return f, nil
}

func noSuchApplication() error { return agency.NotFound("There is no such application.") }

// post returns the write of a letter about a thing that goes out at once. Answers to it reach the project manager.
func (s *Room) post(p program.Program, email, letter, id, thing string, values any) (table.Write, error) {
	_, manager := s.Applications.Staff.Manager(p.Manager)
	return outbox.PostMail(outbox.Mail{ID: id, To: email, Letter: letter, At: s.Now(), About: thing, ReplyTo: manager}, values)
}
