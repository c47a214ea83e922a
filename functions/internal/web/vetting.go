package web

import (
	"context"
	"net/http"
	"strconv"

	"greenroom/functions/internal/account"
	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/vetting"
	"greenroom/site/content"
	"greenroom/site/theme"
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
		return agency.Forbidden("Only reviewers and project managers read applications.")
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
		return agency.Forbidden("Only reviewers and project managers read applications.")
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

// sheet is a scoring form on its page.
type sheet struct {
	Reading    vetting.Reading
	Pass       content.Pass
	Rows       []row
	Confidence string
	Note       string
	Errors     theme.FieldErrors
	Before     []row    // what was handed in from another window meanwhile
	Pieces     []string // how the work is called, in order
	Who        application.Who
	Channels   []account.Channel
	HearBy     string
}

// row is one criterion of a sheet as it is filled in.
type row struct {
	content.Criterion
	Weight                  int
	Score, Reason, Evidence string // Score: "", "0" to "4" or "na"
	NeedsEvidence           bool
}

// blindPage is the first pass. Nothing on it tells who the applicant is, and
// nothing that would is read for it.
func (s *Server) blindPage(w http.ResponseWriter, r *http.Request, v visit) error {
	reading, err := s.Vetting.Blind(r.Context(), v.person.Actor(), r.PathValue("id"))
	if err != nil {
		return err
	}
	if reading.Review.BegunAt.IsZero() || !reading.Review.Skipped.IsZero() {
		s.page(w, r, http.StatusOK, page{title: "An application to “" + reading.Program.Title + "”"}, beginView(reading))
		return nil
	}
	return s.sheetPage(w, r, http.StatusOK, filled(reading, content.Blind))
}

// numbersPage is the second pass: who the applicant is, and the numbers they
// gave, once the work was scored.
func (s *Server) numbersPage(w http.ResponseWriter, r *http.Request, v visit) error {
	reading, err := s.Vetting.Revealed(r.Context(), v.person.Actor(), r.PathValue("id"))
	if err != nil {
		return err
	}
	sheet := filled(reading, content.Revealed)
	if err := s.reveal(r.Context(), &sheet); err != nil {
		return err
	}
	return s.sheetPage(w, r, http.StatusOK, sheet)
}

func (s *Server) reveal(ctx context.Context, sheet *sheet) (err error) {
	a := sheet.Reading.Application
	if sheet.Who, err = s.Applications.Who(ctx, a); err != nil {
		return err
	}
	sheet.Channels, err = s.Accounts.Channels(ctx, a.Person)
	return err
}

// filled is the sheet of a pass with what the reviewer handed in before.
func filled(reading vetting.Reading, pass content.Pass) sheet {
	r := reading.Review
	sheet := sheet{Reading: reading, Pass: pass, Rows: rows(reading, pass, r.Marks), Note: r.Note}
	if r.Confidence > 0 {
		sheet.Confidence = strconv.Itoa(r.Confidence)
	}
	return sheet
}

func rows(reading vetting.Reading, pass content.Pass, marks vetting.Marks) []row {
	var list []row
	for _, c := range reading.Criteria(pass) {
		one := row{Criterion: c, Weight: reading.Program.WeightOf(c.Key), NeedsEvidence: vetting.NeedsEvidence(reading.Program.Program, c.Key)}
		if m, given := marks[c.Key]; given {
			one.Score, one.Reason, one.Evidence = strconv.Itoa(m.Score), m.Reason, m.Evidence
			if m.NA {
				one.Score = "na"
			}
		}
		list = append(list, one)
	}
	return list
}

// typedRows are the criteria of a pass as they were filled in, whatever is
// missing.
func typedRows(reading vetting.Reading, pass content.Pass, get func(string) string) []row {
	list := rows(reading, pass, nil)
	for i, one := range list {
		list[i].Score, list[i].Reason, list[i].Evidence = get("score-"+one.Key), get("reason-"+one.Key), get("evidence-"+one.Key)
	}
	return list
}

func (s *Server) sheetPage(w http.ResponseWriter, r *http.Request, status int, sheet sheet) error {
	p := sheet.Reading.Program
	for i := range pieces(sheet.Reading.Answers) {
		sheet.Pieces = append(sheet.Pieces, "Piece "+strconv.Itoa(i+1))
	}
	sheet.Reading.Answers = withoutWork(sheet.Reading.Answers)
	sheet.HearBy = day(sheet.Reading.Application.HearBy, p.TimeZone)
	title := "The work: an application to “" + p.Title + "”"
	if sheet.Pass == content.Revealed {
		title = "Name and numbers: an application to “" + p.Title + "”"
	}
	if len(sheet.Errors) > 0 {
		title = "Error: " + title
	}
	s.page(w, r, status, page{title: title, secret: true}, sheetView(sheet))
	return nil
}

// handIn takes the marks of one pass.
func (s *Server) handIn(pass content.Pass) func(http.ResponseWriter, *http.Request, visit) error {
	return func(w http.ResponseWriter, r *http.Request, v visit) error {
		if err := parse(r); err != nil {
			return err
		}
		id := r.PathValue("id")
		posted := postedSheet(pass, r.PostForm.Get)
		review, err := s.Vetting.HandIn(r.Context(), v.person.Actor(), id, pass, posted)
		if err != nil {
			return s.sheetAgain(w, r, v, pass, posted, err)
		}
		reading, err := s.Vetting.Blind(r.Context(), v.person.Actor(), id)
		switch {
		case err != nil:
			return err
		case !review.Whole(reading.Program.Program):
			http.Redirect(w, r, "/desk/vetting/"+id+"/numbers", http.StatusSeeOther)
		case r.PostForm.Get("then") == "next":
			return s.readNext(w, r, v)
		default:
			http.Redirect(w, r, "/desk/applications/"+id, http.StatusSeeOther)
		}
		return nil
	}
}

// postedSheet reads the marks of a pass out of a form.
func postedSheet(pass content.Pass, get func(string) string) vetting.Sheet {
	sheet := vetting.Sheet{Version: number(get("version")), Answers: int(number(get("answers"))), Rubric: get("rubric"),
		Confidence: int(number(get("confidence"))), Note: get("note"), Marks: vetting.Marks{}}
	for _, c := range content.Criteria() {
		if c.Pass != pass {
			continue
		}
		mark := vetting.Mark{Reason: get("reason-" + c.Key), Evidence: get("evidence-" + c.Key)}
		switch score := get("score-" + c.Key); score {
		case "":
			continue
		case "na":
			mark.NA, mark.Evidence = true, ""
		default:
			n, err := strconv.Atoi(score)
			if err != nil {
				n = -1 // no mark there is
			}
			mark.Score, mark.Reason = n, ""
		}
		sheet.Marks[c.Key] = mark
	}
	return sheet
}

// sheetAgain gives a sheet back with every mark kept. If it was handed in from
// another window meanwhile, that version stands beside it.
func (s *Server) sheetAgain(w http.ResponseWriter, r *http.Request, v visit, pass content.Pass, posted vetting.Sheet, cause error) error {
	wrong, invalid := faults(cause)
	if !invalid && kindOf(cause) != agency.KindConflict {
		return cause
	}
	status, say := s.verdict(cause)
	read := s.Vetting.Blind
	if pass == content.Revealed {
		read = s.Vetting.Revealed
	}
	reading, err := read(r.Context(), v.person.Actor(), r.PathValue("id"))
	if err != nil {
		return err
	}
	sheet := filled(reading, pass)
	if !invalid {
		wrong = theme.FieldErrors{{Message: say}}
		sheet.Before = sheet.Rows
	}
	sheet.Rows, sheet.Note, sheet.Errors = typedRows(reading, pass, r.PostForm.Get), posted.Note, wrong
	sheet.Confidence = strconv.Itoa(posted.Confidence)
	if pass == content.Revealed {
		if err := s.reveal(r.Context(), &sheet); err != nil {
			return err
		}
	}
	return s.sheetPage(w, r, status, sheet)
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
