package local

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"greenroom/functions/internal/table"
)

func TestBoltSaysThatItsDataIsInUse(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "data.db")
	b, err := OpenBolt(path, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := OpenBolt(path, time.Now); !errors.Is(err, ErrLocked) {
		t.Errorf("got error %v, want ErrLocked", err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	openBolt(t, path, time.Now)
}

func TestBoltClosedCannotAnswer(t *testing.T) {
	t.Parallel()
	b, err := OpenBolt(filepath.Join(t.TempDir(), "data.db"), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	news := b.Committed()
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	<-news
	_, errGet := b.Get(t.Context(), table.Key{Space: table.Open, PK: "A", SK: "1"})
	errWrite := b.commit(func(*boltTx) error { return nil })
	for _, err := range []error{errGet, errWrite} {
		if !errors.Is(err, table.ErrUnavailable) {
			t.Errorf("got error %v, want ErrUnavailable", err)
		}
	}
}

// One call that fails must not fail those it shares a commit with, nor lose
// its own verdict.
func TestBoltFailuresInOneCommitStayApart(t *testing.T) {
	t.Parallel()
	b := openBolt(t, filepath.Join(t.TempDir(), "data.db"), time.Now)
	refused := errors.New("refused")
	b.leader <- struct{}{} // the disk is busy: all of them gather
	var all sync.WaitGroup
	var good, bad atomic.Int64
	for n := range 20 {
		all.Go(func() {
			err := b.commit(func(tx *boltTx) error {
				if n%4 == 0 {
					return refused
				}
				return tx.put(boltCursors, fmt.Append(nil, n), []byte("1"))
			})
			switch {
			case err == nil:
				good.Add(1)
			case errors.Is(err, refused):
				bad.Add(1)
			}
		})
	}
	boltWaitFor(t, func() bool { b.mu.Lock(); defer b.mu.Unlock(); return len(b.waiting) == 20 })
	before := boltCommits(t, b)
	<-b.leader
	all.Wait()
	if good.Load() != 15 || bad.Load() != 5 {
		t.Errorf("got %d successes and %d refusals, want 15 and 5", good.Load(), bad.Load())
	}
	if got := boltCommits(t, b) - before; got != 1 {
		t.Errorf("got %d commits for 20 calls, want 1", got)
	}
}

// boltCommits is the number of transactions that reached the disk.
func boltCommits(t testing.TB, b *Bolt) (n int) {
	t.Helper()
	if err := b.view(func(tx *boltTx) error { n = tx.tx.ID(); return nil }); err != nil {
		t.Fatal(err)
	}
	return n
}

func boltWaitFor(t testing.TB, condition func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for !condition() {
		select {
		case <-ctx.Done():
			t.Fatal("condition did not come true")
		case <-tick.C:
		}
	}
}
