package submission

import (
	"context"

	"greenroom/functions/internal/brief"
)

// Progress implements [brief.Works]: who would be hit by a change of the brief.
func (s *Room) Progress(ctx context.Context, program string) (brief.Progress, error) {
	all, err := s.OfProgram(ctx, program)
	drafts, live := map[string]bool{}, map[string]bool{}
	for _, d := range all {
		if d.Drafts > 0 {
			drafts[d.Person] = true
		}
		if d.Live != nil {
			live[d.Person] = true
		}
	}
	return brief.Progress{Drafts: len(drafts), Live: len(live)}, err
}
