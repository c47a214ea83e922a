package local

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math"

	"greenroom/functions/internal/table"
)

// boltTrimAtOnce bounds how long trimming makes other writers wait.
const boltTrimAtOnce = 1000

// Cursor returns the position saved under the name of a consumer, "" if none
// was.
func (b *Bolt) Cursor(consumer string) (cursor string, err error) {
	err = b.view(func(t *boltTx) error {
		payload, err := t.get(boltCursors, []byte(consumer))
		cursor = string(payload)
		return err
	})
	return cursor, err
}

// SaveCursor keeps the position up to which a consumer has done its work.
func (b *Bolt) SaveCursor(consumer, cursor string) error {
	if _, err := boltSeq(cursor); err != nil || consumer == "" {
		return fmt.Errorf("saving cursor %q of consumer %q: %w", cursor, consumer, table.ErrInvalid)
	}
	return b.commit(func(t *boltTx) error {
		return t.put(boltCursors, []byte(consumer), []byte(cursor))
	})
}

// Trim drops the changes that all of the named consumers have done with, and
// returns how many. One that has saved no cursor keeps them all.
func (b *Bolt) Trim(ctx context.Context, consumers ...string) (int, error) {
	if len(consumers) == 0 {
		return 0, fmt.Errorf("trimming the log for nobody: %w", table.ErrInvalid)
	}
	for total := 0; ; {
		n, err := 0, ctx.Err()
		if err == nil {
			err = b.commit(func(t *boltTx) error { n, err = t.trim(consumers); return err })
		}
		total += n
		if n < boltTrimAtOnce || err != nil {
			return total, err
		}
	}
}

func (t *boltTx) trim(consumers []string) (int, error) {
	done := uint64(math.MaxUint64)
	for _, name := range consumers {
		payload, err := t.get(boltCursors, []byte(name))
		if err != nil {
			return 0, err
		}
		seq, err := boltSeq(string(payload))
		if err != nil {
			return 0, err
		}
		done = min(done, seq)
	}
	var keys [][]byte
	c := t.tx.Bucket([]byte(boltLog)).Cursor()
	for key, _ := c.First(); key != nil && len(keys) < boltTrimAtOnce; key, _ = c.Next() {
		if binary.BigEndian.Uint64(key) > done {
			break
		}
		keys = append(keys, bytes.Clone(key))
	}
	for _, key := range keys {
		if err := t.delete(boltLog, key); err != nil {
			return 0, err
		}
	}
	return len(keys), nil
}
