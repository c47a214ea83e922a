package generate

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
)

// each calls do for 0 to n-1 from so many goroutines and waits for them. The
// first error, or panic, or the end of ctx, stops the rest and is returned.
func each(ctx context.Context, workers, n int, do func(i int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(max(workers, 1), n) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				if err := guarded(do, i); err != nil {
					cancel(err)
				}
			}
		})
	}
	group.Wait()
	return context.Cause(ctx)
}

// guarded turns a panic into an error: one bad page must not end a server
// that rebuilds.
func guarded(do func(i int) error, i int) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	return do(i)
}
