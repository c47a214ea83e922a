package content

import (
	"cmp"
	"context"
	"io/fs"
	"slices"
	"time"
)

// Seen is one entry of a folder as it is from outside.
type Seen struct {
	fs.DirEntry
	Stamp Stamp // zero unless it is a plain file
}

// See lists a folder at a moment, in the order of names. Where the system can
// tell of files as it lists them, which takes half the time of asking for each
// by its path, that is what it is asked for.
func See(fsys fs.FS, folder string, now time.Time) ([]Seen, error) {
	f, err := fsys.Open(folder)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	teller, can := f.(interface {
		Readdir(n int) ([]fs.FileInfo, error)
	})
	if !can {
		return seeEach(fsys, folder, now)
	}
	infos, err := teller.Readdir(-1)
	if err != nil {
		return nil, err
	}
	seen := make([]Seen, len(infos))
	for i, info := range infos {
		seen[i] = saw(fs.FileInfoToDirEntry(info), info, now)
	}
	slices.SortFunc(seen, func(a, b Seen) int { return cmp.Compare(a.Name(), b.Name()) })
	return seen, nil
}

func seeEach(fsys fs.FS, folder string, now time.Time) ([]Seen, error) {
	entries, err := fs.ReadDir(fsys, folder)
	seen := make([]Seen, len(entries))
	for i, e := range entries {
		seen[i].DirEntry = e
		if info, err := e.Info(); err == nil {
			seen[i] = saw(e, info, now)
		}
	}
	return seen, err
}

func saw(e fs.DirEntry, info fs.FileInfo, now time.Time) Seen {
	if !info.Mode().IsRegular() {
		return Seen{DirEntry: e}
	}
	return Seen{e, StampOf(info, now)}
}

// Look sees all files from outside, for the next [Loader.Load] of the tree. It
// may go on while [Loader.Restore] is called: the disk and what was kept need
// not wait for each other.
func (l *Loader) Look(ctx context.Context, fsys fs.FS) {
	if ctx.Err() == nil {
		l.looked = l.look(fsys)
	}
}

func (l *Loader) look(fsys fs.FS) *listing {
	var files listing
	if l.Now != nil {
		files.now = l.Now()
	}
	files.list(fsys)
	return &files
}
