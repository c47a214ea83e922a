package submission

import (
	"context"
	"encoding/json"
	"fmt"

	"greenroom/functions/internal/table"
)

// Uploaded returns the files that were sent for a piece of work, by hash.
func (s *Room) Uploaded(ctx context.Context, d Deliverable) ([]File, error) {
	page, err := s.Table.Query(ctx, table.Query{Space: table.Private, PK: partition(d.Application), Prefix: fileKey(d, "").SK, Limit: maxFiles})
	if err != nil {
		return nil, fmt.Errorf("listing files of deliverable %s: %w", d.Ref(), err)
	}
	files := make([]File, len(page.Items))
	for n, i := range page.Items {
		if err := json.Unmarshal(i.Body, &files[n]); err != nil {
			return nil, fmt.Errorf("reading file of deliverable %s: %w", d.Ref(), err)
		}
	}
	return files, nil
}
