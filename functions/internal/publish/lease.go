package publish

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/table"
)

// Times of a lease. A write to the site that began while it was held must have
// ended before somebody else may take it.
const (
	LeaseLength = 30 * time.Second
	LastWrite   = 10 * time.Second // the most that one write to the site takes
	renewAfter  = 5 * time.Second
	leaseLook   = time.Second // between two looks of who waits
)

// ErrNotOurTurn is what a publisher is told that lost the lease. It must write
// nothing more.
var ErrNotOurTurn = errors.New("another publisher took over")

// Lease lets one publisher of several write the site. It is an item of the open
// space that each renewal gives its next version; that is the fence, for every
// write of it names the version before.
//
// No clock is compared with another, so it does not matter how far they are
// apart. Who holds it counts from before it asked for its last renewal; who
// waits, from when it first saw that version. So the holder always stops first.
type Lease struct {
	Table table.Table
	Owner string // tells one process from another
	Now   agency.Clock
	Pause func(ctx context.Context, d time.Duration) error // nil: it sleeps

	mu      sync.Mutex
	version int64     // as we left it; 0: it is not ours
	renewed time.Time // when we first asked for that version
	after   int64     // the version that we last asked to follow,
	asked   time.Time // and when we first did
}

// tenure is the body of the item.
type tenure struct {
	Owner string // "": nobody
}

func leaseKey() table.Key { return table.Key{Space: table.Open, PK: "LEASE#site", SK: "LEASE"} }

// Take waits until the site is ours to write, or ctx ends.
func (l *Lease) Take(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	var watched int64
	var since time.Time
	for {
		item, held, err := l.look(ctx)
		if err != nil {
			return fmt.Errorf("waiting for our turn: %w", err)
		}
		if item.Version != watched {
			watched, since = item.Version, l.Now()
		}
		if held.Owner == "" || held.Owner == l.Owner || l.Now().Sub(since) >= LeaseLength {
			taken, err := l.put(ctx, item.Version, l.Owner)
			if taken || err != nil {
				return err
			}
			continue // somebody else was faster
		}
		if err := l.pause(ctx); err != nil {
			return fmt.Errorf("waiting for our turn: %w", err)
		}
	}
}

func (l *Lease) look(ctx context.Context) (item table.Item, held tenure, err error) {
	item, err = l.Table.Get(ctx, leaseKey())
	if errors.Is(err, table.ErrNotFound) {
		return table.Item{}, tenure{}, nil
	}
	if err == nil {
		err = json.Unmarshal(item.Body, &held)
	}
	return item, held, err
}

// put writes the item over the version before it. taken is false if there is
// another by now. An answer that was lost is asked for once more: the token
// makes the second try find the first.
func (l *Lease) put(ctx context.Context, before int64, owner string) (taken bool, err error) {
	if before != l.after || l.asked.IsZero() {
		l.after, l.asked = before, l.Now()
	}
	body, err := json.Marshal(tenure{owner})
	if err != nil {
		return false, fmt.Errorf("taking turns: %w", err)
	}
	item := table.Item{Key: leaseKey(), Version: before, Kind: "lease", Body: body}
	write := table.Replace(item)
	if before == 0 {
		write = table.Create(item)
	}
	token := fmt.Sprintf("lease %s %d %s", l.Owner, before, cmp.Or(owner, "nobody"))
	err = l.Table.Write(ctx, token, write)
	if errors.Is(err, table.ErrUnavailable) {
		err = l.Table.Write(ctx, token, write)
	}
	if _, other := errors.AsType[*table.ConflictError](err); other {
		l.version = 0
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("taking turns: %w", err)
	}
	l.version, l.renewed = before+1, l.asked
	return true, nil
}

// Keep is called before each write to the site, and while a build goes on. It
// renews the lease now and then, and returns ErrNotOurTurn once it is lost or
// may be.
func (l *Lease) Keep(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.version == 0 {
		return ErrNotOurTurn
	}
	if l.Now().Sub(l.renewed) < renewAfter {
		return nil
	}
	taken, err := l.put(ctx, l.version, l.Owner)
	if err == nil && !taken {
		return ErrNotOurTurn
	}
	if l.Now().Sub(l.renewed) >= LeaseLength-LastWrite {
		return errors.Join(ErrNotOurTurn, err)
	}
	return nil // it could not be renewed, and is ours still
}

// Give lets the next one write. If it fails they wait a little longer.
func (l *Lease) Give(ctx context.Context) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.version == 0 {
		return
	}
	_, _ = l.put(ctx, l.version, "")
	l.version = 0
}

func (l *Lease) pause(ctx context.Context) error {
	if l.Pause != nil {
		return l.Pause(ctx, leaseLook)
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(leaseLook):
		return nil
	}
}
