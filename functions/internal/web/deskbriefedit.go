package web

import (
	"net/http"
	"slices"
	"strings"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/document"
	"greenroom/functions/internal/program"
	"greenroom/site/theme"
)

// briefEdit is a brief as its writer has it before them.
type briefEdit struct {
	Program program.Program
	Doc     document.Document
	Brief   brief.Brief    // as it was typed, or as it is kept
	Amended map[int]bool   // clauses that differ from those in force
	Left    []leftOut      // clauses in force that are left out
	Theirs  []clauseChange // what saving would change in what somebody else wrote meanwhile
	Next    int            // number of the next new clause
	Problem string
	Wrong   theme.FieldErrors
	Typed   map[string]string // number fields that hold no number, as they were typed
}

// leftOut is a clause that an amendment leaves out.
type leftOut struct {
	brief.Clause
	Why brief.Change
}

// Amending reports whether changes have to be explained.
func (e briefEdit) Amending() bool { return e.Doc.Live != nil }

// clauseRow is a clause in the form.
type clauseRow struct {
	Row, Number int
	brief.Clause
}

// ID is what errors about the clause lead to.
func (c clauseRow) ID() string { return clauseID(c.Number) }

// Rows are the clauses, and three empty ones.
func (e briefEdit) Rows() []clauseRow {
	var rows []clauseRow
	next := e.Next
	for n, c := range append(slices.Clone(e.Brief.Clauses), make([]brief.Clause, spareRows)...) {
		row := clauseRow{Row: n + 1, Number: c.Number, Clause: c}
		if c.Number == 0 { // as the room will number it
			row.Number = next
			next++
		}
		rows = append(rows, row)
	}
	return rows
}

// open reports whether something in a row has to be put right.
func (e briefEdit) open(c clauseRow) bool {
	within := func(f theme.FieldError) bool { return strings.HasPrefix(f.Field, rowField(c.Row, "")) }
	return e.Wrong.On(c.ID()) != "" || slices.ContainsFunc(e.Wrong, within)
}

// counted is what a number field shows: what was typed if that is no number.
func (e briefEdit) counted(field string, n int) string {
	if typed, odd := e.Typed[field]; odd {
		return typed
	}
	return typedNumber(n)
}

// Works are the deliverables, and two empty ones.
func (e briefEdit) Works() []brief.Deliverable {
	return append(slices.Clone(e.Brief.Deliverables), brief.Deliverable{}, brief.Deliverable{})
}

func (s *Server) briefEditPage(w http.ResponseWriter, r *http.Request, v visit) error {
	p, err := s.briefProgram(r, v)
	if err != nil {
		return err
	}
	return s.showBriefEdit(w, r, http.StatusOK, v, p, nil, briefEdit{})
}

// showBriefEdit shows the form of a brief: as it is kept, or as it was typed.
func (s *Server) showBriefEdit(w http.ResponseWriter, r *http.Request, status int, v visit, p program.Program, typed *brief.Brief, one briefEdit) error {
	if !brief.MayWrite(v.person.Actor()) {
		return agency.Forbidden("Only project managers may write and release briefs.")
	}
	kept, d, err := s.Briefs.Current(r.Context(), p.Slug)
	if err != nil {
		return err
	}
	one.Program, one.Doc, one.Brief = p, d, kept
	if typed != nil {
		one.Brief = *typed
		if status == http.StatusConflict {
			one.Theirs = changesOf(kept, *typed, p.Currency)
		}
	}
	live, err := s.liveBrief(r, d)
	if err != nil {
		return err
	}
	one.Next = 1 + max(highest(kept), highest(one.Brief), highest(live))
	one.explain(live)
	about := page{title: "Edit the brief: " + p.Title}
	if status != http.StatusOK {
		about.title = "Error: " + about.title
	}
	s.page(w, r, status, about, briefEditView(one))
	return nil
}

// liveBrief is what is in force, if anything is.
func (s *Server) liveBrief(r *http.Request, d document.Document) (brief.Brief, error) {
	if d.Live == nil {
		return brief.Brief{}, nil
	}
	return s.Briefs.At(r.Context(), r.PathValue("program"), d.Live.Number)
}

// explain says which clauses differ from those in force.
func (e *briefEdit) explain(live brief.Brief) {
	e.Amended = map[int]bool{}
	if !e.Amending() {
		return
	}
	for _, a := range brief.Amendment(live, e.Brief) {
		if a.Kind == document.Removed {
			e.Left = append(e.Left, leftOut{a.Was, a.Why})
			continue
		}
		e.Amended[a.Number] = true
	}
}

// highest is the highest number that a clause of a brief has or had.
func highest(b brief.Brief) int {
	n := 0
	for _, c := range b.Clauses {
		n = max(n, c.Number)
	}
	for _, r := range b.Removed {
		n = max(n, r.Number)
	}
	return n
}

// writeBrief keeps what was typed. If somebody else saved meanwhile, the page
// says what saving would change in theirs, and nothing is overwritten unseen.
func (s *Server) writeBrief(w http.ResponseWriter, r *http.Request, v visit) error {
	if err := parse(r); err != nil {
		return err
	}
	p, err := s.briefProgram(r, v)
	if err != nil {
		return err
	}
	typed, odd, cause := briefForm(r.PostForm)
	if cause == nil {
		_, cause = s.Briefs.Write(r.Context(), v.person.Actor(), p.Slug, number(r.PostForm.Get("version")), typed)
	}
	if cause == nil {
		http.Redirect(w, r, briefPath(p.Slug)+movedTo(r.PostForm), http.StatusSeeOther)
		return nil
	}
	wrong, invalid := faults(cause)
	if !invalid && kindOf(cause) != agency.KindConflict {
		return cause
	}
	status, say := s.verdict(cause)
	return s.showBriefEdit(w, r, status, v, p, &typed, briefEdit{Problem: say, Wrong: wrong, Typed: odd})
}
