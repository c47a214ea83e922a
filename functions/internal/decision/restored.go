package decision

import (
	"encoding/json"
	"fmt"

	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/table"
)

// Restored is an item as a backup is restored with it: mail as the outbox says,
// and a release that was under way ended, because the clock would go on with it
// and tell people who may have been told after the backup was made. Whoever was
// not told is in the next release, which a person begins. All other items stay
// as they are.
func Restored(i table.Item) (table.Item, error) {
	if i.Kind != "release" {
		return outbox.Restored(i)
	}
	var r Release
	if err := json.Unmarshal(i.Body, &r); err != nil {
		return i, fmt.Errorf("restoring a release: %w", err)
	}
	if !r.underWay() {
		return i, nil
	}
	r.EndedAt = r.At
	next, err := r.item()
	next.Version = i.Version + 1
	return next, err
}
