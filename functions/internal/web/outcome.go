package web

import (
	"net/http"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/decision"
	"greenroom/functions/internal/program"
)

func (s *Server) outcomeRoutes() []Route {
	const on = "desk"
	const act, one = "/api/desk/programs/{slug}/", "/api/desk/mails/{id}/"
	return []Route{
		{on, http.MethodGet, "/desk/programs/{slug}/outcomes", StaffOnly, s.outcomes},
		{on, http.MethodPost, act + "second-look", StaffOnly, s.askSecondLook},
		{on, http.MethodPost, act + "approve", StaffOnly, s.approveGroup},
		{on, http.MethodPost, act + "release", StaffOnly, s.release},
		{on, http.MethodGet, "/desk/mails/{id}", StaffOnly, s.letterPage},
		{on, http.MethodPost, one + "edit", StaffOnly, s.editLetter},
		{on, http.MethodPost, one + "approve", StaffOnly, s.approveLetter},
		{on, http.MethodPost, one + "retry", StaffOnly, s.retryLetter},
	}
}

// outcomesDesk is all that a program has decided and not told yet.
type outcomesDesk struct {
	program.Program
	Groups  []group
	Ready   int
	Release decision.Release
	May     powers
	Problem string
}

func (s *Server) outcomes(w http.ResponseWriter, r *http.Request, v visit) error {
	return s.outcomesPage(w, r, http.StatusOK, v, "")
}

func (s *Server) outcomesPage(w http.ResponseWriter, r *http.Request, status int, v visit, problem string) error {
	if err := s.mayRead(v); err != nil {
		return err
	}
	p, err := s.programOf(r, v)
	if err != nil {
		return err
	}
	desk := outcomesDesk{Program: p, Problem: problem, May: powers{Decide: decision.MayDecide(v.person.Actor())}}
	if desk.Release, err = s.Decisions.Progress(r.Context(), p.Slug); err != nil {
		return err
	}
	panel, err := s.Vetting.Panel(r.Context(), s.Applications, p)
	if err != nil {
		return err
	}
	for _, kind := range []string{application.Accept, application.Waitlist, application.Decline} {
		g, err := s.group(r.Context(), v, panel, kind)
		if err != nil {
			return err
		}
		desk.Ready += g.Ready
		if len(g.Letters) > 0 {
			desk.Groups = append(desk.Groups, g)
		}
	}
	if desk.Release.Program != "" && desk.Release.EndedAt.IsZero() {
		w.Header().Set("Refresh", "3") // shows how far it came
	}
	about := page{title: "Outcomes of “" + p.Title + "”"}
	if problem != "" {
		about.title = "Error: " + about.title
	}
	s.page(w, r, status, about, outcomesView(desk))
	return nil
}

// mayRead says who reads letters with outcomes: those who write, decide and
// approve them.
func (s *Server) mayRead(v visit) error {
	if v.person.Actor().Is(agency.ProjectManager, agency.Lead, agency.Editor, agency.Admin) {
		return nil
	}
	return agency.Forbidden("Only project managers and editors read letters with outcomes.")
}

// patience is how long one press of the button goes on telling people; the
// clock goes on where it stops.
const patience = 4 * time.Second

// release tells everybody whose letter was approved, and goes on with what was
// broken off.
func (s *Server) release(w http.ResponseWriter, r *http.Request, v visit) error {
	slug := r.PathValue("slug")
	if _, err := s.Programs.Find(r.Context(), slug); err != nil {
		return err
	}
	_, err := s.Decisions.Begin(r.Context(), v.person.Actor(), slug)
	if kindOf(err) == agency.KindConflict {
		status, say := s.verdict(err)
		return s.outcomesPage(w, r, status, v, say)
	}
	if err != nil {
		return err
	}
	if _, err := s.Decisions.Continue(r.Context(), slug, s.Now().Add(patience)); err != nil {
		return err
	}
	http.Redirect(w, r, "/desk/programs/"+slug+"/outcomes", http.StatusSeeOther)
	return nil
}
