package web

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/decision"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/submission"
	"greenroom/site/content"
	"greenroom/site/theme"
)

func (s *Server) meRoutes() []Route {
	const on = "applications"
	const one = "/me/applications/{id}"
	return []Route{
		{on, http.MethodGet, "/me/{$}", Members, s.me},
		{on, http.MethodGet, one, Members, s.myApplication},
		{on, http.MethodGet, one + "/edit", Members, s.editPage},
		{on, http.MethodPost, "/api" + one + "/edit", Members, s.editApplication},
		{on, http.MethodPost, "/api" + one + "/answer", Members, s.answerQuestion},
		{on, http.MethodPost, "/api" + one + "/withdraw", Members, s.withdrawApplication},
		{on, http.MethodPost, "/api" + one + "/confirm", Members, s.confirmApplication},
		{on, http.MethodGet, "/me/channels", Members, s.channelsPage},
		{on, http.MethodPost, "/api/me/channels", Members, s.keepChannels},
	}
}

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

// me lists a person's applications.
func (s *Server) me(w http.ResponseWriter, r *http.Request, v visit) error {
	list, err := s.Applications.OfPerson(r.Context(), v.person.ID)
	if err != nil {
		return err
	}
	var all []standing
	for _, hint := range list { // the list may lag: each is read again
		a, err := s.Applications.OwnedBy(r.Context(), v.person.Actor(), hint.ID)
		if kindOf(err) == agency.KindNotFound {
			continue
		}
		if err != nil {
			return err
		}
		if gone(a) {
			continue
		}
		one, err := s.standing(r.Context(), a)
		if kindOf(err) == agency.KindNotFound { // its program is no longer in the files
			continue
		}
		if err != nil {
			return err
		}
		all = append(all, one)
	}
	s.page(w, r, http.StatusOK, page{title: "Your pages"}, mePage(v.person, all))
	return nil
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

func day(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return application.Day(t, zone)
}

func moment(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return application.Moment(t, zone)
}

func (s *Server) myApplication(w http.ResponseWriter, r *http.Request, v visit) error {
	a, err := s.Applications.OwnedBy(r.Context(), v.person.Actor(), r.PathValue("id"))
	if err != nil {
		return err
	}
	return s.myApplicationPage(w, r, http.StatusOK, a, "", nil)
}

// myApplicationPage shows one application to who sent it. answer is what they
// have typed to the question, if it has to be put right.
func (s *Server) myApplicationPage(w http.ResponseWriter, r *http.Request, status int, a application.Application, answer string, wrong theme.FieldErrors) error {
	if a.State == application.Draft {
		http.Redirect(w, r, "/apply/"+a.Program, http.StatusSeeOther)
		return nil
	}
	if gone(a) {
		return agency.NotFound("There is no such application any more: it was given up before it was sent.")
	}
	one, err := s.standing(r.Context(), a)
	if err != nil {
		return err
	}
	if one.Answers, err = s.Applications.Answers(r.Context(), a); err != nil {
		return err
	}
	if one.Who, err = s.Applications.Who(r.Context(), a); err != nil {
		return err
	}
	about := page{title: "Your application to “" + one.Title + "”"}
	if len(wrong) > 0 {
		about.title = "Error: " + about.title
	}
	s.page(w, r, status, about, myApplicationView(one, answer, wrong))
	return nil
}

func (s *Server) withdrawApplication(w http.ResponseWriter, r *http.Request, v visit) error {
	a, err := s.Applications.Withdraw(r.Context(), v.person.Actor(), r.PathValue("id"))
	if err != nil {
		return err
	}
	if gone(a) {
		http.Redirect(w, r, "/me/", http.StatusSeeOther)
		return nil
	}
	http.Redirect(w, r, "/me/applications/"+a.ID, http.StatusSeeOther)
	return nil
}

// confirmApplication takes an accepted person's word.
func (s *Server) confirmApplication(w http.ResponseWriter, r *http.Request, v visit) error {
	if err := parse(r); err != nil {
		return err
	}
	get := r.PostForm.Get
	a, err := s.confirm(r, v, number(get("version")), get("terms") == "yes")
	if wrong, invalid := faults(err); invalid {
		return s.myApplicationPage(w, r, http.StatusUnprocessableEntity, a, "", wrong)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/me/applications/"+a.ID, http.StatusSeeOther)
	return nil
}

// confirm takes a person's word on the terms. Where a brief is out they have
// read it before; what they owe is theirs from then on.
func (s *Server) confirm(r *http.Request, v visit, version int64, terms bool) (application.Application, error) {
	a, err := s.Applications.OwnedBy(r.Context(), v.person.Actor(), r.PathValue("id"))
	if err != nil {
		return a, err
	}
	one := standing{Application: a}
	if err := s.atWork(r.Context(), &one); err != nil {
		return a, err
	}
	if one.Brief.Number > 0 && !one.Brief.Known && a.State == application.Accepted {
		return a, &agency.Invalid{Fields: []agency.FieldError{{Field: "terms", Message: "Read the brief and answer its three questions first: it says exactly what you agree to"}}}
	}
	if a, err = s.Applications.Confirm(r.Context(), v.person.Actor(), a.ID, version, terms); err != nil {
		return a, err
	}
	return a, s.Work.Assign(r.Context(), a)
}

// answerQuestion takes the answer to the one question that was asked.
func (s *Server) answerQuestion(w http.ResponseWriter, r *http.Request, v visit) error {
	if err := parse(r); err != nil {
		return err
	}
	id, answer := r.PathValue("id"), r.PostForm.Get("answer")
	a, err := s.Applications.Reply(r.Context(), v.person.Actor(), id, answer)
	if wrong, invalid := faults(err); invalid {
		return s.myApplicationPage(w, r, http.StatusUnprocessableEntity, a, answer, wrong)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/me/applications/"+a.ID, http.StatusSeeOther)
	return nil
}
