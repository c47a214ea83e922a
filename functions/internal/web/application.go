package web

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/decision"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/vetting"
	"greenroom/site/content"
	"greenroom/site/theme"
)

func (s *Server) applicationRoutes() []Route {
	const on = "desk"
	const act = "/api/desk/applications/{id}/"
	return []Route{
		{on, http.MethodGet, "/desk/applications/{id}", StaffOnly, s.applicationFile},
		{on, http.MethodPost, act + "shortlist", StaffOnly, s.settle(s.shortlist)},
		{on, http.MethodPost, act + "unshortlist", StaffOnly, s.settle(s.unshortlist)},
		{on, http.MethodPost, act + "ask", StaffOnly, s.settle(s.askApplicant)},
		{on, http.MethodPost, act + "decide", StaffOnly, s.settle(s.decideApplication)},
		{on, http.MethodPost, act + "undo", StaffOnly, s.settle(s.undoDecision)},
		{on, http.MethodPost, act + "promote", StaffOnly, s.settle(s.promote)},
		{on, http.MethodPost, act + "let-go", StaffOnly, s.settle(s.letGo)},
	}
}

// file is everything about one application, for who has scored it or stood
// aside.
type file struct {
	vetting.File
	Summary  vetting.Summary
	Answers  application.Answers
	Who      application.Who
	Opinions []opinion
	Label    string
	HearBy   string
	State    string
	Looks    int
	Position int
	Free     int
	Bands    []decision.Band
	Reasons  []string
	Rules    []string // hard ones
	History  []deed
	May      powers
	Form     fileForm
}

// powers are what the viewer's role lets them do with a file.
type powers struct{ Run, Decide bool }

// fileForm is what a form of the page held that has to be put right.
type fileForm struct {
	Problem  string
	Wrong    theme.FieldErrors
	Kind     string
	Reasons  []string
	Sentence string
	Note     string
	Rule     string
	Question string
	Due      string
}

// opinion is one review, beside the others.
type opinion struct {
	Name     string
	Total    float64
	Adjusted float64
	Believed bool
	Assessed int
	Standing string // "counts", "stale", "partial", "conflicted", "not finished"
	Marks    []row
	Note     string
}

func (s *Server) applicationFile(w http.ResponseWriter, r *http.Request, v visit) error {
	return s.filePage(w, r, http.StatusOK, v, fileForm{})
}

func (s *Server) filePage(w http.ResponseWriter, r *http.Request, status int, v visit, form fileForm) error {
	f, err := s.Vetting.Open(r.Context(), v.person.Actor(), r.PathValue("id"))
	if errors.Is(err, vetting.ErrUnread) {
		return s.unread(w, r, r.PathValue("id"), err)
	}
	if err != nil {
		return err
	}
	one, err := s.fileOf(r.Context(), v, f)
	if err != nil {
		return err
	}
	one.Form = form
	about := page{title: "Application of " + one.Who.Name, secret: true}
	if status != http.StatusOK {
		about.title = "Error: " + about.title
	}
	s.page(w, r, status, about, fileView(one))
	return nil
}

// unread leads somebody who has to score an application first to where they
// can, or can stand aside.
func (s *Server) unread(w http.ResponseWriter, r *http.Request, id string, cause error) error {
	status, say := s.verdict(cause)
	s.page(w, r, status, page{title: "Error: Score it first"}, unreadView(say, id))
	return nil
}

func (s *Server) fileOf(ctx context.Context, v visit, f vetting.File) (one file, err error) {
	a, p := f.Application, f.Program
	one = file{File: f, Summary: f.Summarise(), Label: a.Label(p.TimeZone, 0), HearBy: day(a.HearBy, p.TimeZone), State: words(a.State)}
	one.May = powers{Run: program.MayRun(v.person.Actor()), Decide: decision.MayDecide(v.person.Actor())}
	for _, rule := range p.Eligibility {
		if rule.Hard {
			one.Rules = append(one.Rules, rule.Text)
		}
	}
	if a.Outcome != nil {
		one.Bands, one.Reasons = decision.Told(p.Program, *a.Outcome)
	}
	looks, err := s.Applications.Looks(ctx, a)
	if err != nil {
		return one, err
	}
	one.Looks = len(looks)
	if one.Answers, err = s.Applications.Answers(ctx, a); err != nil {
		return one, err
	}
	if one.Who, err = s.Applications.Who(ctx, a); err != nil {
		return one, err
	}
	if one.Position, err = s.Decisions.Position(ctx, a); err != nil {
		return one, err
	}
	if one.Free, err = s.Applications.Free(ctx, p); err != nil {
		return one, err
	}
	if one.Opinions, err = s.opinions(ctx, f); err != nil {
		return one, err
	}
	one.History, err = s.applicationHistory(ctx, a)
	return one, err
}

// opinions are the reviews of a file with the names of who wrote them.
func (s *Server) opinions(ctx context.Context, f vetting.File) ([]opinion, error) {
	panel, err := s.Vetting.Panel(ctx, s.Applications, f.Program)
	if err != nil {
		return nil, err
	}
	var list []opinion
	for _, r := range f.Reviews {
		if r.Pass == "" {
			continue
		}
		name, _, err := s.Accounts.Contact(ctx, r.Reviewer)
		if err != nil {
			return nil, err
		}
		one := opinion{Name: name, Note: r.Note, Standing: f.Worth(r)}
		one.Total, one.Assessed = vetting.Total(f.Program.Program, r.Marks)
		one.Adjusted, one.Believed = panel.Adjusted(r.Reviewer, one.Total)
		for _, pass := range []content.Pass{content.Blind, content.Revealed} {
			one.Marks = append(one.Marks, rows(vetting.Reading{Program: f.Program}, pass, r.Marks)...)
		}
		list = append(list, one)
	}
	return list, nil
}

// words are a state as the staff reads it.
func words(s agency.State) string { return strings.ReplaceAll(string(s), "_", " ") }
