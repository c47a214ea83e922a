package web

import (
	"context"
	"net/http"

	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/document"
	"greenroom/site/theme"
)

// signRoutes are for the client, who has no account: the link in their mail
// lets them in. Opening it changes nothing, however often anything opens it.
func (s *Server) signRoutes() []Route {
	const on = "briefs"
	const one = "/briefs/sign/{token}"
	return []Route{
		{on, http.MethodGet, one, Everybody, s.signPage},
		{on, http.MethodPost, "/api" + one + "/sign", Everybody, s.signBrief},
		{on, http.MethodPost, "/api" + one + "/return", Everybody, s.returnBrief},
	}
}

// signing is a brief as who signs for the client sees it.
type signing struct {
	brief.Sight
	Token   string
	Until   string
	Signed  theme.Time
	Readers []approval
	Base    int            // the version in force that Changes are counted from
	Changes []clauseChange // that an amendment makes
	Cost    string         // of what is new, "" for nothing
	Name    string         // as it was typed
	Remarks string
	Wrong   theme.FieldErrors
}

// Waits reports whether the client has not said anything yet.
func (s signing) Waits() bool { return s.Sight.Signed == "" && len(s.Returned) == 0 }

func (s *Server) signPage(w http.ResponseWriter, r *http.Request, _ visit) error {
	return s.showSign(w, r, http.StatusOK, nil)
}

func (s *Server) showSign(w http.ResponseWriter, r *http.Request, status int, wrong theme.FieldErrors) error {
	sight, err := s.Briefs.ByToken(r.Context(), r.PathValue("token"))
	if err != nil {
		return err
	}
	d, err := s.Briefs.Document(r.Context(), sight.Brief.Program)
	if err != nil {
		return err
	}
	one := signing{Sight: sight, Token: r.PathValue("token"), Until: day(sight.Until, s.Site.Zone()), Signed: s.time(sight.SignedAt),
		Name: r.PostFormValue("name"), Remarks: r.PostFormValue("remarks"), Wrong: wrong}
	if one.Readers, err = s.approvals(r.Context(), d.Current); err != nil {
		return err
	}
	if err := s.amends(r.Context(), d, &one); err != nil {
		return err
	}
	about := page{title: "A brief for you: " + sight.Program, secret: true}
	if wrong != nil {
		about.title = "Error: " + about.title
	}
	s.page(w, r, status, about, signView(one))
	return nil
}

func (s *Server) signBrief(w http.ResponseWriter, r *http.Request, _ visit) error {
	return s.signed(w, r, func(ctx context.Context, token string) error {
		_, err := s.Briefs.Sign(ctx, token, r.PostForm.Get("name"))
		return err
	})
}

// returnBrief takes one list: a line is a remark.
func (s *Server) returnBrief(w http.ResponseWriter, r *http.Request, _ visit) error {
	return s.signed(w, r, func(ctx context.Context, token string) error {
		var remarks []document.Remark
		for _, line := range linesOf(r.PostForm.Get("remarks")) {
			remarks = append(remarks, document.Remark{Text: line})
		}
		_, err := s.Briefs.Return(ctx, token, r.PostForm.Get("name"), remarks)
		return onField(onField(err, "name", "who"), "text", "remarks")
	})
}

func (s *Server) signed(w http.ResponseWriter, r *http.Request, say func(context.Context, string) error) error {
	if err := parse(r); err != nil {
		return err
	}
	token := r.PathValue("token")
	err := say(r.Context(), token)
	if wrong, invalid := faults(err); invalid {
		return s.showSign(w, r, http.StatusUnprocessableEntity, wrong)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/briefs/sign/"+token, http.StatusSeeOther)
	return nil
}
