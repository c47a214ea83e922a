package local

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
)

// Files keeps uploads in a directory beside the store, each under the hash of
// its bytes.
type Files struct{ root *os.Root }

// openFiles makes the directory of uploads, which nobody else can read.
func openFiles(data *os.Root) (Files, error) {
	if err := data.MkdirAll("files", 0o700); err != nil {
		return Files{}, fmt.Errorf("making directory of uploads: %w", err)
	}
	root, err := data.OpenRoot("files")
	if err != nil {
		return Files{}, fmt.Errorf("opening directory of uploads: %w", err)
	}
	return Files{root}, nil
}

// place is where the bytes with a hash lie: a directory holds at most 1/256.
func place(hash string) string { return path.Join(hash[:2], hash) }

// Keep implements submission.Files. What is under its name is whole: it is
// written beside it, and named when it is on disk.
func (f Files) Keep(_ context.Context, hash string, data []byte) error {
	name := place(hash)
	if _, err := f.root.Stat(name); err == nil {
		return nil
	}
	if err := f.root.MkdirAll(path.Dir(name), 0o700); err != nil {
		return fmt.Errorf("keeping upload: %w", err)
	}
	waiting, err := os.CreateTemp(f.root.Name(), "upload-*")
	if err != nil {
		return fmt.Errorf("keeping upload: %w", err)
	}
	defer f.root.Remove(path.Base(waiting.Name())) // gone already if all went well
	_, err = waiting.Write(data)
	if err == nil {
		err = waiting.Sync()
	}
	if closed := waiting.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = f.root.Rename(path.Base(waiting.Name()), name)
	}
	if err != nil {
		return fmt.Errorf("keeping upload: %w", err)
	}
	return nil
}

// Open implements submission.Files.
func (f Files) Open(_ context.Context, hash string) (io.ReadCloser, error) {
	file, err := f.root.Open(place(hash))
	if err != nil {
		return nil, fmt.Errorf("opening upload: %w", err)
	}
	return file, nil
}

// Uploads returns the hashes of all files.
func (f Files) Uploads(context.Context) ([]string, error) {
	var hashes []string
	err := fs.WalkDir(f.root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if hash := path.Base(name); err == nil && !d.IsDir() && len(hash) > 2 && name == place(hash) {
			hashes = append(hashes, hash)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listing uploads: %w", err)
	}
	return hashes, nil
}

// Close closes the directory.
func (f Files) Close() error {
	if f.root == nil {
		return nil
	}
	return f.root.Close()
}
