package local

import (
	"context"
	"errors"

	"greenroom/functions/internal/table"
)

// Items calls visit with every item as it is kept, expired ones too, as they
// all were at one moment.
func (b *Bolt) Items(ctx context.Context, visit func(table.Item) error) error {
	return b.view(func(t *boltTx) error {
		for _, space := range []table.Space{table.Open, table.Private} {
			if err := t.items(ctx, space, visit); err != nil {
				return err
			}
		}
		return nil
	})
}

func (t *boltTx) items(ctx context.Context, space table.Space, visit func(table.Item) error) error {
	cursor := t.tx.Bucket([]byte(boltItems(space))).Cursor()
	for key, record := cursor.First(); key != nil; key, record = cursor.Next() {
		if err := ctx.Err(); err != nil {
			return err
		}
		payload, _, err := boltOpenRecord(boltItems(space), key, record)
		if err != nil {
			return err
		}
		i, err := t.itemAt(table.Query{Space: space}, key, payload)
		if err != nil {
			return err
		}
		if err := visit(i); err != nil {
			return err
		}
	}
	return nil
}

// Put stores items as they are, with their versions, whatever is there. It logs
// no change: nothing is published or mailed because of it.
func (b *Bolt) Put(ctx context.Context, items []table.Item) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return b.commit(func(t *boltTx) error {
		for _, i := range items {
			before, err := t.item(i.Key)
			if err != nil {
				return err
			}
			if _, err := t.move(before, &i); err != nil {
				return err
			}
		}
		return nil
	})
}

// empty says whether nothing is kept.
func (b *Bolt) empty(ctx context.Context) (bool, error) {
	found := errors.New("there is an item")
	err := b.Items(ctx, func(table.Item) error { return found })
	if errors.Is(err, found) {
		return false, nil
	}
	return true, err
}
