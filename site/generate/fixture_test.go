package generate

import (
	"context"
	"flag"
	"io/fs"
	"maps"
	"os"
	"slices"
	"sync"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// fixture is the small site that all tests of the generator share.
func fixture(t testing.TB) fstest.MapFS {
	t.Helper()
	archive, err := txtar.ParseFile("../testdata/site.txtar")
	if err != nil {
		t.Fatal(err)
	}
	fsys := fstest.MapFS{}
	for _, f := range archive.Files {
		fsys[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	return fsys
}

func fixtureComments(t testing.TB) []Comment {
	t.Helper()
	f, err := os.Open("../testdata/records.ndjson")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	comments, err := ReadRecords(f)
	if err != nil {
		t.Fatal(err)
	}
	return comments
}

// fixtureAssets keep fingerprints the same when the theme changes.
func fixtureAssets() fs.FS {
	return fstest.MapFS{
		"css/site.css":      {Data: []byte("body{}\n")},
		"js/site.js":        {Data: []byte("'use strict'\n")},
		"icons/favicon.svg": {Data: []byte("<svg/>\n")},
	}
}

func newBuilder(workers int) *Builder {
	return New(Options{Workers: workers, Assets: fixtureAssets()})
}

// memory is a target that keeps files and remembers what was done to it.
type memory struct {
	mu    sync.Mutex
	files map[string][]byte
	log   []string // "write NAME", "remove NAME"
}

func newMemory() *memory { return &memory{files: map[string][]byte{}} }

func (m *memory) Read(_ context.Context, name string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	data, ok := m.files[name]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return data, nil
}

func (m *memory) Write(_ context.Context, name string, data []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.files[name] = slices.Clone(data)
	m.log = append(m.log, "write "+name)
	return nil
}

func (m *memory) Remove(_ context.Context, name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.files, name)
	m.log = append(m.log, "remove "+name)
	return nil
}

// site is the files of the site: without the manifest, which tells how it came
// to be as well.
func (m *memory) site() map[string][]byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	files := maps.Clone(m.files)
	delete(files, manifestName)
	return files
}

func (m *memory) names() []string { return slices.Sorted(maps.Keys(m.files)) }

// build builds and must succeed.
func build(t testing.TB, b *Builder, in Input, target Target) Result {
	t.Helper()
	result, err := b.Build(t.Context(), in, target)
	if err != nil {
		t.Fatalf("Build: %v", err)
	}
	return result
}

// built is the fixture site, built from nothing.
func built(t testing.TB) *memory {
	t.Helper()
	m := newMemory()
	build(t, newBuilder(2), Input{Content: fixture(t), Comments: fixtureComments(t)}, m)
	return m
}
