package vetting

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/table"
)

// Declared reports whether the actor declared a conflict with an applicant. Who
// only stood aside did not.
func (s *Room) Declared(ctx context.Context, actor agency.Actor, id string) (bool, error) {
	i, err := s.Table.Get(ctx, conflictKey(id, actor.ID))
	if errors.Is(err, table.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("reading conflict: %w", err)
	}
	var c Conflict
	if err := json.Unmarshal(i.Body, &c); err != nil {
		return false, fmt.Errorf("reading conflict: %w", err)
	}
	return c.locked(), nil
}
