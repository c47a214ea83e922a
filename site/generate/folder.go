package generate

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strconv"
	"sync"
)

// temporary is where files wait, in the same tree so that a rename puts them
// in place.
const temporary = ".greenroom-tmp"

// Folder is a target on disk. Files are replaced by renaming, and nothing
// outside the folder can be reached, by links either.
type Folder struct {
	dir    string
	mu     sync.Mutex
	root   *os.Root
	staged map[string]string // name to the file that waits
	count  int
}

// NewFolder returns the target at dir. The folder is made when the first file
// is written.
func NewFolder(dir string) *Folder {
	return &Folder{dir: dir, staged: map[string]string{}}
}

// Close lets go of the folder.
func (f *Folder) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.root == nil {
		return nil
	}
	err := f.root.Close()
	f.root = nil
	return err
}

// open needs f.mu.
func (f *Folder) open(create bool) (*os.Root, error) {
	if f.root != nil {
		return f.root, nil
	}
	if create {
		if err := os.MkdirAll(f.dir, 0o755); err != nil {
			return nil, err
		}
	}
	root, err := os.OpenRoot(f.dir)
	if err != nil {
		return nil, err
	}
	f.root = root
	return root, nil
}

// Read returns the bytes of a file.
func (f *Folder) Read(_ context.Context, name string) ([]byte, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	root, err := f.open(false)
	if err != nil {
		return nil, err
	}
	return root.ReadFile(name)
}

// Stage writes a file where it waits, and makes the folder it will stand in.
func (f *Folder) Stage(name string, data []byte) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.stage(name, data)
}

func (f *Folder) stage(name string, data []byte) error {
	if !fs.ValidPath(name) {
		return fmt.Errorf("%q is no path", name)
	}
	root, err := f.open(true)
	if err != nil {
		return err
	}
	if err := root.Mkdir(temporary, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	f.count++
	waiting := path.Join(temporary, strconv.Itoa(f.count))
	if err := root.WriteFile(waiting, data, 0o644); err != nil {
		return err
	}
	if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return err
	}
	if info, err := root.Lstat(name); err == nil && info.IsDir() {
		return fmt.Errorf("%s is a folder: move it away", name)
	}
	f.staged[name] = waiting
	return nil
}

// Write puts a file in place.
func (f *Folder) Write(_ context.Context, name string, data []byte) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, ok := f.staged[name]; !ok {
		if err := f.stage(name, data); err != nil {
			return err
		}
	}
	waiting := f.staged[name]
	delete(f.staged, name)
	return f.root.Rename(waiting, name)
}

// Remove takes a file away, and the folders that it leaves empty.
func (f *Folder) Remove(_ context.Context, name string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	root, err := f.open(false)
	if err != nil {
		return err
	}
	if err := root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if root.Remove(dir) != nil { // not empty
			break
		}
	}
	return nil
}

// Discard drops files that wait, also those of a run that was killed.
func (f *Folder) Discard() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	clear(f.staged)
	root, err := f.open(false)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	return root.RemoveAll(temporary)
}
