package web

import (
	"net/http"
	"strconv"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/vetting"
	"greenroom/site/content"
)

func (s *Server) vettingRoutes() []Route {
	const on = "desk"
	const one, act = "/desk/vetting/{id}", "/api/desk/vetting/{id}/"
	return []Route{
		{on, http.MethodGet, "/desk/vetting/{$}", StaffOnly, s.vettingQueue},
		{on, http.MethodPost, "/api/desk/vetting/next", StaffOnly, s.readNext},
		{on, http.MethodGet, one, StaffOnly, s.blindPage},
		{on, http.MethodGet, one + "/numbers", StaffOnly, s.numbersPage},
		{on, http.MethodPost, act + "begin", StaffOnly, s.beginReading},
		{on, http.MethodPost, act + "skip", StaffOnly, s.skipReading},
		{on, http.MethodPost, act + "open", StaffOnly, s.openWork},
		{on, http.MethodPost, act + "blind", StaffOnly, s.handIn(content.Blind)},
		{on, http.MethodPost, act + "numbers", StaffOnly, s.handIn(content.Revealed)},
		{on, http.MethodPost, act + "conflict", StaffOnly, s.declareConflict},
	}
}

// waiting is a line of somebody's queue. It names nobody.
type waiting struct {
	ID, Title, HearBy, Again string
	Reviews                  int
	Begun, Skipped           bool
}

// vettingQueue is what the viewer has to read.
func (s *Server) vettingQueue(w http.ResponseWriter, r *http.Request, v visit) error {
	if !vetting.MayReview(v.person.Actor()) {
		return mayNotRead()
	}
	queue, err := s.Vetting.Queue(r.Context(), s.Applications, v.person.Actor())
	if err != nil {
		return err
	}
	lines := make([]waiting, len(queue))
	for i, q := range queue {
		lines[i] = waiting{ID: q.Application.ID, Title: q.Program.Title, HearBy: day(q.Application.HearBy, q.Program.TimeZone),
			Again: q.Again, Reviews: q.Reviews, Begun: q.Begun, Skipped: q.Skipped}
	}
	s.page(w, r, http.StatusOK, page{title: "To read"}, vettingQueueView(lines, r.FormValue("done") != ""))
	return nil
}

// readNext takes up what comes first in the viewer's queue.
func (s *Server) readNext(w http.ResponseWriter, r *http.Request, v visit) error {
	if !vetting.MayReview(v.person.Actor()) {
		return mayNotRead()
	}
	queue, err := s.Vetting.Queue(r.Context(), s.Applications, v.person.Actor())
	if err != nil {
		return err
	}
	if len(queue) == 0 {
		http.Redirect(w, r, "/desk/vetting/?done=1", http.StatusSeeOther)
		return nil
	}
	return s.takeUp(w, r, v, queue[0].Application.ID)
}

func (s *Server) takeUp(w http.ResponseWriter, r *http.Request, v visit, id string) error {
	if _, err := s.Vetting.Begin(r.Context(), v.person.Actor(), id); err != nil {
		return err
	}
	http.Redirect(w, r, "/desk/vetting/"+id, http.StatusSeeOther)
	return nil
}

func (s *Server) beginReading(w http.ResponseWriter, r *http.Request, v visit) error {
	return s.takeUp(w, r, v, r.PathValue("id"))
}

func (s *Server) skipReading(w http.ResponseWriter, r *http.Request, v visit) error {
	if err := s.Vetting.Skip(r.Context(), v.person.Actor(), r.PathValue("id")); err != nil {
		return err
	}
	return s.readNext(w, r, v)
}

// openWork records that a piece was looked at and leads to where it stands. The
// page that it answers with is gone at once: a form of ours may not redirect to
// another host.
func (s *Server) openWork(w http.ResponseWriter, r *http.Request, v visit) error {
	if err := parse(r); err != nil {
		return err
	}
	answers, err := s.Vetting.Opened(r.Context(), v.person.Actor(), r.PathValue("id"))
	if err != nil {
		return err
	}
	address := nth(pieces(answers), int(number(r.PostForm.Get("piece"))))
	if address == "" {
		return agency.NotFound("There is no such piece of work.")
	}
	w.Header().Set("Refresh", "0; url="+address)
	s.page(w, r, http.StatusOK, page{title: "Opening the piece", secret: true}, workView(address))
	return nil
}

// pieces are the addresses of work in answers: the piece they are proud of, and
// answers to questions that are an address.
func pieces(a application.Answers) []string {
	var list []string
	if a.Piece != "" {
		list = append(list, a.Piece)
	}
	for _, q := range append(a.Questions[:len(a.Questions):len(a.Questions)], a.Extra...) {
		if agency.WebAddress(q.Say) {
			list = append(list, q.Say)
		}
	}
	return list
}

// withoutWork is a with every address taken out: an address tells who somebody
// is.
func withoutWork(a application.Answers) application.Answers {
	hide := func(list []application.Answer) (shown []application.Answer) {
		for _, q := range list {
			shown = append(shown, application.Answer{Ask: q.Ask, Say: hideAddresses(q.Say)})
		}
		return shown
	}
	a.Piece, a.Angle = "", hideAddresses(a.Angle)
	a.Questions, a.Extra = hide(a.Questions), hide(a.Extra)
	return a
}

// number reads a number that a form of ours sent; what is none is 0.
func number(text string) int64 {
	n, _ := strconv.ParseInt(text, 10, 64)
	return n
}

func (s *Server) declareConflict(w http.ResponseWriter, r *http.Request, v visit) error {
	if err := parse(r); err != nil {
		return err
	}
	id, kind := r.PathValue("id"), r.PostForm.Get("kind")
	if err := s.Vetting.Declare(r.Context(), v.person.Actor(), id, kind); err != nil {
		return err
	}
	if kind == vetting.StoodAside {
		http.Redirect(w, r, "/desk/applications/"+id, http.StatusSeeOther)
		return nil
	}
	http.Redirect(w, r, "/desk/vetting/", http.StatusSeeOther)
	return nil
}

func mayNotRead() error {
	return agency.Forbidden("Only reviewers and project managers read applications.")
}
