package preview

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/fsnotify/fsnotify"
)

// notifier tells a gathering what happens in single folders.
type notifier interface {
	// Add begins with a folder. One that is known already is no error.
	Add(dir string) error
	Close() error
}

// openNotifier asks the kernel.
func openNotifier(g *gathering) (notifier, error) {
	n, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	go func() {
		for {
			select {
			case event, ok := <-n.Events:
				if !ok {
					return
				}
				g.note(event.Name, event.Has(fsnotify.Create))
			case _, ok := <-n.Errors: // most likely there was too much to tell
				if !ok {
					return
				}
				g.noteAll()
			}
		}
	}()
	return n, nil
}

// watchFolders watches every folder there is. Those that are watched already
// stay so; the kernel forgets those that are gone.
func (w *watching) watchFolders() error {
	w.folders = map[string]bool{}
	if !w.findRoot() {
		return nil // lookAround will see it come
	}
	return w.walk(func(path, name string, e fs.DirEntry) error {
		if !e.IsDir() {
			return nil
		}
		err := w.notifier.Add(path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission) { // those are told to whom reads them
			return err
		}
		w.folders[name] = true
		return nil
	})
}

// findRoot remembers what stands at Dir, and reports whether anything does.
func (w *watching) findRoot() bool {
	w.standing = nil
	root, err := filepath.EvalSymlinks(w.Dir)
	if err != nil {
		return false
	}
	info, err := os.Stat(root)
	if err != nil {
		return false
	}
	w.root, w.standing = root, info
	return true
}

// walk visits all there is, a folder before what is in it. What cannot be read
// is passed over: who builds the site will say so.
func (w *watching) walk(visit func(path, name string, e fs.DirEntry) error) error {
	return filepath.WalkDir(w.root, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return nil
		}
		name := "."
		if path != w.root {
			name, _ = w.below(path)
		}
		if e.IsDir() && !w.isWatched(name) {
			return fs.SkipDir
		}
		return visit(path, name, e)
	})
}

// lookAround looks for what nobody tells.
func (w *watching) lookAround() {
	if w.notifier == nil {
		w.lookAtFiles()
		return
	}
	info, err := os.Stat(w.Dir)
	if (err == nil) != (w.standing != nil) || err == nil && !os.SameFile(info, w.standing) {
		w.gathered.noteAll()
	}
}
