package table

import (
	"context"
	"fmt"
	"slices"
)

// Only returns a view of t that refuses every other space with ErrInvalid, so
// that a part of the program can be handed a table without Private.
func Only(t Table, spaces ...Space) Table {
	return only{table: t, spaces: slices.Clone(spaces)}
}

type only struct {
	table  Table
	spaces []Space
}

func (o only) allow(s Space) error {
	if slices.Contains(o.spaces, s) {
		return nil
	}
	return fmt.Errorf("space %q is not open to this part: %w", s, ErrInvalid)
}

func (o only) Get(ctx context.Context, k Key) (Item, error) {
	if err := o.allow(k.Space); err != nil {
		return Item{}, err
	}
	return o.table.Get(ctx, k)
}

func (o only) Query(ctx context.Context, q Query) (Page, error) {
	if err := o.allow(q.Space); err != nil {
		return Page{}, err
	}
	return o.table.Query(ctx, q)
}

func (o only) Write(ctx context.Context, token string, writes ...Write) error {
	for _, w := range writes {
		if err := o.allow(w.Item.Space); err != nil {
			return err
		}
	}
	return o.table.Write(ctx, token, writes...)
}
