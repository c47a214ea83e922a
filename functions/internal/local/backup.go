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

	"greenroom/functions/internal/backup"
	"greenroom/functions/internal/table"
)

// kept is all that a laptop keeps: a store and what was uploaded.
type kept struct {
	*Bolt
	Files
}

// Remove implements backup.Target. What is restored to is new and has nothing
// that could be removed.
func (k kept) Remove(context.Context, []table.Key) error {
	return errors.New("a new store has nothing to remove")
}

// makeBackup is the command backup: it writes all that is kept to a new file.
func makeBackup(ctx context.Context, o Options, stdout, stderr io.Writer) error {
	if _, err := os.Stat(storePath(o)); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("making backup: there is no store in %s: name the right directory with -data", o.Data)
	}
	of, err := openOffice(ctx, o, stdout, slog.New(slog.NewJSONHandler(stderr, nil)))
	if err != nil {
		return err
	}
	defer of.Close()
	if err := of.openUploads(); err != nil {
		return err
	}
	sum, err := backup.Make(ctx, o.File, backup.NewHeader("laptop", of.clock()), kept{of.store, of.files})
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "kept %d items and %d uploads in %s\n%s\n", sum.All(), sum.Files, o.File, backup.Warning())
	return nil
}

func storePath(o Options) string { return filepath.Join(o.Data, "greenroom.db") }

// openUploads opens the directory of uploads alone.
func (of *office) openUploads() error {
	data, err := os.OpenRoot(of.options.Data)
	if err != nil {
		return fmt.Errorf("opening data directory: %w", err)
	}
	defer data.Close()
	of.files, err = openFiles(data)
	return err
}
