package vetting

import (
	"context"
	"fmt"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/audit"
	"greenroom/site/content"
)

// Sheet is a scoring form as it was filled in, for one pass.
type Sheet struct {
	Version    int64 // of the review as it was shown
	Answers    int   // revision of the answers that were shown
	Rubric     string
	Marks      Marks
	Confidence int
	Note       string
}

// HandIn keeps the marks of one pass. The first pass is scored before anything
// else is shown; the second adds the criteria that need a name or a number.
// Handing in is a look at the application, if it was read long enough.
func (s *Room) HandIn(ctx context.Context, actor agency.Actor, id string, pass content.Pass, sheet Sheet) (Review, error) {
	f, err := s.mine(ctx, actor, id)
	if err != nil {
		return Review{}, err
	}
	r := f.ReviewBy(actor.ID)
	if err := s.mayHandIn(f, r, pass, sheet); err != nil {
		return r, err
	}
	if err := check(f.Program.Program, pass, &sheet); err != nil {
		return r, err
	}
	if _, err := s.Applications.Looked(ctx, actor, f.Application, how(r)); err != nil {
		return r, err
	}
	r = r.with(f.Program.Program, pass, sheet)
	r.At = s.Now()
	if pass == content.Blind {
		r.BlindAt = s.Now()
	}
	event, err := audit.Write(agency.Event{ID: s.IDs.New(), At: s.Now(), Actor: actor.ID,
		Action: "review " + string(pass), Thing: f.Application.Thing()})
	if err != nil {
		return r, err
	}
	return s.save(ctx, r, event)
}

func how(r Review) string {
	if r.OpenedAt.IsZero() {
		return "read"
	}
	return "opened"
}

// mayHandIn says why a sheet is not taken.
func (s *Room) mayHandIn(f File, r Review, pass content.Pass, sheet Sheet) error {
	switch {
	case pass != content.Blind && pass != content.Revealed:
		return agency.NotFound("There is no such pass.")
	case !readable(f.Application):
		return agency.Conflict("This application is not being read any more: it was decided, or taken back.", nil)
	case sheet.Version != r.Version:
		return agency.Conflict("You changed this review in another window meanwhile. Both versions are below; nothing was overwritten.", nil)
	case sheet.Answers != f.Application.Revision:
		return agency.Conflict("The applicant changed the answers while you were reading. Your marks are below; read the new answers and hand in again.", nil)
	case sheet.Rubric != f.Program.Rubric():
		return agency.Conflict("The weights of this program changed while you were reading. Your marks are below; look at them again and hand in.", nil)
	case pass == content.Revealed && (r.Pass == "" || r.Stale(f.Program.Program, f.Application)):
		return ErrUnread
	case pass == content.Blind && r.Pass != "" && !r.Stale(f.Program.Program, f.Application):
		return agency.Conflict("The first pass is handed in, and who it is was shown. What you gave the work stays as it was.", nil)
	case !r.read(s.Now()):
		return &agency.Invalid{Fields: []agency.FieldError{{Field: "", Message: fmt.Sprintf(
			"Read the answers for at least %d seconds, or open a piece of work, before you hand in", int(application.ReadingTime.Seconds()))}}}
	}
	return nil
}

// readable reports whether reviews of an application still matter.
func readable(a application.Application) bool {
	switch a.State {
	case application.Submitted, application.InReview, application.NeedsInfo, application.Shortlisted:
		return true
	}
	return false
}

// with is the review with the marks of a sheet. Marks of a pass that is handed
// in again replace those of the same pass; those of the other stay only if
// they were given to the same answers by the same rubric.
func (r Review) with(p content.Program, pass content.Pass, sheet Sheet) Review {
	stale := r.Rubric != sheet.Rubric || r.Answers != sheet.Answers
	marks := Marks{}
	for _, c := range content.Criteria() {
		if p.WeightOf(c.Key) == 0 {
			continue // nobody asked for it, and nobody checked it
		}
		if m, given := r.Marks[c.Key]; given && c.Pass != pass && !stale {
			marks[c.Key] = m
		}
		if m, given := sheet.Marks[c.Key]; given && c.Pass == pass {
			marks[c.Key] = m
		}
	}
	if r.Pass == "" || stale && pass == content.Blind {
		r.Pass = pass
	} else if pass == content.Revealed {
		r.Pass = content.Revealed
	}
	r.Marks, r.Rubric, r.Answers, r.Confidence, r.Note = marks, sheet.Rubric, sheet.Answers, sheet.Confidence, sheet.Note
	return r
}
