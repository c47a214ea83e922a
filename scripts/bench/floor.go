package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// floor measures what no generator can do without: reading the corpus and
// writing as many files of the same sizes, with nothing in between.
func (b *bench) floor(ctx context.Context, c corpus, site tree) (usage, error) {
	var list strings.Builder
	for name, e := range site {
		fmt.Fprintf(&list, "%d %s\n", e.size, name)
	}
	file := filepath.Join(b.dir, "files.txt")
	if err := os.WriteFile(file, []byte(list.String()), 0o644); err != nil {
		return usage{}, fmt.Errorf("measuring the floor: %w", err)
	}
	out := b.fresh("floor")
	defer b.drop(out)
	return b.measure(ctx, b.self, childFloor, file, out, c.content(), c.records())
}

// floorChild reads every file of some folders and then writes what a list says.
func floorChild(args []string) error {
	if len(args) < 3 {
		return errors.New("floor-child wants a list, a folder to write to and folders to read")
	}
	var names []string
	for _, dir := range args[2:] {
		err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				names = append(names, name)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	if err := together(names, func(name string) error { _, err := os.ReadFile(name); return err }); err != nil {
		return err
	}
	return writeList(args[0], args[1])
}

// writeList writes files of the sizes and names that a list says.
func writeList(list, out string) error {
	f, err := os.Open(list)
	if err != nil {
		return err
	}
	defer f.Close()
	var lines []string
	largest := 0
	for s := bufio.NewScanner(f); s.Scan(); {
		size, _, err := parseLine(s.Text())
		if err != nil {
			return err
		}
		largest = max(largest, size)
		lines = append(lines, s.Text())
	}
	slices.Sort(lines)
	data := slices.Repeat([]byte("site "), largest/5+1)
	return together(lines, func(line string) error {
		size, name, err := parseLine(line)
		if err != nil {
			return err
		}
		file := filepath.Join(out, filepath.FromSlash(name))
		err = os.WriteFile(file, data[:size], 0o644)
		if errors.Is(err, fs.ErrNotExist) {
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				return err
			}
			err = os.WriteFile(file, data[:size], 0o644)
		}
		return err
	})
}

func parseLine(line string) (size int, name string, err error) {
	number, name, _ := strings.Cut(line, " ")
	if size, err = strconv.Atoi(number); err != nil {
		return 0, "", fmt.Errorf("reading the list of files: %w", err)
	}
	return size, name, nil
}

// together does something to each item with a worker for each core.
func together(items []string, do func(item string) error) error {
	var next atomic.Int64
	var group errgroup.Group
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() error {
			for i := int(next.Add(1)) - 1; i < len(items); i = int(next.Add(1)) - 1 {
				if err := do(items[i]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return group.Wait()
}
