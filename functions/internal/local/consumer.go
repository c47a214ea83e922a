package local

import (
	"context"
	"log/slog"
	"time"

	"greenroom/functions/internal/table"
)

// consumer follows the log of changes the way a Lambda follows a stream: it
// remembers how far it came, and sees a change again if it died before it was
// done with it.
type consumer struct {
	name   string
	store  *Bolt
	log    *slog.Logger
	handle func(ctx context.Context, changes []table.Change) error
}

const (
	batchSize = 100
	retryWait = 2 * time.Second
)

// run handles changes until ctx ends.
func (c consumer) run(ctx context.Context) {
	for ctx.Err() == nil {
		news := c.store.Committed()
		more, err := c.step(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			c.log.ErrorContext(ctx, "consumer failed, will try again", "consumer", c.name, "cause", err)
			wait(ctx, time.After(retryWait))
		case !more:
			wait(ctx, news)
		}
	}
}

func wait[T any](ctx context.Context, signal <-chan T) {
	select {
	case <-ctx.Done():
	case <-signal:
	}
}

// step handles one batch. more is false when there was nothing to do.
func (c consumer) step(ctx context.Context) (more bool, err error) {
	cursor, err := c.store.Cursor(c.name)
	if err != nil {
		return false, err
	}
	changes, next, err := c.store.Changes(ctx, cursor, batchSize)
	if err != nil || len(changes) == 0 {
		return false, err
	}
	if err := c.handle(ctx, changes); err != nil {
		return false, err
	}
	return true, c.store.SaveCursor(c.name, next)
}
