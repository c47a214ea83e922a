package publish

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"time"
)

// overlay is a content tree with files laid over it that lie on record. None
// of them has the name of a file of the tree.
type overlay struct {
	fs.FS
	laid    map[string]laid                   // by path
	folders map[string]map[string]fs.FileInfo // what is laid into each, by name
}

func newOverlay(tree fs.FS, files map[string]laid) overlay {
	o := overlay{FS: tree, laid: files, folders: map[string]map[string]fs.FileInfo{".": {}}}
	for name, f := range files {
		dir, base := path.Split(name)
		dir = path.Clean(dir)
		if o.folders[dir] == nil {
			o.folders[dir] = map[string]fs.FileInfo{}
			o.folders["."][dir] = folderInfo(dir)
		}
		o.folders[dir][base] = f.info(name)
	}
	return o
}

// laid is one such file.
type laid struct {
	text     string
	modified time.Time
}

// Open opens a file of either, or a folder of both.
func (o overlay) Open(name string) (fs.File, error) {
	if f, ok := o.laid[name]; ok {
		return &openFile{f.info(name), bytes.NewReader([]byte(f.text))}, nil
	}
	base, err := o.FS.Open(name)
	below := o.folders[name]
	if len(below) == 0 || err != nil && !errors.Is(err, fs.ErrNotExist) {
		return base, err
	}
	return &openFolder{File: base, name: path.Base(name), below: maps.Clone(below)}, nil
}

// Stat tells of a file without opening it.
func (o overlay) Stat(name string) (fs.FileInfo, error) {
	if f, ok := o.laid[name]; ok {
		return f.info(name), nil
	}
	found, err := fs.Stat(o.FS, name)
	if err != nil && len(o.folders[name]) > 0 {
		return folderInfo(path.Base(name)), nil
	}
	return found, err
}

// ReadFile reads a file at once.
func (o overlay) ReadFile(name string) ([]byte, error) {
	if f, ok := o.laid[name]; ok {
		return []byte(f.text), nil
	}
	return fs.ReadFile(o.FS, name)
}

func (f laid) info(name string) info {
	return info{name: path.Base(name), laid: f, mode: 0o444}
}

func folderInfo(name string) info { return info{name: name, mode: fs.ModeDir | 0o555} }

// info tells of a file, or of a folder that the tree does not have.
type info struct {
	name string
	laid laid
	mode fs.FileMode
}

func (i info) Name() string       { return i.name }
func (i info) Size() int64        { return int64(len(i.laid.text)) }
func (i info) Mode() fs.FileMode  { return i.mode }
func (i info) ModTime() time.Time { return i.laid.modified }
func (i info) IsDir() bool        { return i.mode.IsDir() }
func (i info) Sys() any           { return nil }

type openFile struct {
	info info
	*bytes.Reader
}

func (f *openFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *openFile) Close() error               { return nil }

// openFolder lists a folder of the tree with what is laid into it.
type openFolder struct {
	fs.File // of the tree; nil: it has none
	name    string
	below   map[string]fs.FileInfo
	listed  []fs.FileInfo
	read    bool
}

func (f *openFolder) Stat() (fs.FileInfo, error) {
	if f.File != nil {
		return f.File.Stat()
	}
	return folderInfo(f.name), nil
}

func (f *openFolder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.name, Err: fs.ErrInvalid}
}

func (f *openFolder) Close() error {
	if f.File != nil {
		return f.File.Close()
	}
	return nil
}

// ReadDir lists the next n entries in the order of names, or with n <= 0 all.
func (f *openFolder) ReadDir(n int) ([]fs.DirEntry, error) {
	infos, err := f.Readdir(n)
	entries := make([]fs.DirEntry, len(infos))
	for i, one := range infos {
		entries[i] = fs.FileInfoToDirEntry(one)
	}
	return entries, err
}

// Readdir is ReadDir for who wants to know all of each, as of an [os.File].
func (f *openFolder) Readdir(n int) ([]fs.FileInfo, error) {
	if !f.read {
		if err := f.list(); err != nil {
			return nil, err
		}
	}
	rest := f.listed
	if n > 0 && len(rest) == 0 {
		return nil, io.EOF
	}
	if n > 0 {
		rest = rest[:min(n, len(rest))]
	}
	f.listed = f.listed[len(rest):]
	return rest, nil
}

func (f *openFolder) list() error {
	infos, err := infosOf(f.File)
	if err != nil {
		return err
	}
	for _, one := range infos {
		delete(f.below, one.Name()) // what the tree has wins
	}
	for _, one := range f.below {
		infos = append(infos, one)
	}
	slices.SortFunc(infos, func(a, b fs.FileInfo) int { return cmp.Compare(a.Name(), b.Name()) })
	f.listed, f.read = infos, true
	return nil
}

// infosOf lists a folder in the quickest way that it has.
func infosOf(folder fs.File) ([]fs.FileInfo, error) {
	switch d := folder.(type) {
	case interface {
		Readdir(n int) ([]fs.FileInfo, error)
	}:
		return d.Readdir(-1)
	case fs.ReadDirFile:
		entries, err := d.ReadDir(-1)
		infos := make([]fs.FileInfo, 0, len(entries))
		for _, e := range entries {
			one, gone := e.Info()
			if gone == nil {
				infos = append(infos, one)
			}
		}
		return infos, err
	}
	return nil, nil
}
