package generate

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sync"
)

// Where files wait, in the same tree so that a rename puts them in place:
// those of folders that the site does not have yet in a tree that looks like
// it, of which each new folder goes over whole, so that a first build costs
// hardly more than writing its files once; all others in one folder.
const (
	temporary  = ".greenroom-tmp"
	newFolders = temporary + "/new"
	looseFiles = temporary + "/loose"
)

// Stage writes a file where it waits. What stands in its way in the site is
// found now and not later.
func (f *Folder) Stage(name string, data []byte) error {
	if !fs.ValidPath(name) || name == "." {
		return fmt.Errorf("%q is no path", name)
	}
	at, err := f.prepare(path.Dir(name), name)
	if err != nil {
		return err
	}
	return os.WriteFile(at, data, 0o644)
}

// prepare finds the place where a file is to wait, and makes its folder, once.
func (f *Folder) prepare(dir, name string) (at string, err error) {
	f.mu.Lock()
	_, err = f.open(true)
	if err == nil {
		err = f.inTheWay(dir, name)
	}
	if err != nil {
		f.mu.Unlock()
		return "", err
	}
	at = f.waits(name)
	if dir == "." || f.has(dir) {
		at = f.looseAt(name)
	}
	folder := filepath.Dir(at)
	if f.made == nil {
		f.made = map[string]*sync.Once{}
	}
	once := f.made[folder]
	if once == nil {
		once = new(sync.Once)
		f.made[folder] = once
	}
	f.mu.Unlock()
	once.Do(func() {
		if os.Mkdir(folder, 0o755) != nil {
			err = os.MkdirAll(folder, 0o755)
		}
	})
	return at, err
}

// looseAt is where a file waits whose folder the site has. It needs f.mu.
func (f *Folder) looseAt(name string) string {
	if at := f.loose[name]; at != "" {
		return at
	}
	if f.loose == nil {
		f.loose = map[string]string{}
	}
	sum := sha256.Sum256([]byte(name)) // its own name, so that nobody else's file ever waits there
	at := filepath.Join(f.dir, filepath.FromSlash(looseFiles), hex.EncodeToString(sum[:16]))
	f.loose[name] = at
	return at
}

// waits is where a file of a new folder waits.
func (f *Folder) waits(name string) string {
	return filepath.Join(f.dir, filepath.FromSlash(newFolders), filepath.FromSlash(name))
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
	if at := f.loose[name]; at != "" {
		return os.Rename(at, filepath.Join(f.dir, filepath.FromSlash(name))) // its folders are no links
	}
	for i, c := range name {
		if c != '/' || f.has(name[:i]) {
			continue
		}
		dir := name[:i]
		if err := f.root.Rename(path.Join(newFolders, dir), dir); err != nil {
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
	return f.root.Rename(path.Join(newFolders, name), name)
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
func (f *Folder) waiting(name string) ([]byte, error) {
	f.mu.Lock()
	at := f.loose[name]
	f.mu.Unlock()
	if at == "" {
		at = f.waits(name)
	}
	return os.ReadFile(at)
}
