package local

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"greenroom/functions/internal/table"
	"greenroom/functions/internal/table/tabletest"
)

func TestBoltKeepsTheContract(t *testing.T) {
	t.Parallel()
	tabletest.Run(t, func(t *testing.T, now func() time.Time) tabletest.Side {
		b := openBolt(t, filepath.Join(t.TempDir(), "data.db"), now)
		return tabletest.Side{Table: b, Changes: func(ctx context.Context) ([]table.Change, error) {
			changes, _, err := allChanges(ctx, b, "")
			return changes, err
		}}
	})
}

func openBolt(t testing.TB, path string, now func() time.Time) *Bolt {
	t.Helper()
	b, err := OpenBolt(path, now)
	if err != nil {
		t.Fatalf("got error %v, want the file to open", err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Errorf("got error %v on closing", err)
		}
	})
	return b
}

func allChanges(ctx context.Context, b *Bolt, cursor string) ([]table.Change, string, error) {
	var all []table.Change
	for {
		changes, next, err := b.Changes(ctx, cursor, 7)
		if err != nil || len(changes) == 0 {
			return all, next, err
		}
		all, cursor = append(all, changes...), next
	}
}
