package document

import (
	"context"
	"errors"
	"fmt"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/table"
)

// pageSize is how many settled documents are listed at once.
const pageSize = 25

// Underway returns every document of a kind with a version on its way, oldest
// first. The list may lag behind, so it is for looking only; each document in
// it was read again.
func (s *Room) Underway(ctx context.Context, kind string) (all []Document, err error) {
	q := table.Query{Space: table.Private, Index: 1, PK: listed(kind, false), Limit: table.MaxPageSize}
	for {
		var found []Document
		if found, q.Cursor, err = s.page(ctx, q, false); err != nil {
			return nil, err
		}
		if all = append(all, found...); q.Cursor == "" {
			return all, nil
		}
	}
}

// Settled returns a page of the other documents of a kind, the newest first,
// and the cursor of the next page: "" if there is none. Like [Room.Underway] it
// is for looking only.
func (s *Room) Settled(ctx context.Context, kind, cursor string) ([]Document, string, error) {
	return s.page(ctx, table.Query{Space: table.Private, Index: 1, PK: listed(kind, true), Descending: true, Limit: pageSize, Cursor: cursor}, true)
}

// page reads one page of a list, without what has left the list since.
func (s *Room) page(ctx context.Context, q table.Query, settled bool) (found []Document, next string, err error) {
	page, err := s.Table.Query(ctx, q)
	if errors.Is(err, table.ErrCursor) {
		return nil, "", agency.NotFound("That page of the list does not exist. Start from the first one.")
	}
	if err != nil {
		return nil, "", fmt.Errorf("listing documents: %w", err)
	}
	for _, i := range page.Items {
		base, err := s.Table.Get(ctx, i.Key)
		if errors.Is(err, table.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, "", fmt.Errorf("listing documents: %w", err)
		}
		d, err := decode(base)
		if err != nil {
			return nil, "", err
		}
		if d.Settled() == settled {
			found = append(found, d)
		}
	}
	return found, page.Cursor, nil
}
