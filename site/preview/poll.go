package preview

import (
	"io/fs"
	"os"
	"path/filepath"
)

// lookInstead gives up on the kernel. What it may have missed since is told as
// a change of everything.
func (w *watching) lookInstead(why error) {
	if w.notifier != nil {
		_ = w.notifier.Close() // it is of no use any more
		w.notifier = nil
	}
	if w.Say != nil {
		w.Say(why)
	}
	w.files, w.folders = w.look()
	w.gathered.noteAll()
}

// lookAtFiles notes what is other than when it was last looked at.
func (w *watching) lookAtFiles() {
	before, foldersBefore := w.files, w.folders
	w.files, w.folders = w.look()
	for name := range w.folders {
		if !foldersBefore[name] {
			w.gathered.noteAll()
		}
	}
	for name := range foldersBefore {
		if !w.folders[name] {
			w.gathered.noteAll()
		}
	}
	for name, now := range w.files {
		if last := before[name]; last == nil || isOther(last, now) {
			w.gathered.note(w.path(name), last == nil)
		}
	}
	for name := range before {
		if w.files[name] == nil {
			w.gathered.note(w.path(name), false)
		}
	}
}

func (w *watching) path(name string) string { return filepath.Join(w.root, filepath.FromSlash(name)) }

// look lists the files that anybody cares for, and the folders.
func (w *watching) look() (files map[string]fs.FileInfo, folders map[string]bool) {
	files, folders = map[string]fs.FileInfo{}, map[string]bool{}
	if !w.findRoot() {
		return files, folders
	}
	_ = w.walk(func(_, name string, e fs.DirEntry) error { // the callback never fails
		if e.IsDir() {
			folders[name] = true
		} else if info, err := e.Info(); err == nil && w.Accept(name) {
			files[name] = info
		}
		return nil
	})
	return files, folders
}

func isOther(a, b fs.FileInfo) bool {
	return a.Size() != b.Size() || !a.ModTime().Equal(b.ModTime()) || a.Mode() != b.Mode() || !os.SameFile(a, b)
}
