package web

import (
	"context"
	"net/http"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/document"
	"greenroom/functions/internal/program"
)

func (s *Server) deskBriefRoutes() []Route {
	const on = "desk"
	const one, act = "/desk/briefs/{program}", "/api/desk/briefs/{program}/"
	return []Route{
		{on, http.MethodGet, "/desk/briefs/{$}", StaffOnly, s.briefList},
		{on, http.MethodGet, one, StaffOnly, s.briefDeskPage},
		{on, http.MethodGet, one + "/edit", StaffOnly, s.briefEditPage},
		{on, http.MethodPost, act + "start", StaffOnly, s.onBrief("/edit", s.startBrief)},
		{on, http.MethodPost, act + "write", StaffOnly, s.writeBrief},
		{on, http.MethodPost, act + "send", StaffOnly, s.onBrief("", s.sendBrief)},
		{on, http.MethodPost, act + "remark", StaffOnly, s.onBrief("#remarks", s.remarkBrief)},
		{on, http.MethodPost, act + "approve", StaffOnly, s.onBrief("", s.approveBrief)},
		{on, http.MethodPost, act + "contact", StaffOnly, s.onBrief("#contact", s.nameContact)},
		{on, http.MethodPost, act + "ask-again", StaffOnly, s.onBrief("", s.askClientAgain)},
		{on, http.MethodPost, act + "release", StaffOnly, s.onBrief("", s.releaseBrief)},
		{on, http.MethodPost, act + "confirm-class", StaffOnly, s.onBrief("#changes", s.confirmClass)},
		{on, http.MethodPost, act + "withdraw", StaffOnly, s.onBrief("", s.withdrawBrief)},
		{on, http.MethodPost, act + "answer", StaffOnly, s.onBrief("#board", s.answerBoard)},
	}
}

// briefLine is the brief of one program in the list.
type briefLine struct {
	Program program.Program
	Doc     document.Document // zero: not begun
	Waits   string            // what for, "" nothing
	Open    int               // questions on the board that wait
}

// briefList is where the brief of each program stands.
func (s *Server) briefList(w http.ResponseWriter, r *http.Request, v visit) error {
	if err := mayReadBriefs(v); err != nil {
		return err
	}
	all, err := s.Programs.All(r.Context())
	if err != nil {
		return err
	}
	var lines []briefLine
	for _, p := range all {
		line, shown, err := s.briefLine(r.Context(), v, p)
		if err != nil {
			return err
		}
		if shown {
			lines = append(lines, line)
		}
	}
	s.page(w, r, http.StatusOK, page{title: "Briefs"}, briefListView(lines))
	return nil
}

// briefLine is the line of one program, unless the viewer has applied to it.
func (s *Server) briefLine(ctx context.Context, v visit, p program.Program) (line briefLine, shown bool, err error) {
	rival, err := s.Vetting.Competes(ctx, v.person.Actor(), p.Slug)
	if err != nil || rival {
		return line, false, err
	}
	line.Program = p
	if line.Doc, err = s.Briefs.Document(ctx, p.Slug); kindOf(err) == agency.KindNotFound {
		line.Waits = "not begun"
		return line, true, nil
	}
	if err != nil {
		return line, false, err
	}
	line.Waits = waitsFor(line.Doc)
	waiting, err := s.Briefs.Unanswered(ctx, p.Slug)
	line.Open = len(waiting)
	return line, true, err
}

// waitsFor says what has to happen next to the newest version.
func waitsFor(d document.Document) string {
	switch d.Current.State {
	case document.Draft:
		return "waits for its writer to finish it"
	case document.InReview:
		return "waits for people who did not write it"
	case document.ChangesRequested:
		return "waits for its writer to change it"
	case document.ClientReview:
		return "waits for the client"
	case document.Approved:
		return "waits to be released"
	}
	return ""
}

func mayReadBriefs(v visit) error {
	if brief.MayRead(v.person.Actor()) {
		return nil
	}
	return agency.Forbidden("Only people who read briefs here may see them.")
}

// briefProgram is the program whose brief a request is about. Whoever has
// applied to it reads the brief when it is out, like everybody else.
func (s *Server) briefProgram(r *http.Request, v visit) (program.Program, error) {
	if err := mayReadBriefs(v); err != nil {
		return program.Program{}, err
	}
	p, err := s.Programs.Find(r.Context(), r.PathValue("program"))
	if err != nil {
		return p, err
	}
	rival, err := s.Vetting.Competes(r.Context(), v.person.Actor(), p.Slug)
	if err == nil && rival {
		err = agency.Forbidden("You have applied to this program, so others write its brief and read it.")
	}
	return p, err
}
