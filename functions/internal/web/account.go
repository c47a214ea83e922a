package web

import (
	"net/http"
	"net/url"
	"strings"

	"greenroom/functions/internal/account"
	"greenroom/functions/internal/agency"
)

func (s *Server) accountRoutes() []Route {
	const on = "accounts"
	return []Route{
		{on, http.MethodGet, "/sign-in", Everybody, s.signInPage},
		{on, http.MethodPost, "/api/sign-in", Everybody, s.askSignIn},
		{on, http.MethodGet, "/sign-in/code", Everybody, s.codePage},
		{on, http.MethodPost, "/api/sign-in/code", Everybody, s.signInByCode},
		{on, http.MethodGet, "/sign-in/link/{request}/{token}", Everybody, s.linkPage},
		{on, http.MethodPost, "/api/sign-in/link", Everybody, s.signInByLink},
		{on, http.MethodPost, "/api/sign-out", Everybody, s.signOut},
	}
}

func (s *Server) signInPage(w http.ResponseWriter, r *http.Request, _ visit) error {
	s.page(w, r, http.StatusOK, page{title: "Sign in"}, signInForm(signIn{Next: ownPath(r.FormValue("next"))}, nil))
	return nil
}

// signIn is the form as it was filled in.
type signIn struct{ Name, Email, Next string }

// Open reports whether also somebody who is new here may sign in: to write a
// post for the blog. They say their name, which is asked of everybody, so that
// the form tells nobody who is known here.
func (f signIn) Open() bool { return strings.HasPrefix(f.Next, "/me/posts") }

func (s *Server) askSignIn(w http.ResponseWriter, r *http.Request, _ visit) error {
	if err := parse(r); err != nil {
		return err
	}
	f := signIn{Name: r.PostForm.Get("name"), Email: r.PostForm.Get("email"), Next: ownPath(r.PostForm.Get("next"))}
	var request string
	var err error
	to := "/sign-in/code?"
	if f.Open() {
		to += "open=yes&"
		request, err = s.Accounts.AskAnybody(r.Context(), f.Name, f.Email, f.Next)
	} else {
		request, err = s.Accounts.Ask(r.Context(), f.Email, f.Next)
	}
	if wrong, ok := faults(err); ok {
		s.page(w, r, http.StatusUnprocessableEntity, page{title: "Error: Sign in"}, signInForm(f, wrong))
		return nil
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, to+"request="+url.QueryEscape(request), http.StatusSeeOther)
	return nil
}

func (s *Server) codePage(w http.ResponseWriter, r *http.Request, _ visit) error {
	s.page(w, r, http.StatusOK, page{title: "Check your mail", secret: true}, codeForm(r.FormValue("request"), r.FormValue("open") == "yes", nil))
	return nil
}

func (s *Server) signInByCode(w http.ResponseWriter, r *http.Request, _ visit) error {
	if err := parse(r); err != nil {
		return err
	}
	request := r.PostForm.Get("request")
	code := strings.Join(strings.Fields(r.PostForm.Get("code")), "") // people type "123 456"
	opened, err := s.Accounts.ByCode(r.Context(), request, code)
	if wrong, ok := faults(err); ok {
		s.page(w, r, http.StatusUnprocessableEntity, page{title: "Error: Check your mail", secret: true}, codeForm(request, r.PostForm.Get("open") == "yes", wrong))
		return nil
	}
	if err != nil {
		return err
	}
	s.welcome(w, r, opened)
	return nil
}

// linkPage is where the mailed link leads. It shows a button and changes
// nothing, because mail scanners open every link.
func (s *Server) linkPage(w http.ResponseWriter, r *http.Request, _ visit) error {
	request, token := r.PathValue("request"), r.PathValue("token")
	if err := s.Accounts.Pending(r.Context(), request, token); err != nil {
		return s.askAnew(w, r, err)
	}
	s.page(w, r, http.StatusOK, page{title: "Sign in", secret: true}, linkForm(request, token))
	return nil
}

func (s *Server) signInByLink(w http.ResponseWriter, r *http.Request, _ visit) error {
	if err := parse(r); err != nil {
		return err
	}
	opened, err := s.Accounts.ByLink(r.Context(), r.PostForm.Get("request"), r.PostForm.Get("token"))
	if err != nil {
		return s.askAnew(w, r, err)
	}
	s.welcome(w, r, opened)
	return nil
}

// askAnew leads from a link that is over to the form for a new one.
func (s *Server) askAnew(w http.ResponseWriter, r *http.Request, err error) error {
	if kindOf(err) != agency.KindGone || asksForJSON(r) {
		return err
	}
	status, say := s.verdict(err)
	title := heading(status)
	s.page(w, r, status, page{title: "Error: " + title, secret: true}, linkOver(title, say))
	return nil
}

func (s *Server) welcome(w http.ResponseWriter, r *http.Request, opened account.Session) {
	s.setSession(w, opened)
	next := opened.Next
	if next == "" && opened.Person.Actor().Staff() {
		next = "/desk/"
	}
	if next == "" {
		next = "/me/"
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
}

func (s *Server) signOut(w http.ResponseWriter, r *http.Request, v visit) error {
	if v.session != "" {
		if err := s.Accounts.SignOut(r.Context(), v.session); err != nil {
			return err
		}
	}
	s.clearSession(w)
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}

// ownPath returns path if it is one of the pages a person signs in for, else
// "". So no link can lead anybody off the site after signing in.
func ownPath(path string) string {
	clean := !strings.ContainsAny(path, "\\%?#\r\n") && !strings.Contains(path, "//") && !strings.Contains(path, "..")
	if clean && (strings.HasPrefix(path, "/desk/") || strings.HasPrefix(path, "/me/")) {
		return path
	}
	return ""
}

func addressHint(f signIn) string {
	if f.Open() {
		return "We publish it nowhere. It need not be one that we know."
	}
	return "The one we know you by."
}
