package local

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"sync"
	"time"

	"greenroom/functions/internal/decision"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/publish"
	"greenroom/functions/internal/submission"
	"greenroom/functions/internal/table"
)

// Names under which the store remembers how far its followers came.
const (
	publishing = "publish"
	delivering = "deliver"
)

// work follows the store and the words until ctx ends: what was approved is
// published, what was written is sent, what was edited is shown.
func (of *office) work(ctx context.Context) {
	var all sync.WaitGroup
	publisher := consumer{name: publishing, store: of.store, log: of.log, handle: of.publish}
	deliverer := consumer{name: delivering, store: of.store, log: of.log, handle: of.deliver}
	all.Go(func() { publisher.run(ctx) })
	all.Go(func() { deliverer.run(ctx) })
	all.Go(func() {
		tick := time.NewTicker(lookEvery)
		defer tick.Stop()
		watch(ctx, of.trees(), of.seen, tick.C, func() error { return of.live.rebuild(ctx) })
	})
	all.Go(func() { of.tidy(ctx) })
	all.Go(func() { of.strike(ctx) })
	all.Wait()
}

// tidyEvery is how often what has expired is removed, and the log cut behind
// those who follow it.
const tidyEvery = 10 * time.Minute

func (of *office) tidy(ctx context.Context) {
	tick := time.NewTicker(tidyEvery)
	defer tick.Stop()
	for ctx.Err() == nil {
		_, swept := of.store.Sweep(ctx)
		_, trimmed := of.store.Trim(ctx, publishing, delivering)
		if err := errors.Join(swept, trimmed); err != nil && ctx.Err() == nil {
			of.log.ErrorContext(ctx, "tidying the store", "cause", err)
		}
		wait(ctx, tick.C)
	}
}

// strikeEvery is how often the office looks at what has fallen due.
const strikeEvery = 20 * time.Second

// strike does what falls due, sends again what could not be sent, and builds
// the site anew when the day has turned.
func (of *office) strike(ctx context.Context) {
	tick := time.NewTicker(strikeEvery)
	defer tick.Stop()
	day := of.today()
	for ctx.Err() == nil {
		err := of.fallDue(ctx)
		_, unsent := of.sender.SendDue(ctx)
		if today := of.today(); today != day {
			if turned := of.live.rebuild(ctx); turned == nil {
				day = today
			}
		}
		if err := errors.Join(err, unsent); err != nil && ctx.Err() == nil {
			of.log.ErrorContext(ctx, "doing what is due", "cause", err)
		}
		wait(ctx, tick.C)
	}
}

// fallDue does what has fallen due, in every room.
func (of *office) fallDue(ctx context.Context) error {
	clock, work := decision.Clock{Room: of.web.Decisions}, submission.Clock{Room: of.web.Work, Tell: of.web.Briefs}
	return errors.Join(clock.Strike(ctx), work.Strike(ctx))
}

func (of *office) today() string { return of.clock().In(of.live.Zone()).Format(time.DateOnly) }

func (of *office) trees() []fs.FS {
	trees := []fs.FS{os.DirFS(of.options.Content)}
	if assets := of.assets(); assets != nil {
		trees = append(trees, assets)
	}
	return trees
}

func (of *office) publish(ctx context.Context, changes []table.Change) error {
	if publish.Steps(changes) {
		return of.live.rebuild(ctx)
	}
	posts := publish.Needed(changes)
	if len(posts) == 0 {
		return nil
	}
	return of.live.rebuild(ctx, posts...)
}

func (of *office) deliver(ctx context.Context, changes []table.Change) error {
	for _, c := range changes {
		id, waiting := outbox.Waiting(c)
		if !waiting {
			continue
		}
		if err := of.sender.Send(ctx, id); err != nil {
			return err
		}
	}
	return nil
}
