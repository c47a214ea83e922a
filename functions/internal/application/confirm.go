package application

import (
	"context"

	"greenroom/functions/internal/agency"
)

// Confirm takes an accepted person's word that they will do the work on the
// program's terms (A15). Their acceptance holds until the day they were told.
func (s *Room) Confirm(ctx context.Context, actor agency.Actor, id string, version int64, terms bool) (Application, error) {
	a, err := s.OwnedBy(ctx, actor, id)
	if err != nil || a.State == Confirmed {
		return a, err
	}
	if _, err := Machine().Next(a.State, "A15"); err != nil {
		return a, err
	}
	if !terms {
		return a, &agency.Invalid{Fields: []agency.FieldError{{Field: "terms", Message: "Say that you accept the terms"}}}
	}
	if a.Version != version {
		return a, Changed(nil)
	}
	if s.Now().After(a.Outcome.ConfirmBy) {
		return a, agency.Gone("The day to confirm has passed. Write to the project manager: the place may still be free.")
	}
	return s.Move(ctx, actor, a, "A15", "terms accepted", func(a *Application) { a.ConfirmedAt = s.Now() })
}
