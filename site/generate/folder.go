package generate

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"sync"
)

// Folder is a target on disk. Files are replaced by renaming, and nothing
// outside the folder can be reached, by links either.
type Folder struct {
	dir   string
	mu    sync.Mutex // around all below
	root  *os.Root
	made  map[string]*sync.Once // folders that were made for files to wait in
	there map[string]standing   // what stands where folders belong
	moved map[string]bool       // folders that went over whole
	loose map[string]string     // where files wait whose folders the site has, by name
}

// NewFolder returns the target at dir. The folder is made when the first file
// is written.
func NewFolder(dir string) *Folder { return &Folder{dir: dir} }

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

// standing reports whether the folder that was opened is the one at its
// place. It needs f.mu.
func (f *Folder) standing() bool {
	opened, err := f.root.Stat(".")
	if err != nil {
		return false
	}
	now, err := os.Stat(f.dir)
	return err == nil && os.SameFile(opened, now)
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

// Has reports whether there is a file.
func (f *Folder) Has(_ context.Context, name string) (bool, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	root, err := f.open(false)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	} else if err != nil {
		return false, err
	}
	if dir := path.Dir(name); dir != "." && !f.has(dir) {
		return false, nil
	}
	_, err = root.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// has reports whether the site has a folder. It needs f.mu.
func (f *Folder) has(dir string) bool { return f.stands(dir) == aFolder }

// What may stand at the place of a folder.
type standing byte

const (
	unknown standing = iota
	nothing
	aFolder
	another
)

// stands says what stands at the place of a folder, which it looks for once.
// Where there is no folder around it, there is nothing. It needs f.mu.
func (f *Folder) stands(dir string) standing {
	if s := f.there[dir]; s != unknown {
		return s
	}
	s := nothing
	if parent := path.Dir(dir); parent == "." || f.stands(parent) == aFolder {
		info, err := os.Lstat(filepath.Join(f.dir, filepath.FromSlash(dir)))
		switch {
		case err == nil && info.IsDir():
			s = aFolder
		case err == nil:
			s = another
		}
	}
	if f.there == nil {
		f.there = map[string]standing{}
	}
	f.there[dir] = s
	return s
}

// Date tells the states of a file apart by its size and times.
func (f *Folder) Date(name string) string {
	info, err := os.Lstat(filepath.Join(f.dir, filepath.FromSlash(name)))
	if err != nil {
		return ""
	}
	return strconv.FormatInt(info.Size(), 36) + "-" + strconv.FormatInt(info.ModTime().UnixNano(), 36)
}

// Append adds to a file of the site.
func (f *Folder) Append(_ context.Context, name string, data []byte) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	root, err := f.open(true)
	if err != nil {
		return err
	}
	file, err := root.OpenFile(name, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o644)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	return errors.Join(err, file.Close())
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
		delete(f.there, dir)
	}
	return nil
}

// Discard drops files that wait, also those of a run that was killed.
func (f *Folder) Discard() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.made, f.there, f.moved, f.loose = nil, nil, nil, nil
	if f.root != nil && !f.standing() {
		_ = f.root.Close() // another folder is there now, or none
		f.root = nil
	}
	root, err := f.open(false)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	return root.RemoveAll(temporary)
}
