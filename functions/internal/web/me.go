package web

import (
	"net/http"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
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
