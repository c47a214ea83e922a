package starter

import (
	"bytes"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// Overlay is a tree with more files laid over it. The tree below may be nil.
func Overlay(below fs.FS, files map[string][]byte) fs.FS {
	return overlay{below, files}
}

type overlay struct {
	below fs.FS
	files map[string][]byte
}

// Open opens a file of the upper layer, or else of the lower. Folders that
// only the upper one has cannot be opened: ReadDir lists them.
func (o overlay) Open(name string) (fs.File, error) {
	if data, ok := o.files[name]; ok {
		return &opened{Reader: bytes.NewReader(data), info: info{path.Base(name), int64(len(data)), false}}, nil
	}
	if o.below == nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return o.below.Open(name)
}

// ReadDir lists a folder of both layers.
func (o overlay) ReadDir(folder string) ([]fs.DirEntry, error) {
	var list []fs.DirEntry
	var err error = &fs.PathError{Op: "readdir", Path: folder, Err: fs.ErrNotExist}
	if o.below != nil {
		list, err = fs.ReadDir(o.below, folder)
	}
	seen := map[string]bool{}
	for _, e := range list {
		seen[e.Name()] = true
	}
	for name, data := range o.files {
		first, isFolder, ok := child(folder, name)
		if !ok {
			continue
		}
		if err = nil; !seen[first] {
			seen[first] = true
			list = append(list, fs.FileInfoToDirEntry(info{first, int64(len(data)), isFolder}))
		}
	}
	slices.SortFunc(list, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return list, err
}

// child returns what of a name stands directly in a folder.
func child(folder, name string) (first string, isFolder, ok bool) {
	if folder != "." {
		if name, ok = strings.CutPrefix(name, folder+"/"); !ok {
			return "", false, false
		}
	}
	first, _, isFolder = strings.Cut(name, "/")
	return first, isFolder, true
}

// opened is a file of the upper layer.
type opened struct {
	*bytes.Reader
	info info
}

func (f *opened) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *opened) Close() error               { return nil }

// info is a file or a folder of the upper layer.
type info struct {
	name   string
	size   int64
	folder bool
}

func (i info) Name() string       { return i.name }
func (i info) Size() int64        { return i.size }
func (i info) IsDir() bool        { return i.folder }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) Sys() any           { return nil }

// Mode is that of a plain file, or of a folder.
func (i info) Mode() fs.FileMode {
	if i.folder {
		return fs.ModeDir | 0o755
	}
	return 0o644
}
