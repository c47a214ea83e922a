package web

import (
	"net/http"
	"strconv"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/vetting"
	"greenroom/site/content"
	"greenroom/site/theme"
)

// typedRows are the criteria of a pass as they were filled in, whatever is
// missing.
func typedRows(reading vetting.Reading, pass content.Pass, get func(string) string) []row {
	list := rows(reading, pass, nil)
	for i, one := range list {
		list[i].Score, list[i].Reason, list[i].Evidence = get("score-"+one.Key), get("reason-"+one.Key), get("evidence-"+one.Key)
	}
	return list
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
