package web

import (
	"net/http"
	"strconv"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/program"
	"greenroom/site/theme"
)

// editing returns an application that its sender may change, with its form.
func (s *Server) editing(r *http.Request, v visit) (application.Application, program.Program, application.Form, error) {
	var f application.Form
	var p program.Program
	a, err := s.Applications.OwnedBy(r.Context(), v.person.Actor(), r.PathValue("id"))
	if err != nil {
		return a, p, f, err
	}
	if p, err = s.Programs.Find(r.Context(), a.Program); err != nil {
		return a, p, f, err
	}
	if a.State == application.Draft || gone(a) {
		return a, p, f, agency.NotFound("There is nothing to change yet: this application was not sent.")
	}
	answers, err := s.Applications.Answers(r.Context(), a)
	if err != nil {
		return a, p, f, err
	}
	who, err := s.Applications.Who(r.Context(), a)
	return a, p, application.FormOf(a, answers, who), err
}

func (s *Server) editPage(w http.ResponseWriter, r *http.Request, v visit) error {
	a, p, f, err := s.editing(r, v)
	if err != nil {
		return err
	}
	may, err := s.Applications.Editable(r.Context(), a)
	if err != nil {
		return err
	}
	if !may {
		return agency.Conflict("These answers cannot be changed any more. The project manager of the program can tell you why.", nil)
	}
	f.Key = strconv.FormatInt(a.Version, 10)
	s.page(w, r, http.StatusOK, page{title: "Change your answers"}, editView(s.editForm(a, p, f, v)))
	return nil
}

// editForm is the form for answers that were sent. Its key is the version of
// the application that they belong to.
func (s *Server) editForm(a application.Application, p program.Program, f application.Form, v visit) theme.ApplicationForm {
	form := s.applicationForm(p, f, v)
	form.Action, form.Sent = "/api/me/applications/"+a.ID+"/edit", true
	return form
}

func (s *Server) editApplication(w http.ResponseWriter, r *http.Request, v visit) error {
	a, p, _, err := s.editing(r, v)
	if err != nil {
		return err
	}
	var f application.Form
	if err := decode(r, &f); err != nil {
		return err
	}
	f.ReadForm(p.Program, r.PostForm.Get)
	version, _ := strconv.ParseInt(f.Key, 10, 64) // 0 fits no application
	a, cause := s.Applications.Edit(r.Context(), v.person.Actor(), a.ID, version, f)
	if cause == nil {
		http.Redirect(w, r, "/me/applications/"+a.ID, http.StatusSeeOther)
		return nil
	}
	status, say := s.verdict(cause)
	wrong, invalid := faults(cause)
	if !invalid && kindOf(cause) != agency.KindConflict {
		return cause
	}
	if !invalid {
		wrong = theme.FieldErrors{{Message: say + " Your answers are below."}}
		f.Key = strconv.FormatInt(a.Version, 10)
	}
	form := s.editForm(a, p, f, v)
	form.Errors = wrong
	s.page(w, r, status, page{title: "Error: Change your answers"}, editView(form))
	return nil
}
