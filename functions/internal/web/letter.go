package web

import (
	"net/http"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/decision"
	"greenroom/functions/internal/mail"
	"greenroom/functions/internal/outbox"
	"greenroom/site/theme"
)

// letterDesk is one letter as it will be read.
type letterDesk struct {
	outbox.Mail
	Message  mail.Message
	Values   decision.OutcomeValues
	Slug     string // of its program
	Kind     string
	Author   string
	Mine     bool // the viewer wrote it, and cannot approve it
	Others   int  // of its group that are approved with it
	Sentence string
	Note     string
	Problem  string
	Wrong    theme.FieldErrors
	Theirs   *decision.OutcomeValues // what somebody else made of it meanwhile
}

func (s *Server) letterPage(w http.ResponseWriter, r *http.Request, v visit) error {
	return s.showLetter(w, r, http.StatusOK, v, letterDesk{})
}

func (s *Server) showLetter(w http.ResponseWriter, r *http.Request, status int, v visit, desk letterDesk) error {
	if err := s.mayRead(v); err != nil {
		return err
	}
	var err error
	if desk.Mail, desk.Values, err = s.Decisions.Letter(r.Context(), v.person.Actor(), r.PathValue("id")); err != nil {
		return err
	}
	if desk.Message, err = s.Letters.Preview(desk.Mail); err != nil {
		return err
	}
	a, err := s.Applications.Find(r.Context(), desk.Values.Application)
	if err != nil {
		return err
	}
	desk.Slug, desk.Mine = a.Program, desk.Mail.Author == v.person.ID
	if a.Outcome != nil {
		desk.Kind = a.Outcome.Kind
	}
	if desk.Mail.Author != "" { // nobody wrote it: it follows from one that was approved
		if desk.Author, _, err = s.Accounts.Contact(r.Context(), desk.Mail.Author); err != nil {
			return err
		}
	}
	p, err := s.Programs.Find(r.Context(), a.Program)
	if err != nil {
		return err
	}
	panel, err := s.Vetting.Panel(r.Context(), s.Applications, p)
	if err != nil {
		return err
	}
	g, err := s.group(r.Context(), v, panel, desk.Kind)
	if err != nil {
		return err
	}
	desk.Others = g.ToRead - 1
	if desk.Problem == "" {
		desk.Sentence, desk.Note = desk.Values.Sentence, desk.Values.Note
	}
	about := page{title: "Letter to " + desk.Values.Name, secret: true}
	if desk.Problem != "" {
		about.title = "Error: " + about.title
	}
	s.page(w, r, status, about, letterView(desk))
	return nil
}

// editLetter changes the words for one person. If somebody else changed them
// meanwhile, both versions are shown and nothing is overwritten.
func (s *Server) editLetter(w http.ResponseWriter, r *http.Request, v visit) error {
	if err := parse(r); err != nil {
		return err
	}
	get := r.PostForm.Get
	now, err := s.Decisions.Edit(r.Context(), v.person.Actor(), r.PathValue("id"), number(get("version")),
		decision.Words{Sentence: get("sentence"), Note: get("note")})
	if err == nil {
		http.Redirect(w, r, "/desk/mails/"+now.ID, http.StatusSeeOther)
		return nil
	}
	wrong, invalid := faults(err)
	if !invalid && kindOf(err) != agency.KindConflict {
		return err
	}
	status, say := s.verdict(err)
	desk := letterDesk{Sentence: get("sentence"), Note: get("note"), Problem: say, Wrong: wrong}
	if theirs, unread := decision.OutcomeOf(now); !invalid && unread == nil {
		desk.Theirs = &theirs
	}
	return s.showLetter(w, r, status, v, desk)
}

// approveLetter approves one letter that was read.
func (s *Server) approveLetter(w http.ResponseWriter, r *http.Request, v visit) error {
	if err := parse(r); err != nil {
		return err
	}
	err := s.Decisions.Approve(r.Context(), v.person.Actor(), r.PathValue("id"), number(r.PostForm.Get("version")))
	if kindOf(err) == agency.KindConflict {
		status, say := s.verdict(err)
		return s.showLetter(w, r, status, v, letterDesk{Problem: say})
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/desk/mails/"+r.PathValue("id"), http.StatusSeeOther)
	return nil
}

// retryLetter sends a mail again that was given up.
func (s *Server) retryLetter(w http.ResponseWriter, r *http.Request, v visit) error {
	if err := s.Decisions.Retry(r.Context(), v.person.Actor(), r.PathValue("id")); err != nil {
		return err
	}
	http.Redirect(w, r, "/desk/", http.StatusSeeOther)
	return nil
}
