package generate

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"sync"
)

// temporary is where files wait, in the same tree so that a rename puts them
// in place.
const temporary = ".greenroom-tmp"

// Folder is a target on disk. Files are replaced by renaming, and nothing
// outside the folder can be reached, by links either.
//
// Files wait in a tree of their own that looks like the site. A folder that
// the site does not have yet goes over whole, so that a first build costs
// hardly more than writing its files once.
type Folder struct {
	dir   string
	mu    sync.Mutex // around all below
	root  *os.Root
	made  map[string]*sync.Once // folders of the waiting tree
	there map[string]standing   // what stands where folders belong
	moved map[string]bool       // folders that went over whole
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

// Stage writes a file where it waits. What stands in its way in the site is
// found now and not later.
func (f *Folder) Stage(name string, data []byte) error {
	if !fs.ValidPath(name) || name == "." {
		return fmt.Errorf("%q is no path", name)
	}
	if err := f.prepare(path.Dir(name), name); err != nil {
		return err
	}
	return os.WriteFile(f.waits(name), data, 0o644)
}

// waits is where a file waits.
func (f *Folder) waits(name string) string {
	return filepath.Join(f.dir, temporary, filepath.FromSlash(name))
}

// prepare makes the folder that a file waits in, once.
func (f *Folder) prepare(dir, name string) error {
	f.mu.Lock()
	_, err := f.open(true)
	if err == nil {
		err = f.inTheWay(dir, name)
	}
	if f.made == nil {
		f.made = map[string]*sync.Once{}
	}
	once := f.made[dir]
	if once == nil {
		once = new(sync.Once)
		f.made[dir] = once
	}
	f.mu.Unlock()
	once.Do(func() {
		if os.Mkdir(f.waits(dir), 0o755) != nil {
			err = errors.Join(err, os.MkdirAll(f.waits(dir), 0o755))
		}
	})
	return err
}

// inTheWay reports what stands where a file and its folders belong. It needs
// f.mu.
func (f *Folder) inTheWay(dir, name string) error {
	if dir != "." && f.stands(dir) != aFolder {
		for at := dir; at != "."; at = path.Dir(at) {
			if f.stands(at) == another {
				return fmt.Errorf("%s is no folder: move it away", at)
			}
		}
		return nil
	}
	info, err := os.Lstat(filepath.Join(f.dir, filepath.FromSlash(name))) // its folder is no link
	if err == nil && info.IsDir() {
		return fmt.Errorf("%s is a folder: move it away", name)
	}
	return nil
}

// Write puts a file in place: the one that waits, if data is nil.
func (f *Folder) Write(_ context.Context, name string, data []byte) error {
	if data != nil {
		if err := f.Stage(name, data); err != nil {
			return err
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if data == nil && f.wentOver(name) {
		return nil
	}
	if _, err := f.open(true); err != nil {
		return err
	}
	return f.place(name)
}

// place moves what waits into the site: the file, or the topmost folder on its
// way that the site does not have. It needs f.mu.
func (f *Folder) place(name string) error {
	for i, c := range name {
		if c != '/' || f.has(name[:i]) {
			continue
		}
		dir := name[:i]
		if err := f.root.Rename(path.Join(temporary, dir), dir); err != nil {
			return err
		}
		if f.moved == nil {
			f.moved = map[string]bool{}
		}
		f.moved[dir] = true
		clear(f.there) // all below it are there now
		clear(f.made)  // and no longer wait
		return nil
	}
	return f.root.Rename(path.Join(temporary, name), name)
}

// wentOver reports whether a file was put in place with a folder. It needs
// f.mu.
func (f *Folder) wentOver(name string) bool {
	for i, c := range name {
		if c == '/' && f.moved[name[:i]] {
			return true
		}
	}
	return false
}

// waiting returns the bytes of a file that waits.
func (f *Folder) waiting(name string) ([]byte, error) { return os.ReadFile(f.waits(name)) }

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
	f.made, f.there, f.moved = nil, nil, nil
	root, err := f.open(false)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	return root.RemoveAll(temporary)
}
