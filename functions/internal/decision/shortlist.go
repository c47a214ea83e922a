package decision

import (
	"context"
	"strings"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/program"
)

// Shortlist puts an application on the shortlist (A6). Where its reviews
// disagree, a note says how that was resolved.
func (s *Room) Shortlist(ctx context.Context, actor agency.Actor, id string, version int64, note string) (application.Application, error) {
	if !program.MayRun(actor) {
		return application.Application{}, agency.Forbidden("Only project managers may shortlist.")
	}
	f, err := s.Vetting.Open(ctx, actor, id)
	if err != nil {
		return application.Application{}, err
	}
	a, summary := f.Application, f.Summarise()
	if _, err := application.Machine().Next(a.State, "A6"); err != nil {
		return a, err
	}
	if err := enough(actor, f); err != nil {
		return a, err
	}
	if note = agency.Tidy(note); len(summary.Apart) > 0 && !isNote(note) {
		return a, &agency.Invalid{Fields: []agency.FieldError{{Field: "note",
			Message: "The reviews disagree (" + strings.Join(summary.Apart, "; ") + "). Say in a line how you resolved it"}}}
	}
	if a.Version != version {
		return a, application.Changed(nil)
	}
	return s.Applications.Move(ctx, actor, a, "A6", note, nil)
}

// Unshortlist takes it off again (A7).
func (s *Room) Unshortlist(ctx context.Context, actor agency.Actor, id string, version int64, reason string) (application.Application, error) {
	if !program.MayRun(actor) {
		return application.Application{}, agency.Forbidden("Only project managers may change the shortlist.")
	}
	f, err := s.Vetting.Open(ctx, actor, id)
	if err != nil {
		return application.Application{}, err
	}
	if reason = agency.Tidy(reason); !isNote(reason) {
		return f.Application, &agency.Invalid{Fields: []agency.FieldError{{Field: "reason", Message: "Say in a line why"}}}
	}
	if f.Application.Version != version {
		return f.Application, application.Changed(nil)
	}
	return s.Applications.Move(ctx, actor, f.Application, "A7", reason, nil)
}

func isNote(s string) bool { return agency.PlainText(s) && len([]rune(s)) <= maxNote }
