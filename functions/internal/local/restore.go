package local

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"greenroom/functions/internal/backup"
	"greenroom/functions/internal/decision"
)

// restoreBackup is the command restore. The store is written beside the one
// that is there and takes its place when all of it is on disk, so that whoever
// looks sees the one or the other.
func restoreBackup(ctx context.Context, o Options, stdout, stderr io.Writer) error {
	header, _, err := backup.ReadFile(o.File, backup.Visitor{}) // before anything is made
	if err != nil {
		return err
	}
	of, err := openOffice(ctx, o, stdout, slog.New(slog.NewJSONHandler(stderr, nil)))
	if err != nil {
		return err
	}
	defer of.Close()
	if err := of.openUploads(); err != nil {
		return err
	}
	now := of.clock()
	if header.Made.After(now) {
		now = header.Made // the clock goes on from there
	}
	r := backup.Restore{Path: o.File, Now: now, Over: o.Over, Ready: decision.Restored, Progress: func(done, all int) {
		fmt.Fprintf(stdout, "%d of %d items\n", done, all)
	}}
	plan, err := r.Check(ctx, of.store)
	if conflict, ok := errors.AsType[*backup.ConflictError](err); ok {
		return fmt.Errorf("%s: %w; with -over it is replaced, and kept beside", o.Data, conflict)
	}
	if err != nil {
		return err
	}
	if plan.Missing == 0 && len(plan.Extra) == 0 {
		err = plan.Apply(ctx, kept{of.store, of.files}) // uploads may be missing
	} else {
		err = of.replaceStore(ctx, r, now)
	}
	if err == nil {
		fmt.Fprint(stdout, plan.Told())
	}
	return err
}

// replaceStore makes a new store of the backup and swaps it for the one that is
// open, which nobody else can have open meanwhile.
func (of *office) replaceStore(ctx context.Context, r backup.Restore, now time.Time) error {
	path := storePath(of.options)
	beside := path + ".restoring"
	if err := os.Remove(beside); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("restoring: %w", err) // of one that was cut off
	}
	fresh, err := OpenBolt(beside, func() time.Time { return now })
	if err != nil {
		return err
	}
	plan, err := r.Check(ctx, fresh)
	if err == nil {
		err = plan.Apply(ctx, kept{fresh, of.files})
	}
	if err := errors.Join(err, fresh.Close()); err != nil {
		return errors.Join(err, os.Remove(beside))
	}
	return of.swap(ctx, beside, path)
}

// swap keeps a store that has something in it beside the new one.
func (of *office) swap(ctx context.Context, beside, path string) error {
	empty, err := of.store.empty(ctx)
	if err != nil {
		return err
	}
	if before := path + ".before"; !empty {
		if err := os.Remove(before); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("restoring: %w", err)
		}
		if err := os.Link(path, before); err != nil {
			return fmt.Errorf("restoring: keeping the old store: %w", err)
		}
		fmt.Fprintf(of.print, "the store that was there is kept as %s: remove it when all is well\n", before)
	}
	if err := os.Rename(beside, path); err != nil {
		return fmt.Errorf("restoring: %w", err)
	}
	return boltSyncDir(filepath.Dir(path))
}
