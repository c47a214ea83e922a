package web

import (
	"context"
	"net/http"
	"strings"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/decision"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/vetting"
)

func (s *Server) programRoutes() []Route {
	const on = "desk"
	const one, act = "/desk/programs/{slug}", "/api/desk/programs/{slug}/"
	return []Route{
		{on, http.MethodGet, "/desk/programs/{$}", StaffOnly, s.programList},
		{on, http.MethodGet, one, StaffOnly, s.programPage},
		{on, http.MethodGet, one + "/applications.csv", StaffOnly, s.exportApplications},
		{on, http.MethodPost, act + "pause", StaffOnly, s.steer(s.Programs.Pause)},
		{on, http.MethodPost, act + "resume", StaffOnly, s.steer(s.Decisions.Resume)},
		{on, http.MethodPost, act + "close", StaffOnly, s.steer(s.Decisions.CloseEarly)},
		{on, http.MethodPost, act + "extend", StaffOnly, s.steer(s.Decisions.Extend)},
		{on, http.MethodPost, act + "reopen", StaffOnly, s.steer(s.Decisions.Reopen)},
		{on, http.MethodPost, act + "run", StaffOnly, s.steer(s.Decisions.Run)},
		{on, http.MethodPost, act + "cancel", StaffOnly, s.steer(s.Decisions.Cancel)},
		{on, http.MethodPost, act + "code", StaffOnly, s.issueCode},
	}
}

// programLine is a program in the desk's list.
type programLine struct {
	program.Program
	State, Closes, HearBy string
}

func (s *Server) programList(w http.ResponseWriter, r *http.Request, _ visit) error {
	all, err := s.Programs.All(r.Context())
	if err != nil {
		return err
	}
	var lines []programLine
	for _, p := range all {
		lines = append(lines, programLine{Program: p, State: words(agency.State(p.Standing.State)),
			Closes: day(p.Standing.Closes, p.TimeZone), HearBy: day(p.Standing.DecideBy, p.TimeZone)})
	}
	s.page(w, r, http.StatusOK, page{title: "Programs"}, programListView(lines))
	return nil
}

// programDesk is one program at work: where it stands, who applied, how they
// were read, and what can be done.
type programDesk struct {
	programLine
	Counts []count // of applications by state
	Free   int
	Ranked []ranked // whose reviews the viewer may see, best first
	Hidden []ranked // the others, in no order that says anything
	Panel  vetting.Panel
	Names  map[string]string // of the readers
	May    powers
	Admin  bool
	Briefs bool // the viewer reads briefs
	All    bool // the viewer may see what was said of everybody
	Notice string
	Code   string // just issued
	Form   steering
	Steps  []deed
}

// count is how many applications are in a state.
type count struct {
	State string
	N     int
}

// ranked is an application in the ranking. It is named by the end of its id,
// so that who has not read it yet learns nothing.
type ranked struct {
	vetting.Summary
	Tail, State string
}

func (s *Server) programPage(w http.ResponseWriter, r *http.Request, v visit) error {
	return s.programDeskPage(w, r, http.StatusOK, v, steering{}, "")
}

func (s *Server) programDeskPage(w http.ResponseWriter, r *http.Request, status int, v visit, form steering, code string) error {
	p, err := s.programOf(r, v)
	if err != nil {
		return err
	}
	desk, err := s.programDesk(r.Context(), v, p)
	if err != nil {
		return err
	}
	desk.Form, desk.Code = form, code
	about := page{title: p.Title, secret: code != ""}
	if status >= http.StatusBadRequest {
		about.title = "Error: " + about.title
	}
	s.page(w, r, status, about, programDeskView(desk))
	return nil
}

func (s *Server) programDesk(ctx context.Context, v visit, p program.Program) (desk programDesk, err error) {
	actor := v.person.Actor()
	desk = programDesk{programLine: programLine{Program: p, State: words(agency.State(p.Standing.State)),
		Closes: day(p.Standing.Closes, p.TimeZone), HearBy: day(p.Standing.DecideBy, p.TimeZone)},
		May: powers{Run: program.MayRun(actor), Decide: decision.MayDecide(actor)}, Admin: actor.Is(agency.Admin), Briefs: brief.MayRead(actor), Names: map[string]string{}}
	if desk.Free, err = s.Applications.Free(ctx, p); err != nil {
		return desk, err
	}
	if desk.Panel, err = s.Vetting.Panel(ctx, s.Applications, p); err != nil {
		return desk, err
	}
	counts := map[agency.State]int{}
	for _, summary := range desk.Panel.Summaries {
		a := summary.Application
		if summary.ClosedTo(actor.ID) {
			continue
		}
		counts[a.State]++
		line := ranked{Summary: summary, Tail: tail(a.ID), State: words(a.State)}
		if summary.ShownTo(actor.ID) {
			desk.Ranked = append(desk.Ranked, line)
		} else {
			desk.Hidden = append(desk.Hidden, line)
		}
	}
	byAge(desk.Hidden)
	desk.All = len(desk.Ranked) == len(desk.Panel.Summaries)
	for _, state := range application.Machine().States {
		if counts[state] > 0 {
			desk.Counts = append(desk.Counts, count{words(state), counts[state]})
		}
	}
	for _, reader := range desk.Panel.Readers {
		if desk.Names[reader.Person], _, err = s.Accounts.Contact(ctx, reader.Person); err != nil {
			return desk, err
		}
	}
	for _, step := range p.Course.Steps {
		desk.Steps = append(desk.Steps, deed{What: strings.TrimSuffix(stepWords(step.ID)+": "+step.Notice, ": "), When: s.time(step.At)})
	}
	return desk, nil
}

// tail is what an application is called before its name may be known.
func tail(id string) string { return id[len(id)-6:] }

// programOf is the program that a request is about. Whoever has applied to it
// is one of those it is decided about, and runs nothing of it.
func (s *Server) programOf(r *http.Request, v visit) (program.Program, error) {
	p, err := s.Programs.Find(r.Context(), r.PathValue("slug"))
	if err != nil {
		return p, err
	}
	rival, err := s.Vetting.Competes(r.Context(), v.person.Actor(), p.Slug)
	if err == nil && rival {
		err = agency.Forbidden("You have applied to this program, so others run it and decide about it.")
	}
	return p, err
}
