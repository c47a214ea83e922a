package local

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"greenroom/functions/internal/table"
)

// boltWrite is one call of Write.
type boltWrite struct {
	now         time.Time
	token       []byte // hashed; nil for none
	fingerprint [sha256.Size]byte
	writes      []table.Write
}

// Write applies all of the writes or none.
func (b *Bolt) Write(ctx context.Context, token string, writes ...table.Write) error {
	writes, err := table.Validate(writes)
	if err := errors.Join(ctx.Err(), err); err != nil {
		return fmt.Errorf("writing: %w", err)
	}
	w := boltWrite{now: b.now(), writes: writes}
	if token != "" {
		sum := sha256.Sum256([]byte(token))
		w.token, w.fingerprint = sum[:], table.Fingerprint(writes)
	}
	// Most refusals and replays are seen here already, and need no turn at
	// the disk.
	replay := false
	err = b.view(func(t *boltTx) error {
		_, replay, err = w.plan(t)
		return err
	})
	if err == nil && !replay {
		err = b.commit(w.apply)
	}
	if err != nil {
		return fmt.Errorf("writing: %w", err)
	}
	return nil
}

// plan finds what is stored under the key of each write, expired or not, and
// checks every condition. With replay, the same writes were applied before.
func (w boltWrite) plan(t *boltTx) (stored []*table.Item, replay bool, err error) {
	if replay, err = w.seen(t); replay || err != nil {
		return nil, replay, err
	}
	stored = make([]*table.Item, len(w.writes))
	for n, write := range w.writes {
		if stored[n], err = t.item(write.Item.Key); err != nil {
			return nil, false, err
		}
		if current := boltLive(stored[n], w.now); !boltAllows(write.If, current) {
			return nil, false, &table.ConflictError{Write: n, Key: write.Item.Key, Current: current}
		}
	}
	return stored, false, nil
}

func boltLive(i *table.Item, now time.Time) *table.Item {
	if i == nil || i.Expired(now) {
		return nil
	}
	return i
}

func boltAllows(version int64, current *table.Item) bool {
	switch {
	case version == table.Any:
		return true
	case current == nil:
		return version == 0
	}
	return version == current.Version
}

func (w boltWrite) apply(t *boltTx) error {
	stored, replay, err := w.plan(t)
	if replay || err != nil {
		return err
	}
	for n, write := range w.writes {
		if err := t.apply(write, stored[n], w.now); err != nil {
			return err
		}
	}
	return w.remember(t)
}

// apply makes one write. An expired item in its way is swept first, so that
// the log shows its end before the new beginning.
func (t *boltTx) apply(w table.Write, stored *table.Item, now time.Time) error {
	current := boltLive(stored, now)
	if stored != nil && current == nil && w.Op != table.OpCheck {
		if err := t.change(stored, nil); err != nil {
			return err
		}
	}
	switch w.Op {
	case table.OpPut:
		next := w.Item
		next.Version = 1
		if current != nil {
			next.Version = current.Version + 1
		}
		return t.change(current, &next)
	case table.OpAdd:
		next := boltAdd(w, current)
		return t.change(current, &next)
	case table.OpDelete:
		return t.change(current, nil)
	}
	return nil
}

func boltAdd(w table.Write, current *table.Item) table.Item {
	next := w.Item
	if current != nil {
		next = *current
	}
	if next.Kind == "" {
		next.Kind = w.Item.Kind
	}
	next.Version++
	next.Count += w.Add
	return next
}

// change moves one item from one state to another, nil being absence, and logs
// that.
func (t *boltTx) change(before, after *table.Item) error {
	if before == nil && after == nil {
		return nil
	}
	key, err := t.move(before, after)
	if err != nil {
		return err
	}
	return t.log(table.Change{Key: key, Old: before, New: after})
}

// move changes one item, of which one state is not nil, and everything that
// leads to it.
func (t *boltTx) move(before, after *table.Item) (key table.Key, err error) {
	if before != nil {
		key = before.Key
		for _, p := range boltPlaces(*before) {
			if err := t.delete(p.bucket, p.key); err != nil {
				return key, err
			}
		}
	}
	if after != nil {
		key = after.Key
		for _, p := range boltPlaces(*after) {
			if err := t.put(p.bucket, p.key, nil); err != nil {
				return key, err
			}
		}
	}
	return key, t.setItem(key, after)
}

func (t *boltTx) setItem(k table.Key, i *table.Item) error {
	if i == nil {
		return t.delete(boltItems(k.Space), boltItemKey(k.PK, k.SK))
	}
	return t.put(boltItems(k.Space), boltItemKey(k.PK, k.SK), boltPutItem(nil, *i))
}

// item returns what is stored, expired or not, or nil.
func (t *boltTx) item(k table.Key) (*table.Item, error) {
	payload, err := t.get(boltItems(k.Space), boltItemKey(k.PK, k.SK))
	if payload == nil || err != nil {
		return nil, err
	}
	i, err := boltReadItem(k, payload)
	if err != nil {
		return nil, err
	}
	return &i, nil
}
