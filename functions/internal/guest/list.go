package guest

import (
	"context"
	"fmt"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/table"
)

// Mine returns what somebody submitted, oldest first.
func (s *Room) Mine(ctx context.Context, a agency.Actor) ([]Submission, error) {
	if err := signedIn(a); err != nil {
		return nil, err
	}
	return s.by(ctx, a.ID)
}

func (s *Room) by(ctx context.Context, person string) ([]Submission, error) {
	q := table.Query{Space: table.Private, PK: submissionKey(person, "").PK, Prefix: "POST#", Limit: table.MaxPageSize}
	var all []Submission
	for {
		page, err := s.Table.Query(ctx, q)
		if err != nil {
			return nil, fmt.Errorf("listing guest posts: %w", err)
		}
		for _, i := range page.Items {
			sub, err := decode(i)
			if err == nil {
				sub.Document, err = s.Documents.Find(ctx, sub.ID)
			}
			if err != nil {
				return nil, err
			}
			all = append(all, sub)
		}
		if q.Cursor = page.Cursor; q.Cursor == "" {
			return all, nil
		}
	}
}

// List returns the submissions that stand somewhere, oldest first; with state
// "" all. It is for looking only.
func (s *Room) List(ctx context.Context, a agency.Actor, state agency.State) ([]Submission, error) {
	if err := may(a); err != nil {
		return nil, err
	}
	documents, err := s.Documents.List(ctx, documentKind)
	if err != nil {
		return nil, err
	}
	var found []Submission
	for _, d := range documents {
		sub, err := s.of(ctx, d)
		switch {
		case kindOf(err) == agency.KindNotFound:
		case err != nil:
			return nil, err
		case state == "" || sub.State() == state:
			found = append(found, sub)
		}
	}
	return found, nil
}
