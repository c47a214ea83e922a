package local

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"time"
)

// lookEvery is how often the trees are looked at: an edit shows on a reload
// within a second.
const lookEvery = 300 * time.Millisecond

// watch calls changed each time a file of one of the trees is added, edited or
// removed, until ctx ends, and again while it returns an error. last is how
// the trees looked before they were last built from; tick says when to look.
func watch(ctx context.Context, trees []fs.FS, last [sha256.Size]byte, tick <-chan time.Time, changed func() error) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick:
			if now := fingerprint(trees); now != last && changed() == nil {
				last = now
			}
		}
	}
}

// fingerprint is of names, sizes and times; what cannot be read counts too.
func fingerprint(trees []fs.FS) [sha256.Size]byte {
	h := sha256.New()
	for _, tree := range trees {
		_ = fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error { // the callback never fails
			if err != nil {
				fmt.Fprintf(h, "%s %v\n", name, err)
				return nil
			}
			if info, err := d.Info(); err == nil {
				fmt.Fprintf(h, "%s %d %d %s\n", name, info.Size(), info.ModTime().UnixNano(), info.Mode())
			}
			return nil
		})
	}
	return [sha256.Size]byte(h.Sum(nil))
}
