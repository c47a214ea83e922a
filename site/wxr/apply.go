package wxr

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
)

// List is the file in the content folder that says what an import wrote: one
// line a file, its SHA-256 and its name. By that a later import knows a file
// that nobody has touched since, which it may replace, from one that somebody
// has edited, which it may not. The loader does not read it.
const List = ".wxr-import"

// Apply writes a result into the folder of words and the folder of records.
// What is there already and says the same is left alone. What somebody has
// edited or deleted since it was imported, or has written without us, is never
// touched, and named in conflicts. Applying the same result twice changes
// nothing.
func Apply(result *Result, content, records *os.Root) (written, unchanged int, conflicts []string, err error) {
	a := &applying{}
	if a.list, err = readList(content); err != nil {
		return 0, 0, nil, fmt.Errorf("reading %s: %w", List, err)
	}
	before := maps.Clone(a.list)
	err = errors.Join(a.all(content, "", result.Files), a.all(records, "records/", result.Records))
	if !maps.Equal(before, a.list) {
		err = errors.Join(err, a.keep(content))
	}
	slices.Sort(a.conflicts)
	return a.written, a.unchanged, a.conflicts, err
}

type applying struct {
	list               map[string]string // SHA-256 by name
	written, unchanged int
	conflicts          []string
}

// all writes the files of one folder, in the order of their names, and stops
// at the first that cannot be written.
func (a *applying) all(root *os.Root, prefix string, files map[string][]byte) error {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := a.one(root, prefix, name, files[name]); err != nil {
			return fmt.Errorf("writing %s: %w", prefix+name, err)
		}
	}
	return nil
}

func (a *applying) one(root *os.Root, prefix, name string, data []byte) error {
	sum := hexSum(data)
	known := a.list[prefix+name]
	there, err := readPlain(root, name)
	switch {
	case errors.Is(err, errNotPlain):
		a.conflicts = append(a.conflicts, prefix+name+" is not a plain file")
		return nil
	case errors.Is(err, fs.ErrNotExist) && known != "":
		a.conflicts = append(a.conflicts, prefix+name+" was deleted since it was imported")
		return nil
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case bytes.Equal(there, data):
		a.unchanged++
		a.list[prefix+name] = sum
		return nil
	case known == "":
		a.conflicts = append(a.conflicts, prefix+name+" was there before")
		return nil
	case known != hexSum(there):
		a.conflicts = append(a.conflicts, prefix+name+" was edited since it was imported")
		return nil
	}
	if err := replace(root, name, data); err != nil {
		return err
	}
	a.written++
	a.list[prefix+name] = sum
	return nil
}

func hexSum(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

var errNotPlain = errors.New("is not a plain file")

// readPlain reads a file that is no link and no folder.
func readPlain(root *os.Root, name string) ([]byte, error) {
	info, err := root.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errNotPlain
	}
	return root.ReadFile(name)
}

// replace writes a file whole or not at all.
func replace(root *os.Root, name string, data []byte) error {
	if dir := path.Dir(name); dir != "." {
		if err := root.MkdirAll(dir, 0o755); err != nil {
			return err
		}
	}
	half := path.Join(path.Dir(name), List+".half") // the loader overlooks it, should it be left behind
	if err := root.Remove(half); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := writeSynced(root, half, data); err != nil {
		return errors.Join(err, root.Remove(half))
	}
	return root.Rename(half, name)
}

func writeSynced(root *os.Root, name string, data []byte) error {
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}

// readList reads what earlier imports wrote. Lines that are no such thing are
// passed over: at worst a file is called a conflict.
func readList(root *os.Root) (map[string]string, error) {
	list := map[string]string{}
	data, err := readPlain(root, List)
	if errors.Is(err, fs.ErrNotExist) {
		return list, nil
	}
	for line := range strings.Lines(string(data)) {
		if sum, name, ok := strings.Cut(strings.TrimSpace(line), "  "); ok && len(sum) == 2*sha256.Size {
			list[name] = sum
		}
	}
	return list, err
}

func (a *applying) keep(root *os.Root) error {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(a.list)) {
		b.WriteString(a.list[name] + "  " + name + "\n")
	}
	if err := replace(root, List, []byte(b.String())); err != nil {
		return fmt.Errorf("writing %s: %w", List, err)
	}
	return nil
}
