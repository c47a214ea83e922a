package backup

import (
	"context"
	"fmt"

	"greenroom/functions/internal/table"
)

// Target is where a backup is restored to.
type Target interface {
	// Put stores items as they are, with their versions, whatever is there.
	Put(ctx context.Context, items []table.Item) error
	// Remove removes items. One that is not there is no error.
	Remove(ctx context.Context, keys []table.Key) error
	// Keep stores an upload under its hash. Storing the same again is no error.
	Keep(ctx context.Context, hash string, data []byte) error
}

// atOnce is how many items are put together.
const atOnce = 500

// Apply puts what is missing: first uploads, so that no item names one that is
// not there, then items. If it breaks off, the same restore goes on where it
// stopped.
func (p *Plan) Apply(ctx context.Context, to Target) error {
	b := &batch{to: to, all: p.Missing, progress: p.restore.Progress}
	onUpload := func(hash string, data []byte) error { return to.Keep(ctx, hash, data) }
	err := p.read(ctx, onUpload, func(i table.Item, _ bool) error {
		if same, _, err := p.has(i); same || err != nil {
			return err
		}
		return b.add(ctx, i)
	})
	if err == nil {
		err = b.flush(ctx)
	}
	for start := 0; start < len(p.Extra) && err == nil; start += atOnce {
		err = to.Remove(ctx, p.Extra[start:min(start+atOnce, len(p.Extra))])
	}
	if err != nil {
		return fmt.Errorf("restoring: after %d of %d items: %w", b.done, b.all, err)
	}
	return nil
}

// batch puts items together.
type batch struct {
	to        Target
	items     []table.Item
	done, all int
	progress  func(done, all int)
}

func (b *batch) add(ctx context.Context, i table.Item) error {
	if b.items = append(b.items, i); len(b.items) < atOnce {
		return nil
	}
	return b.flush(ctx)
}

func (b *batch) flush(ctx context.Context) error {
	if len(b.items) == 0 {
		return nil
	}
	if err := b.to.Put(ctx, b.items); err != nil {
		return err
	}
	b.done += len(b.items)
	b.items = b.items[:0]
	if b.progress != nil {
		b.progress(b.done, b.all)
	}
	return nil
}
