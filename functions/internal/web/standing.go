package web

import (
	"context"
	"fmt"
	"strings"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/decision"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/submission"
	"greenroom/site/content"
)

// standing is one of a person's applications as they see it.
type standing struct {
	application.Application
	Title    string // of the program
	Address  string // of its page
	Label    string
	HearBy   string
	Sent     string
	Seen     string
	Manager  string
	Bands    []decision.Band
	Reasons  []string
	Sentence string
	Note     string
	Editable bool
	Asked    *asked
	Answers  application.Answers
	Who      application.Who
	Ended    bool
	Terms    []application.Answer // what an accepted person confirms
	Off      string               // the notice, if the program was called off
	Brief    briefStanding
	Work     []submission.Deliverable
}

// asked is the one question and until when an answer is read.
type asked struct {
	application.Question
	Until string
}

// standing says where an application stands, in the words for its sender.
func (s *Server) standing(ctx context.Context, a application.Application) (standing, error) {
	p, err := s.Programs.Find(ctx, a.Program)
	if err != nil {
		return standing{}, err
	}
	position, err := s.Decisions.Position(ctx, a)
	if err != nil {
		return standing{}, err
	}
	manager, _ := s.Applications.Staff.Manager(p.Manager)
	one := standing{Application: a, Title: p.Title, Address: "/programs/" + p.Slug + "/", Label: a.Label(p.TimeZone, position),
		Manager: manager, HearBy: day(a.HearBy, p.TimeZone), Sent: moment(a.SubmittedAt, p.TimeZone), Seen: day(a.SeenAt, p.TimeZone)}
	one.Ended = !a.ClosedAt.IsZero()
	one.Editable, err = s.Applications.Editable(ctx, a)
	if a.State == application.NeedsInfo {
		one.Asked = &asked{Question: *a.Question, Until: day(a.Question.Due, p.TimeZone)}
	}
	if p.Standing.State == content.Cancelled {
		one.Off = p.Standing.Notice
	}
	one.tell(p)
	if err == nil && len(one.Terms) > 0 {
		err = s.atWork(ctx, &one)
	}
	return one, err
}

// briefStanding is how far somebody is with the brief of their program.
type briefStanding struct {
	Number int  // of the version in force; 0 while there is none
	Known  bool // they have acknowledged it
}

// atWork adds what an accepted person works from and owes.
func (s *Server) atWork(ctx context.Context, one *standing) (err error) {
	released, err := s.Briefs.Released(ctx, one.Program)
	if err != nil && kindOf(err) != agency.KindNotFound {
		return err
	}
	if err == nil {
		ack, known, err := s.Briefs.Acknowledged(ctx, one.ID)
		if err != nil {
			return err
		}
		one.Brief = briefStanding{Number: released.Number, Known: known && ack.Number == released.Number}
	}
	one.Work, err = s.Work.OfApplication(ctx, one.ID)
	return err
}

// tell adds the outcome, if it was released.
func (one *standing) tell(p program.Program) {
	o := one.Outcome
	if o == nil || one.AnsweredAt.IsZero() {
		return
	}
	one.Bands, one.Reasons = decision.Told(p.Program, *o)
	one.Sentence, one.Note = o.Sentence, o.Note
	if one.State == application.Accepted || one.State == application.Confirmed {
		one.Terms = terms(p.Program)
	}
}

// terms are what both sides are held to, as the program's page has them.
func terms(p content.Program) []application.Answer {
	list := []application.Answer{{Ask: "You make", Say: strings.Join(p.Deliverables, "\n")}, {Ask: "You are paid", Say: fmt.Sprintf(
		"%s, within %d days of going live. You also get: %s", content.Money(p.Fee, p.Currency), p.TermsDays, p.Product)}}
	if p.Rolling == nil {
		list = append(list, application.Answer{Ask: "Dates", Say: fmt.Sprintf("Draft by %s, live from %s to %s",
			day(p.DraftBy, p.TimeZone), day(p.LiveFrom, p.TimeZone), day(p.LiveTo, p.TimeZone))})
	}
	return append(list, application.Answer{Ask: "It stays live", Say: fmt.Sprintf("at least %d days", p.KeepDays)},
		application.Answer{Ask: "Edits", Say: fmt.Sprintf("%d %s included. Anything else is a new ask, with a fee, and you may say no", p.EditRounds, plural(p.EditRounds, "round is", "rounds are"))},
		application.Answer{Ask: "Rights", Say: p.Rights}, application.Answer{Ask: "Exclusivity", Say: p.Exclusivity},
		application.Answer{Ask: "If it is called off", Say: p.KillFee}, application.Answer{Ask: "How you say that it is paid", Say: p.Disclosure})
}

// gone reports whether an application was given up before it was sent: nothing
// of it is left.
func gone(a application.Application) bool {
	return a.Revision == 0 && a.State != application.Draft
}
