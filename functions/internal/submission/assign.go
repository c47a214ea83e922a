package submission

import (
	"context"
	"errors"
	"fmt"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/table"
)

// maxDeliverables is how many pieces of work one person owes at most.
const maxDeliverables = 20

// Assign gives a confirmed person the work of the brief that they acknowledged.
// Who has it already keeps it as it is; called again, it adds what is missing.
func (s *Room) Assign(ctx context.Context, a application.Application) error {
	if a.State != application.Confirmed {
		return nil
	}
	b, _, known, err := s.Briefs.Agreed(ctx, a)
	if err != nil || !known {
		return err
	}
	p, err := s.Programs.Find(ctx, a.Program)
	if err != nil {
		return err
	}
	for i, owed := range b.Deliverables[:min(len(b.Deliverables), maxDeliverables)] {
		d := Deliverable{Application: a.ID, Number: i + 1, Program: a.Program, Person: a.Person,
			Title: owed.Title, Medium: owed.Medium, State: Machine().Initial, At: s.Now()}
		d.schedule(p)
		if err := s.assign(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

func (s *Room) assign(ctx context.Context, d Deliverable) error {
	if _, err := s.Find(ctx, d.Application, d.Number); err == nil {
		return nil
	}
	c := s.change(agency.Machinery(), d)
	c.event("assign", "", d.State, "")
	_, err := c.commit(ctx)
	if e, raced := errors.AsType[*agency.Error](err); raced && e.Kind == agency.KindConflict {
		return nil // somebody else assigned it meanwhile
	}
	if err != nil {
		return fmt.Errorf("assigning deliverable %s: %w", d.Ref(), err)
	}
	return nil
}

// OfApplication returns the work that one person owes, in the order of the
// brief, as it is on disk now.
func (s *Room) OfApplication(ctx context.Context, app string) ([]Deliverable, error) {
	page, err := s.Table.Query(ctx, table.Query{Space: table.Private, PK: partition(app), Prefix: "DELIV#", Limit: table.MaxPageSize})
	if err != nil {
		return nil, fmt.Errorf("listing deliverables of application %s: %w", app, err)
	}
	var all []Deliverable
	for _, i := range page.Items {
		d, err := decode(i)
		if err != nil {
			return nil, err
		}
		all = append(all, d)
	}
	return all, nil
}
