package web

import (
	"context"
	"net/http"
	"path"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/program"
	"greenroom/site/theme"
)

// steering is what a form of the page held that has to be put right.
type steering struct {
	Step    string // which form
	Problem string
	Wrong   theme.FieldErrors
	Notice  string
	Closes  string
	Decide  string
}

// stepWords says what a step did.
func stepWords(id string) string {
	switch id {
	case "P5":
		return "Paused"
	case "P6", "P8":
		return "Opened again"
	case "P7":
		return "Closed early"
	case "P9":
		return "Everybody was read"
	case "P10":
		return "The work began"
	case "P13":
		return "Called off"
	case program.Extending:
		return "Dates moved"
	}
	return id
}

// steer serves one step of a program.
func (s *Server) steer(step func(context.Context, agency.Actor, program.Program, program.Change) (program.Program, error)) func(http.ResponseWriter, *http.Request, visit) error {
	return func(w http.ResponseWriter, r *http.Request, v visit) error {
		if err := parse(r); err != nil {
			return err
		}
		p, err := s.programOf(r, v)
		if err != nil {
			return err
		}
		get := r.PostForm.Get
		change := program.Change{Version: number(get("version")), Notice: get("notice"),
			Closes: dayIn(get("closes"), p.TimeZone), DecideBy: dayIn(get("decide_by"), p.TimeZone)}
		if change.Version != p.Version {
			change.Version = -1 // fits no record: somebody else took a step
		}
		if _, err = step(r.Context(), v.person.Actor(), p, change); err == nil {
			http.Redirect(w, r, "/desk/programs/"+p.Slug, http.StatusSeeOther)
			return nil
		}
		wrong, invalid := faults(err)
		if !invalid && kindOf(err) != agency.KindConflict {
			return err
		}
		status, say := s.verdict(err)
		return s.programDeskPage(w, r, status, v, steering{Step: path.Base(r.URL.Path), Problem: say, Wrong: wrong, Notice: get("notice"),
			Closes: get("closes"), Decide: get("decide_by")}, "")
	}
}

// dayIn reads a day as a form sends it; what is none is the zero time.
func dayIn(text string, zone *time.Location) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, text, zone)
	if err != nil {
		return time.Time{}
	}
	return t
}

// issueCode makes an access code and shows it, once.
func (s *Server) issueCode(w http.ResponseWriter, r *http.Request, v visit) error {
	if err := parse(r); err != nil {
		return err
	}
	p, err := s.programOf(r, v)
	if err != nil {
		return err
	}
	code, err := s.Applications.IssueCode(r.Context(), v.person.Actor(), p, r.PostForm.Get("why"))
	wrong, invalid := faults(err)
	if err != nil && !invalid && kindOf(err) != agency.KindConflict {
		return err
	}
	if err != nil {
		status, say := s.verdict(err)
		return s.programDeskPage(w, r, status, v, steering{Step: "code", Problem: say, Wrong: wrong}, "")
	}
	return s.programDeskPage(w, r, http.StatusOK, v, steering{}, s.Origin+"/apply/"+p.Slug+"?code="+code)
}
