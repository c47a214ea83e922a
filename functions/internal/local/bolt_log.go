package local

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strconv"

	"greenroom/functions/internal/table"
)

const boltChangesAtOnce = 100

// log appends a change. Its number comes from our state and not from bbolt's
// sequence, which has no checksum.
func (t *boltTx) log(c table.Change) error {
	t.state.Seq++
	return t.put(boltLog, boltSeqKey(t.state.Seq), boltPutChange(c))
}

func boltSeqKey(seq uint64) []byte { return binary.BigEndian.AppendUint64(nil, seq) }

// Committed returns a channel that is closed when the next change is
// committed. Any number of consumers may wait on it. Take the channel, then
// read Changes to the end, then wait: a change between the two is not missed.
func (b *Bolt) Committed() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.news
}

// Changes returns the committed changes after the cursor, in order, and the
// cursor to go on with. "" stands for the oldest change that is kept; limit 0
// means 100. A cursor that the log does not reach back to is ErrCursor.
func (b *Bolt) Changes(ctx context.Context, cursor string, limit int) ([]table.Change, string, error) {
	after, err := boltSeq(cursor)
	if err := errors.Join(ctx.Err(), err); err != nil {
		return nil, "", fmt.Errorf("reading changes: %w", err)
	}
	if limit <= 0 {
		limit = boltChangesAtOnce
	}
	var changes []table.Change
	err = b.view(func(t *boltTx) error {
		if cursor != "" {
			if err := t.logReaches(after); err != nil {
				return err
			}
		}
		changes, after, err = t.changesAfter(after, limit)
		return err
	})
	if err != nil {
		return nil, "", fmt.Errorf("reading changes: %w", err)
	}
	if len(changes) > 0 {
		cursor = strconv.FormatUint(after, 10)
	}
	return changes, cursor, nil
}

func boltSeq(cursor string) (uint64, error) {
	if cursor == "" {
		return 0, nil
	}
	seq, err := strconv.ParseUint(cursor, 10, 64)
	if err != nil || strconv.FormatUint(seq, 10) != cursor {
		return 0, table.ErrCursor
	}
	return seq, nil
}

// logReaches refuses a position whose next change was trimmed or is not yet.
func (t *boltTx) logReaches(after uint64) error {
	state, err := t.loadState()
	if err != nil {
		return err
	}
	oldest := state.Seq + 1
	if key, _ := t.tx.Bucket([]byte(boltLog)).Cursor().First(); len(key) == 8 {
		oldest = binary.BigEndian.Uint64(key)
	}
	if after > state.Seq || after+1 < oldest {
		return table.ErrCursor
	}
	return nil
}

func (t *boltTx) changesAfter(after uint64, limit int) ([]table.Change, uint64, error) {
	if after == math.MaxUint64 {
		return nil, after, nil
	}
	var changes []table.Change
	size := 0
	c := t.tx.Bucket([]byte(boltLog)).Cursor()
	for key, record := c.Seek(boltSeqKey(after + 1)); key != nil; key, record = c.Next() {
		if len(changes) == limit || size > boltPageBytes {
			break
		}
		payload, _, err := boltOpenRecord(boltLog, key, record)
		if err != nil {
			return nil, 0, err
		}
		change, err := boltReadChange(payload)
		if err != nil {
			return nil, 0, err
		}
		changes = append(changes, change)
		after, size = binary.BigEndian.Uint64(key), size+len(payload)
	}
	return changes, after, nil
}
