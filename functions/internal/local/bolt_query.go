package local

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	bolt "go.etcd.io/bbolt"

	"greenroom/functions/internal/table"
)

// boltPageBytes is where a page ends early, as DynamoDB's does.
const boltPageBytes = 1 << 20

// Query returns one page.
func (b *Bolt) Query(ctx context.Context, q table.Query) (table.Page, error) {
	q, err := q.Normal()
	if err := errors.Join(ctx.Err(), err); err != nil {
		return table.Page{}, err
	}
	start, err := q.Start()
	if err != nil {
		return table.Page{}, err
	}
	now := b.now()
	var page table.Page
	err = b.view(func(t *boltTx) error {
		page, err = t.page(q, start, now)
		return err
	})
	if err != nil {
		return table.Page{}, fmt.Errorf("querying: %w", err)
	}
	return page, nil
}

// page collects items until there is one too many, which shows that there is
// more.
func (t *boltTx) page(q table.Query, start *table.Position, now time.Time) (table.Page, error) {
	var page table.Page
	size := 0
	err := t.walk(q, start, func(i table.Item) bool {
		if i.Expired(now) {
			return true
		}
		if len(page.Items) == q.Limit || size > boltPageBytes {
			page.Cursor = q.CursorAfter(q.PositionOf(page.Items[len(page.Items)-1]))
			return false
		}
		size += table.Size(i)
		page.Items = append(page.Items, i)
		return true
	})
	return page, err
}

// walk calls visit with the items of the query in its order until visit
// returns false.
func (t *boltTx) walk(q table.Query, start *table.Position, visit func(table.Item) bool) error {
	bucket, find := boltItems(q.Space), t.itemAt
	if q.Index > 0 {
		bucket, find = boltIndex(q.Space, q.Index), t.itemBehind
	}
	lower, upper := boltBounds(q, start)
	if bytes.Compare(lower, upper) >= 0 {
		return nil
	}
	cursor := t.tx.Bucket([]byte(bucket)).Cursor()
	key, record := boltFirst(cursor, q, lower, upper)
	for key != nil && bytes.Compare(key, lower) >= 0 && bytes.Compare(key, upper) < 0 {
		payload, _, err := boltOpenRecord(bucket, key, record)
		if err != nil {
			return err
		}
		i, err := find(q, key, payload)
		if err != nil {
			return err
		}
		if !visit(i) {
			return nil
		}
		if q.Descending {
			key, record = cursor.Prev()
		} else {
			key, record = cursor.Next()
		}
	}
	return nil
}

func boltFirst(c *bolt.Cursor, q table.Query, lower, upper []byte) (key, record []byte) {
	if !q.Descending {
		return c.Seek(lower)
	}
	if key, _ := c.Seek(upper); key == nil {
		return c.Last()
	}
	return c.Prev()
}

// itemAt decodes a record of the table itself.
func (t *boltTx) itemAt(q table.Query, key, payload []byte) (table.Item, error) {
	pk, sk, ok := boltSplitItemKey(key)
	if !ok {
		return table.Item{}, boltDamaged(boltItems(q.Space), key)
	}
	return boltReadItem(table.Key{Space: q.Space, PK: pk, SK: sk}, payload)
}

// itemBehind returns the item that a record of an index leads to.
func (t *boltTx) itemBehind(q table.Query, key, _ []byte) (table.Item, error) {
	partition := boltPartition(q.PK)
	_, itemKey, ok := bytes.Cut(key[len(partition):], []byte(boltEnd))
	pk, sk, split := boltSplitItemKey(itemKey)
	if !ok || !split {
		return table.Item{}, boltDamaged(boltIndex(q.Space, q.Index), key)
	}
	i, err := t.item(table.Key{Space: q.Space, PK: pk, SK: sk})
	if err == nil && i == nil {
		err = boltDamaged(boltIndex(q.Space, q.Index), key)
	}
	if err != nil {
		return table.Item{}, err
	}
	return *i, nil
}
