package submission

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/table"
)

// readers is how many pieces of work are read at once.
const readers = 16

// InState returns the work in one state, the first promise first. The list may
// lag behind, so each is read again as it is.
func (s *Room) InState(ctx context.Context, state agency.State) ([]Deliverable, error) {
	all, err := s.listed(ctx, table.Query{Space: table.Private, Index: 1, PK: "WORK#" + string(state), Limit: table.MaxPageSize})
	return keepIf(all, func(d Deliverable) bool { return d.State == state }), err
}

// OfProgram returns all work of a program.
func (s *Room) OfProgram(ctx context.Context, program string) ([]Deliverable, error) {
	return s.listed(ctx, table.Query{Space: table.Private, Index: 3, PK: "WORKOF#" + program, Limit: table.MaxPageSize})
}

func keepIf(all []Deliverable, wanted func(Deliverable) bool) []Deliverable {
	var kept []Deliverable
	for _, d := range all {
		if wanted(d) {
			kept = append(kept, d)
		}
	}
	return kept
}

func (s *Room) listed(ctx context.Context, q table.Query) ([]Deliverable, error) {
	var hints []Deliverable
	for {
		page, err := s.Table.Query(ctx, q)
		if err != nil {
			return nil, fmt.Errorf("listing work: %w", err)
		}
		for _, i := range page.Items {
			d, err := decode(i)
			if err != nil {
				return nil, err
			}
			hints = append(hints, d)
		}
		if q.Cursor = page.Cursor; q.Cursor == "" {
			return s.asTheyAre(ctx, hints)
		}
	}
}

// asTheyAre reads every piece of work again from the table itself.
func (s *Room) asTheyAre(ctx context.Context, hints []Deliverable) ([]Deliverable, error) {
	all := make([]Deliverable, len(hints))
	group, reading := errgroup.WithContext(ctx)
	group.SetLimit(readers)
	for i, hint := range hints {
		group.Go(func() (err error) {
			all[i], err = s.Find(reading, hint.Application, hint.Number)
			return err
		})
	}
	return all, group.Wait()
}

// Requests returns every edit request of a piece of work, oldest first.
func (s *Room) Requests(ctx context.Context, d Deliverable) ([]Edit, error) {
	var all []Edit
	for n := range d.Edits {
		e, err := s.Edit(ctx, d, n+1)
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, nil
}

// Versions returns every draft of a piece of work, newest first.
func (s *Room) Versions(ctx context.Context, d Deliverable) ([]Draft, error) {
	var all []Draft
	for n := d.Drafts; n > 0; n-- {
		draft, err := s.Draft(ctx, d, n)
		if err != nil {
			return nil, err
		}
		all = append(all, draft)
	}
	return all, nil
}
