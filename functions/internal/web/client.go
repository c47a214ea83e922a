package web

import (
	"context"
	"net/http"
	"strings"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/submission"
	"greenroom/site/theme"
)

// clientRoutes are for the client, who has no account: the link in their mail
// lets them in. Opening it changes nothing, however often anything opens it.
func (s *Server) clientRoutes() []Route {
	const on = "submissions"
	const one = "/work/client/{token}"
	return []Route{
		{on, http.MethodGet, one, Everybody, s.clientDraft},
		{on, http.MethodGet, one + "/files/{hash}", Everybody, s.clientFile},
		{on, http.MethodPost, "/api" + one + "/approve", Everybody, s.clientApproves},
		{on, http.MethodPost, "/api" + one + "/return", Everybody, s.clientReturns},
	}
}

// sight is a draft as the client sees it.
type sight struct {
	Work    submission.Deliverable
	Draft   submission.Draft
	Title   string // of the program
	Manager string
	Due     string
	Token   string
	Name    string // as it was typed
	Remarks string
	Wrong   theme.FieldErrors
}

func (s *Server) clientDraft(w http.ResponseWriter, r *http.Request, _ visit) error {
	return s.showClient(w, r, http.StatusOK, nil)
}

func (s *Server) showClient(w http.ResponseWriter, r *http.Request, status int, wrong theme.FieldErrors) error {
	d, draft, err := s.Work.ByToken(r.Context(), r.PathValue("token"))
	if err != nil {
		return err
	}
	p, err := s.Programs.Find(r.Context(), d.Program)
	if err != nil {
		return err
	}
	one := sight{Work: d, Draft: draft, Title: p.Title, Token: r.PathValue("token"), Due: day(d.ClientDue, s.Site.Zone()),
		Name: r.PostFormValue("name"), Remarks: r.PostFormValue("remarks"), Wrong: wrong}
	one.Manager, _ = s.Site.Manager(p.Manager)
	about := page{title: "A draft for you: " + d.Title, secret: true}
	if wrong != nil {
		about.title = "Error: " + about.title
	}
	s.page(w, r, status, about, clientView(one))
	return nil
}

// clientFile hands out the file of the draft that the link is for, and no
// other.
func (s *Server) clientFile(w http.ResponseWriter, r *http.Request, _ visit) error {
	d, draft, err := s.Work.ByToken(r.Context(), r.PathValue("token"))
	if err != nil {
		return err
	}
	if draft.File == nil || draft.File.Hash != r.PathValue("hash") {
		return agency.NotFound("There is no such file.")
	}
	return s.handOut(w, r, d, draft.File.Hash)
}

func (s *Server) clientApproves(w http.ResponseWriter, r *http.Request, _ visit) error {
	return s.clientSays(w, r, func(ctx context.Context, token string) error {
		_, err := s.Work.ClientApproves(ctx, token, r.PostForm.Get("name"))
		return err
	})
}

// clientReturns takes one list: a line is a remark.
func (s *Server) clientReturns(w http.ResponseWriter, r *http.Request, _ visit) error {
	return s.clientSays(w, r, func(ctx context.Context, token string) error {
		_, err := s.Work.ClientReturns(ctx, token, strings.Split(r.PostForm.Get("remarks"), "\n"))
		return err
	})
}

func (s *Server) clientSays(w http.ResponseWriter, r *http.Request, say func(context.Context, string) error) error {
	if err := parse(r); err != nil {
		return err
	}
	token := r.PathValue("token")
	err := say(r.Context(), token)
	if wrong, invalid := faults(err); invalid {
		return s.showClient(w, r, http.StatusUnprocessableEntity, wrong)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/work/client/"+token, http.StatusSeeOther)
	return nil
}
