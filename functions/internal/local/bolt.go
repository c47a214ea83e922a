package local

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"greenroom/functions/internal/table"
)

// boltLockWait is how long a second start waits for the first to let go.
const boltLockWait = time.Second

// ErrLocked says that the data is in use.
var ErrLocked = errors.New("another process uses this data")

// Bolt keeps both spaces, and the log of their changes, in one bbolt file.
// What Write acknowledged has reached the disk.
type Bolt struct {
	db         *bolt.DB
	now        func() time.Time
	lastCommit atomic.Int64 // nanoseconds since 1970

	leader  chan struct{} // holds one value while somebody commits
	mu      sync.Mutex
	waiting []*boltCall   // under mu
	news    chan struct{} // under mu; closed by the next change
}

// OpenBolt opens the file, or makes it. The whole file is verified first: a
// file in which anything was lost or altered is not opened. It returns
// ErrLocked while another process has it open.
func OpenBolt(path string, now func() time.Time) (*Bolt, error) {
	if err := boltVerify(path); err != nil {
		return nil, fmt.Errorf("opening %s: %w", path, err)
	}
	db, err := bolt.Open(path, 0o600, &bolt.Options{
		Timeout: boltLockWait,
		// A list of free pages kept in the file could be damaged unnoticed,
		// and the next writes would then go over live pages.
		NoFreelistSync: true,
		FreelistType:   bolt.FreelistMapType,
	})
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", path, boltOpenError(err))
	}
	b := &Bolt{db: db, now: now, leader: make(chan struct{}, 1), news: make(chan struct{})}
	if err := b.prepare(path); err != nil {
		return nil, errors.Join(fmt.Errorf("opening %s: %w", path, err), db.Close())
	}
	return b, nil
}

func boltOpenError(err error) error {
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		return ErrLocked
	case errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrChecksum), errors.Is(err, bolterrors.ErrVersionMismatch):
		return fmt.Errorf("%w: %w", table.ErrCorrupt, err)
	}
	return err
}

func (b *Bolt) prepare(path string) error {
	isNew, err := boltCreate(b.db)
	if err != nil {
		return err
	}
	if isNew {
		if err := boltSyncDir(filepath.Dir(path)); err != nil {
			return err
		}
	}
	return b.view(func(t *boltTx) error {
		state, err := t.loadState()
		b.lastCommit.Store(state.LastCommit)
		return err
	})
}

// boltSyncDir makes the name of a new file durable.
func boltSyncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Close lets go of the file and wakes whoever waits for changes.
func (b *Bolt) Close() error {
	err := b.db.Close()
	b.announce()
	return err
}

// LastCommit is the latest time at which anything was committed, in this
// process or an earlier one; a clock that may not run backwards starts there.
// It is the zero time for a new file.
func (b *Bolt) LastCommit() time.Time {
	nanos := b.lastCommit.Load()
	if nanos == 0 {
		return time.Time{}
	}
	return time.Unix(0, nanos).UTC()
}

// Get returns one item.
func (b *Bolt) Get(ctx context.Context, k table.Key) (table.Item, error) {
	if err := errors.Join(ctx.Err(), k.Valid()); err != nil {
		return table.Item{}, fmt.Errorf("reading %s: %w", k, err)
	}
	now := b.now()
	var found table.Item
	err := b.view(func(t *boltTx) error {
		i, err := t.item(k)
		if err == nil && (i == nil || i.Expired(now)) {
			err = table.ErrNotFound
		}
		if err == nil {
			found = *i
		}
		return err
	})
	if err != nil {
		return table.Item{}, fmt.Errorf("reading %s: %w", k, err)
	}
	return found, nil
}

func (b *Bolt) view(fn func(*boltTx) error) error {
	tx, err := b.db.Begin(false)
	if err != nil {
		return fmt.Errorf("%w: %w", table.ErrUnavailable, err)
	}
	defer tx.Rollback() // of a read: has no error to lose
	return fn(&boltTx{tx: tx})
}
