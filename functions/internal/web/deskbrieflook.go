package web

import (
	"context"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/document"
)

// lookOver adds what is still to be done before a draft can be sent.
func (s *Server) lookOver(ctx context.Context, _ visit, one *briefDesk) error {
	if !one.May.Write || one.Doc.Current.State != document.Draft {
		return nil
	}
	found, err := s.Briefs.Lint(ctx, one.Program.Slug)
	for _, f := range found {
		if f.Warning {
			one.Warnings = append(one.Warnings, f)
		} else {
			one.Faults = append(one.Faults, f)
		}
	}
	return err
}

// inForce adds what is known of who works from the brief.
func (s *Server) inForce(ctx context.Context, v visit, one *briefDesk) error {
	slug := one.Program.Slug
	board, err := s.Briefs.Questions(ctx, v.person.Actor(), slug)
	if err != nil {
		return err
	}
	one.Board = s.askings(board)
	if one.Doc.Amending() || one.Doc.Current.State == document.Approved {
		impact, err := s.Briefs.Impact(ctx, slug)
		if err != nil {
			return err
		}
		one.Impact = &impact
	}
	if one.Doc.Live == nil {
		return nil
	}
	clarity, err := s.Briefs.Clarity(ctx, slug)
	one.Clarity = &clarity
	return err
}

// briefHistory adds what happened to the brief, and by whom.
func (s *Server) briefHistory(ctx context.Context, _ visit, one *briefDesk) error {
	events, err := s.Briefs.Documents.History(ctx, one.Doc)
	if err != nil {
		return err
	}
	one.Unasked = one.Doc.Current.State == document.ClientReview && !linked(events)
	one.History, err = s.documentDeeds(ctx, one.Doc, events)
	return err
}

// linked reports whether who signs now was sent a link: nobody took over since
// the last one.
func linked(events []agency.Event) bool {
	is := false
	for _, e := range events {
		switch e.Action {
		case "B4", "ask again":
			is = true
		case "change contact":
			is = false
		}
	}
	return is
}
