package web

import (
	"context"
	"net/http"
	"strconv"

	"greenroom/functions/internal/account"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/vetting"
	"greenroom/site/content"
	"greenroom/site/theme"
)

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
	if reading.Scored() {
		http.Redirect(w, r, "/desk/applications/"+reading.Application.ID, http.StatusSeeOther)
		return nil
	}
	if reading.Review.Pass != "" && !reading.Stale {
		http.Redirect(w, r, "/desk/vetting/"+reading.Application.ID+"/numbers", http.StatusSeeOther)
		return nil
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
