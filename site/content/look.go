package content

import (
	"context"
	"io/fs"
	"sync"
	"sync/atomic"
)

// Look sees all files from outside, for the next [Loader.Load] of the tree. It
// may go on while [Loader.Restore] is called: the disk and what was kept need
// not wait for each other.
func (l *Loader) Look(ctx context.Context, fsys fs.FS) { l.looked = l.look(ctx, fsys) }

func (l *Loader) look(ctx context.Context, fsys fs.FS) *listing {
	files := list(fsys)
	if l.Now == nil {
		return &files
	}
	each(ctx, l.workers, len(files.words), func(i int) {
		f := &files.words[i]
		if info, err := f.entry.Info(); err == nil {
			f.stamp = l.stampOf(info)
		}
	})
	return &files
}

// stampOf is the stamp of a file that is being looked at; zero if the loader
// cannot tell the time.
func (l *Loader) stampOf(info fs.FileInfo) Stamp {
	if l.Now == nil {
		return Stamp{}
	}
	return StampOf(info, l.Now())
}

// each calls do for 0 to n-1 from so many goroutines, and waits for them; the
// end of ctx stops it.
func each(ctx context.Context, workers, n int, do func(i int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(workers, n) {
		group.Go(func() {
			const block = 16 // at a time, so that workers seldom meet
			for from := int(next.Add(block)) - block; from < n && ctx.Err() == nil; from = int(next.Add(block)) - block {
				for i := from; i < min(from+block, n); i++ {
					do(i)
				}
			}
		})
	}
	group.Wait()
}
