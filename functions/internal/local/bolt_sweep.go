package local

import (
	"bytes"
	"context"
	"fmt"

	"greenroom/functions/internal/table"
)

// boltSweepAtOnce bounds how long a sweep makes other writers wait.
const boltSweepAtOnce = 100

// Sweep removes what has expired and returns how many items that was; each is
// logged as a change without a new state. Used request tokens go with them.
func (b *Bolt) Sweep(ctx context.Context) (int, error) {
	for total := 0; ; {
		due, items, err := 0, 0, ctx.Err()
		if err == nil {
			err = b.commit(func(t *boltTx) error { due, items, err = t.sweep(b.now().Unix()); return err })
		}
		total += items
		if err != nil {
			return total, fmt.Errorf("sweeping: %w", err)
		}
		if due < boltSweepAtOnce {
			return total, nil
		}
	}
}

func (t *boltTx) sweep(now int64) (due, items int, err error) {
	var keys [][]byte
	c := t.tx.Bucket([]byte(boltExpiry)).Cursor()
	for key, _ := c.First(); key != nil && len(keys) < boltSweepAtOnce; key, _ = c.Next() {
		if unix, _, _, ok := boltSplitExpiryKey(key); !ok || unix > now {
			break
		}
		keys = append(keys, bytes.Clone(key))
	}
	for _, key := range keys {
		_, bucket, record, _ := boltSplitExpiryKey(key)
		if bucket == boltTokens {
			err = t.sweepToken(key, record)
		} else {
			err = t.sweepItem(bucket, record)
			items++
		}
		if err != nil {
			return 0, 0, err
		}
	}
	return len(keys), items, nil
}

func (t *boltTx) sweepToken(expiry, token []byte) error {
	if err := t.delete(boltTokens, token); err != nil {
		return err
	}
	return t.delete(boltExpiry, expiry)
}

func (t *boltTx) sweepItem(bucket string, key []byte) error {
	pk, sk, ok := boltSplitItemKey(key)
	if !ok {
		return boltDamaged(bucket, key)
	}
	i, err := t.item(table.Key{Space: table.Space(bucket), PK: pk, SK: sk})
	if err == nil && i == nil {
		err = boltDamaged(bucket, key)
	}
	if err != nil {
		return err
	}
	return t.change(i, nil)
}
