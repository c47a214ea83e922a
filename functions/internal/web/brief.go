package web

import (
	"context"
	"net/http"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/program"
	"greenroom/site/theme"
)

func (s *Server) briefRoutes() []Route {
	const on = "briefs"
	const one = "/me/brief/{application}"
	return []Route{
		{on, http.MethodGet, one, Members, s.briefPage},
		{on, http.MethodPost, "/api" + one + "/acknowledge", Members, s.acknowledge},
		{on, http.MethodPost, "/api" + one + "/ask", Members, s.askOnBoard},
		{on, http.MethodPost, "/api" + one + "/take", Members, s.takeOffer},
	}
}

// instructions is the brief in force as somebody who works from it sees it.
type instructions struct {
	Application application.Application
	Program     program.Program
	Manager     string
	Released    brief.Released // offers that were taken are clauses like others
	Out         theme.Time
	Offers      []choice // that were not taken
	Taken       []int    // numbers of clauses that were offers
	Ack         brief.Ack
	Known       bool // Ack is one, of this version or an earlier one
	AckAt       theme.Time
	Questions   []brief.Question
	Changes     []clauseChange // since the version that was acknowledged
	Board       []asking
	Form        memberForm
}

// Current reports whether the version in force is acknowledged.
func (i instructions) Current() bool { return i.Known && i.Ack.Number == i.Released.Number }

// memberForm is what a form of the page held that has to be put right.
type memberForm struct {
	Problem  string
	Wrong    theme.FieldErrors
	Answers  map[int]string // by the place of the question
	Question string
}

// asking is a question on the board.
type asking struct {
	brief.Asked
	Told, Answered theme.Time
	Late           bool
}

func (s *Server) briefPage(w http.ResponseWriter, r *http.Request, v visit) error {
	return s.showBrief(w, r, http.StatusOK, v, memberForm{})
}

// showBrief shows the brief in force to somebody who works from it.
func (s *Server) showBrief(w http.ResponseWriter, r *http.Request, status int, v visit, form memberForm) error {
	a, err := s.partOf(r, v)
	if err != nil {
		return err
	}
	one, err := s.instructions(r.Context(), v, a)
	if err != nil {
		return err
	}
	one.Form = form
	about := page{title: "The brief of “" + one.Program.Title + "”"}
	if status != http.StatusOK {
		about.title = "Error: " + about.title
	}
	s.page(w, r, status, about, instructionsView(one))
	return nil
}

// partOf is the application that the address names, if it is the viewer's and
// takes part in the work.
func (s *Server) partOf(r *http.Request, v visit) (application.Application, error) {
	a, err := s.Applications.OwnedBy(r.Context(), v.person.Actor(), r.PathValue("application"))
	if err == nil && !brief.Takes(a) {
		err = agency.NotFound("There is no brief for this application.")
	}
	return a, err
}

func (s *Server) instructions(ctx context.Context, v visit, a application.Application) (one instructions, err error) {
	one.Application = a
	if one.Program, err = s.Programs.Find(ctx, a.Program); err != nil {
		return one, err
	}
	one.Manager, _ = s.Site.Manager(one.Program.Manager)
	if one.Released, one.Questions, err = s.Briefs.SelfCheck(ctx, a); err != nil {
		return one, err
	}
	one.Out = s.time(one.Released.At)
	if one.Ack, one.Known, err = s.Briefs.Acknowledged(ctx, a.ID); err != nil {
		return one, err
	}
	if one.Known {
		one.AckAt = s.time(one.Ack.At)
		if err := s.since(ctx, &one); err != nil {
			return one, err
		}
	}
	all, err := s.Briefs.Questions(ctx, v.person.Actor(), a.Program)
	one.Board = s.askings(all)
	return one, err
}

// since adds what is an offer to somebody who has acknowledged a version, and
// what changed after it.
func (s *Server) since(ctx context.Context, one *instructions) error {
	if err := s.choices(ctx, one); err != nil {
		return err
	}
	asWritten, err := s.Briefs.At(ctx, one.Application.Program, one.Released.Number)
	if err != nil {
		return err
	}
	_, offered := asWritten.Binds(one.Ack.First)
	for _, c := range offered {
		if mine, known := one.Released.Clause(c.Number); known && !mine.Offer(one.Ack.First) {
			one.Taken = append(one.Taken, c.Number)
		}
	}
	if one.Current() {
		return nil
	}
	before, err := s.Briefs.At(ctx, one.Application.Program, one.Ack.Number)
	if err != nil {
		return err
	}
	one.Changes = changesOf(before, asWritten, one.Program.Currency)
	return nil
}

func (s *Server) askings(all []brief.Asked) []asking {
	var list []asking
	for _, q := range all {
		one := asking{Asked: q, Told: s.time(q.At), Late: q.Late(s.Now())}
		if !q.Open() {
			one.Answered = s.time(q.AnsweredAt)
		}
		list = append(list, one)
	}
	return list
}
