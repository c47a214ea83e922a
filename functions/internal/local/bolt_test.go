package local

import (
	"context"
	"path/filepath"
	"sync/atomic"
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

// boltClock is a clock that a test moves.
type boltClock struct{ nanos atomic.Int64 }

func newBoltClock() *boltClock {
	c := &boltClock{}
	c.nanos.Store(time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC).UnixNano())
	return c
}

func (c *boltClock) now() time.Time          { return time.Unix(0, c.nanos.Load()).UTC() }
func (c *boltClock) advance(d time.Duration) { c.nanos.Add(int64(d)) }

func boltNote(space table.Space, pk, sk string) table.Item {
	return table.Item{Key: table.Key{Space: space, PK: pk, SK: sk}, Kind: "note", Body: []byte(`"x"`)}
}

func boltWriteAll(t testing.TB, b *Bolt, writes ...table.Write) {
	t.Helper()
	if err := b.Write(t.Context(), "", writes...); err != nil {
		t.Errorf("got error %v, want the writes to succeed", err)
	}
}
