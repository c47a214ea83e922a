package web

import (
	"net/http"
	"net/url"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/program"
	"greenroom/site/generate"
	"greenroom/site/theme"
)

func (s *Server) applyRoutes() []Route {
	const on = "applications"
	return []Route{
		{on, http.MethodGet, "/apply/{program}", Everybody, s.applyPage},
		{on, http.MethodPost, "/api/applications", Everybody, s.apply},
		{on, http.MethodGet, "/applications/{token}", Everybody, s.applicationReceipt},
	}
}

// applyPage is the form on a page of its own: for who comes back to a draft, is
// signed in, or was let in late.
func (s *Server) applyPage(w http.ResponseWriter, r *http.Request, v visit) error {
	p, err := s.Programs.Find(r.Context(), r.PathValue("program"))
	if err != nil {
		return err
	}
	f := application.Form{Program: p.Slug, Code: r.FormValue("code"), Key: s.IDs.Secret()}
	saved := ""
	mine, err := s.Applications.Mine(r.Context(), v.person.Actor(), p.Slug)
	if err != nil {
		return err
	}
	switch mine.State {
	case "", application.Withdrawn:
	case application.Draft:
		code, key := f.Code, f.Key
		if f, err = s.Applications.SavedDraft(r.Context(), mine); err != nil {
			return err
		}
		f.Code, f.Key, saved = code, key, application.Moment(mine.At, p.TimeZone)
	default:
		http.Redirect(w, r, "/me/applications/"+mine.ID, http.StatusSeeOther)
		return nil
	}
	if closed := s.Applications.Admits(r.Context(), p, f.Code); closed != nil {
		status, say := s.verdict(closed)
		s.note(w, r, status, closed)
		s.page(w, r, status, page{title: "Error: “" + p.Title + "” takes no applications"}, notOpenView(p.Title, "/programs/"+p.Slug+"/", say))
		return nil
	}
	form := s.applicationForm(p, f, v)
	form.Saved = saved
	s.page(w, r, http.StatusOK, page{title: "Apply to “" + p.Title + "”"}, applyView(p.Title, "/programs/"+p.Slug+"/", form))
	return nil
}

// applicationForm is the form as its program's page has it, filled in.
func (s *Server) applicationForm(p program.Program, f application.Form, v visit) theme.ApplicationForm {
	form := generate.NewApplicationForm(p.Program, p.Standing)
	form.Key, form.Code = f.Key, f.Code
	form.Name, form.Email, form.Channel, form.Channel2, form.Angle, form.Piece = f.Name, f.Email, f.Channel, f.Channel2, f.Angle, f.Piece
	form.Sponsored, form.Available = f.Sponsored, f.Available == "yes"
	form.Newsletter, form.Praise = f.Newsletter == "yes", f.Praise == "yes"
	if v.person.ID != "" {
		form.Known, form.Name, form.Email = true, v.person.Name, v.person.Email
	}
	for i := range form.Rules {
		form.Rules[i].Value = nth(f.Rules, i)
	}
	for i := range form.Audience {
		form.Audience[i].Value = nth(f.Audience, i)
	}
	for i := range form.Questions {
		form.Questions[i].Value = nth([]string{f.Answer1, f.Answer2}, i)
	}
	return form
}

func nth(list []string, i int) string {
	if i >= 0 && i < len(list) {
		return list[i]
	}
	return ""
}

// apply takes the form in, or saves it for later.
func (s *Server) apply(w http.ResponseWriter, r *http.Request, v visit) error {
	f, p, err := s.postedForm(r)
	if err != nil {
		return err
	}
	if r.PostForm.Get("action") == "save" {
		if _, err := s.Applications.SaveDraft(r.Context(), v.person.Actor(), f); err != nil {
			return s.applyAgain(w, r, v, p, f, err)
		}
		address := "/apply/" + p.Slug
		if f.Code != "" {
			address += "?code=" + url.QueryEscape(f.Code)
		}
		http.Redirect(w, r, address, http.StatusSeeOther)
		return nil
	}
	if f.Trap != "" {
		return s.applyAgain(w, r, v, p, f, &agency.Invalid{Fields: []agency.FieldError{{
			Message: "Something filled in a field that people do not see. It is empty again now: send the form once more"}}})
	}
	receipt, err := s.Applications.Submit(r.Context(), v.person.Actor(), f)
	if err != nil {
		return s.applyAgain(w, r, v, p, f, err)
	}
	http.Redirect(w, r, "/applications/"+receipt.Token, http.StatusSeeOther)
	return nil
}

// postedForm reads the form and the program that it is about.
func (s *Server) postedForm(r *http.Request) (application.Form, program.Program, error) {
	var f application.Form
	if err := decode(r, &f); err != nil {
		return f, program.Program{}, err
	}
	p, err := s.Programs.Find(r.Context(), f.Program)
	if err != nil {
		return f, p, err
	}
	f.ReadForm(p.Program, r.PostForm.Get)
	return f, p, nil
}

// applyAgain gives the form back with every answer kept, whether the answers
// are at fault, or the program, or we.
func (s *Server) applyAgain(w http.ResponseWriter, r *http.Request, v visit, p program.Program, f application.Form, cause error) error {
	status, say := s.verdict(cause)
	wrong, invalid := faults(cause)
	if !invalid {
		s.note(w, r, status, cause)
		wrong = theme.FieldErrors{{Message: say}}
	}
	form := s.applicationForm(p, f, v)
	form.Errors = wrong
	s.page(w, r, status, page{title: "Error: Apply to “" + p.Title + "”"}, applyView(p.Title, "/programs/"+p.Slug+"/", form))
	return nil
}

// applicationReceipt says what was promised, and to whom it does not matter.
func (s *Server) applicationReceipt(w http.ResponseWriter, r *http.Request, v visit) error {
	receipt, err := s.Applications.Received(r.Context(), r.PathValue("token"))
	if err != nil {
		return err
	}
	p, err := s.Programs.Find(r.Context(), receipt.Program)
	if err != nil {
		return err
	}
	manager, _ := s.Applications.Staff.Manager(p.Manager)
	s.page(w, r, http.StatusOK, page{title: "We have it", secret: true}, receiptView(p.Title, manager, p.MinReviews,
		application.Moment(receipt.At, p.TimeZone), application.Day(receipt.HearBy, p.TimeZone), v.person.ID != ""))
	return nil
}
