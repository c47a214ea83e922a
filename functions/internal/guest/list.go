package guest

import (
	"context"
	"fmt"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/document"
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

// Underway returns the submissions that wait for somebody, oldest first:
// neither in the blog, unless a correction is on its way, nor over. It is for
// looking only.
func (s *Room) Underway(ctx context.Context, a agency.Actor) ([]Submission, error) {
	if err := may(a); err != nil {
		return nil, err
	}
	documents, err := s.Documents.Underway(ctx, documentKind)
	if err != nil {
		return nil, err
	}
	return s.sent(ctx, documents)
}

// Archive returns a page of the other submissions, the newest first, and the
// cursor of the next page: "" if there is none. It is for looking only.
func (s *Room) Archive(ctx context.Context, a agency.Actor, cursor string) ([]Submission, string, error) {
	if err := may(a); err != nil {
		return nil, "", err
	}
	documents, next, err := s.Documents.Settled(ctx, documentKind, cursor)
	if err != nil {
		return nil, "", err
	}
	found, err := s.sent(ctx, documents)
	return found, next, err
}

// sent are the submissions of documents, without those that were begun and
// never sent.
func (s *Room) sent(ctx context.Context, documents []document.Document) (found []Submission, err error) {
	for _, d := range documents {
		sub, err := s.of(ctx, d)
		switch {
		case kindOf(err) == agency.KindNotFound:
		case err != nil:
			return nil, err
		default:
			found = append(found, sub)
		}
	}
	return found, nil
}
