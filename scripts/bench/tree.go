package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// ownPrefix begins the names of what the generator keeps for itself.
const ownPrefix = ".greenroom"

// entry is one file of a built site.
type entry struct {
	size  int64
	mtime time.Time
	info  fs.FileInfo
}

// tree is the files of a built site by their slash paths.
type tree map[string]entry

func readTree(dir string) (tree, error) {
	t := tree{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), ownPrefix) {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		t[filepath.ToSlash(relative)] = entry{info.Size(), info.ModTime(), info}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("looking at the site: %w", err)
	}
	return t, nil
}

func (t tree) bytes() (sum int64) {
	for _, e := range t {
		sum += e.size
	}
	return sum
}

// written counts the files of t that were made, replaced or changed since
// before, and those that were taken away.
func (t tree) written(before tree) (n int) {
	for name, e := range t {
		old, there := before[name]
		if !there || !e.mtime.Equal(old.mtime) || e.size != old.size || !os.SameFile(e.info, old.info) {
			n++
		}
	}
	for name := range before {
		if _, there := t[name]; !there {
			n++
		}
	}
	return n
}

// kinds counts files by what they are: the parts of a path that are the name
// of something become a *, numbers an N.
func (t tree) kinds() map[string]int {
	counts := map[string]int{}
	for name := range t {
		counts[kind(name)]++
	}
	return counts
}

func kind(name string) string {
	parts := strings.Split(name, "/")
	for i, part := range parts {
		switch {
		case isNumber(part) && len(part) == 4 && i == 1:
			parts[i] = "YEAR"
		case isNumber(part):
			parts[i] = "N"
		case i+1 < len(parts) && i > 0 && !isRoom(part), i == 0 && len(parts) > 1 && !isRoom(part):
			parts[i] = "*"
		case i+1 == len(parts) && len(parts) > 1 && (parts[0] == "assets" || parts[0] == "css" || parts[0] == "js"):
			return "style and script"
		}
	}
	if strings.HasPrefix(path.Base(name), "page-") {
		parts[len(parts)-1] = "page-*" + path.Ext(name)
	}
	return strings.Join(parts, "/")
}

func isNumber(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}

// isRoom reports the parts of paths that stand for all of their kind.
func isRoom(part string) bool {
	rooms := " blog tag tags year years people page comments feeds programs search c assets css js media topic platform region about "
	return strings.Contains(rooms, " "+part+" ")
}

// sameTrees holds that two sites are the same, byte by byte.
func sameTrees(got, want string) error {
	a, errA := readTree(got)
	b, errB := readTree(want)
	if err := errors.Join(errA, errB); err != nil {
		return err
	}
	var wrong []string
	for name := range b {
		if _, there := a[name]; !there {
			wrong = append(wrong, name+" is missing")
		}
	}
	for name := range a {
		if _, there := b[name]; !there {
			wrong = append(wrong, name+" should be gone")
			continue
		}
		x, errX := os.ReadFile(filepath.Join(got, filepath.FromSlash(name)))
		y, errY := os.ReadFile(filepath.Join(want, filepath.FromSlash(name)))
		if err := errors.Join(errX, errY); err != nil {
			return fmt.Errorf("comparing sites: %w", err)
		}
		if !bytes.Equal(x, y) {
			wrong = append(wrong, name+" differs")
		}
	}
	if len(wrong) > 0 {
		return fmt.Errorf("the changed site is not what a clean build makes: %d files, among them %s", len(wrong), strings.Join(wrong[:min(5, len(wrong))], "; "))
	}
	return nil
}
