package generate

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"golang.org/x/sync/semaphore"

	"greenroom/site/search"
)

const (
	// noteEvery is how many files are put on a target far away before they are
	// noted in its manifest: so many are put twice by who is killed between.
	noteEvery = 4096
	// mostBytes is how much of what is on its way may be in memory at a time.
	mostBytes = 32 << 20
)

// Unfinished is the error of a build whose time was up before it was at the
// end of its target, which is a remote one. What was put is noted there, and the
// next build goes on with the rest.
type Unfinished struct {
	Names []string // of what was written or removed
	Left  int      // files to be written or removed
}

func (u *Unfinished) Error() string {
	return fmt.Sprintf("the time is up: %d files are done, %d are left", len(u.Names), u.Left)
}

// Unwrap says that it was for the time.
func (u *Unfinished) Unwrap() error { return context.DeadlineExceeded }

// putter puts the files of a change in place.
type putter struct {
	ledger
	change *change
	until  context.Context // begins nothing when that has ended
	atOnce int
	far    bool                // the target is remote
	room   *semaphore.Weighted // bytes on their way
	every  int                 // so many are put before they are noted
	report func()

	fresh []*output // that were put and are not noted yet
	names []string  // of what was written or removed
}

// putter needs to know how far away the target is: one at hand is brought to
// the end whatever becomes of ctx, and a file at a time.
func (b *Builder) putter(ctx context.Context, target Target, c *change) *putter {
	p := &putter{
		ledger: ledger{target: target, known: c.old}, change: c, until: context.WithoutCancel(ctx), atOnce: 1, every: b.noteEvery,
		room: semaphore.NewWeighted(mostBytes), report: b.reporter("writing", c.steps()),
	}
	if r, far := target.(remote); far {
		p.far, p.until, p.atOnce = true, ctx, r.Writers()
	}
	return p
}

// blocks are the files to be written, those of one order before those of the
// next. Within a block it does not matter which comes first.
func (c *change) blocks(most int) iter.Seq[[]*output] {
	return func(yield func([]*output) bool) {
		var block []*output
		for _, o := range c.outputs {
			if !o.write {
				continue
			}
			if len(block) == most || len(block) > 0 && block[0].order != o.order {
				if !yield(block) {
					return
				}
				block = nil
			}
			block = append(block, o)
		}
		if len(block) > 0 {
			yield(block)
		}
	}
}

// write puts the files of a block in place. What was put before an error is
// noted on a target far away.
func (p *putter) write(ctx context.Context, block []*output) error {
	err := each(p.until, p.atOnce, len(block), func(i int) error {
		if err := p.one(ctx, block[i]); err != nil {
			return err
		}
		block[i].done = true
		p.report()
		return nil
	})
	for _, o := range block {
		if o.done {
			p.fresh, p.names = append(p.fresh, o), append(p.names, o.name)
		}
	}
	if p.far && (err != nil || len(p.fresh) >= p.every) {
		noteErr := p.note(ctx, p.fresh)
		p.fresh = nil
		if err == nil {
			err = noteErr
		}
	}
	return p.why(err)
}

// one puts a file in place that waits.
func (p *putter) one(ctx context.Context, o *output) error {
	if p.change.spool == nil {
		return p.target.Write(ctx, o.name, nil)
	}
	weight := int64(min(o.file.size, mostBytes))
	if err := p.room.Acquire(ctx, weight); err != nil {
		return err
	}
	defer p.room.Release(weight)
	data, err := p.change.spool.waiting(o.name)
	if err != nil {
		return err
	}
	return p.target.Write(ctx, o.name, data)
}

// remove takes away what the site no longer has.
func (p *putter) remove(ctx context.Context) error {
	gone := make([]bool, len(p.change.remove))
	err := each(p.until, p.atOnce, len(gone), func(i int) error {
		if err := p.target.Remove(ctx, p.change.remove[i]); err != nil {
			return err
		}
		gone[i] = true
		p.report()
		return nil
	})
	for i, name := range p.change.remove {
		if gone[i] {
			p.names = append(p.names, name)
		}
	}
	if p.far && err != nil && len(p.fresh) > 0 {
		_ = p.note(ctx, p.fresh) // else they are put again
	}
	return p.why(err)
}

// why tells that the time was up from what went wrong.
func (p *putter) why(err error) error {
	if err == nil || p.until.Err() == nil || !errors.Is(err, context.Cause(p.until)) {
		return err
	}
	return &Unfinished{Names: p.names, Left: p.change.steps() - len(p.names)}
}

// note says in the manifest which files are there as they should be. What the
// index of the search is made of is noted at the very end: it stands for all of
// the search.
func (l *ledger) note(ctx context.Context, outputs []*output) error {
	var lines []byte
	for _, o := range outputs {
		file := o.file
		if o.name == search.IndexName {
			file.input = key{}
		}
		l.known.set(o.name, file)
		lines = appendLine(lines, o.name, file)
	}
	return l.add(ctx, lines, len(outputs))
}
