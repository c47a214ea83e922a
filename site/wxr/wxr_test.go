package wxr

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"greenroom/site/content"
)

var update = flag.Bool("update", false, "rewrite the golden files")

const config = `title: New
tagline: New
description: New
base_url: https://new.example
time_zone: America/Chicago
navigation: []
agency: {name: New, address: 1 Row, email: hello@new.example, moderation_email: desk@new.example}
`

func options(t testing.TB) Options {
	t.Helper()
	site, err := content.LoadConfig(fstest.MapFS{"site.yaml": {Data: []byte(config)}})
	if err != nil {
		t.Fatal(err)
	}
	return Options{Author: "tess-abara", Zone: site.TimeZone, Agency: "new.example", Never: "desk@new.example"}
}

func read(t testing.TB, file string, o Options) *Result {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := Read(f, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// load reads the files of a result as the generator will.
func load(t testing.TB, r *Result) *content.Site {
	t.Helper()
	tree := fstest.MapFS{"site.yaml": {Data: []byte(config)},
		"people/tess-abara.md": {Data: []byte("---\ntitle: Tess\nrole: Editor\ndescription: Edits.\nstaff: true\n---\n")}}
	for name, data := range r.Files {
		tree[name] = &fstest.MapFile{Data: data}
	}
	site, err := content.Load(context.Background(), tree, 1)
	if err != nil {
		t.Fatalf("the loader says: %v", err)
	}
	return site
}

// archive is a result as one text.
func archive(r *Result) []byte {
	var a txtar.Archive
	add := func(name, text string) { a.Files = append(a.Files, txtar.File{Name: name, Data: []byte(text)}) }
	for _, name := range slices.Sorted(maps.Keys(r.Files)) {
		add(name, string(r.Files[name]))
	}
	for _, name := range slices.Sorted(maps.Keys(r.Records)) {
		add("records/"+name, string(r.Records[name]))
	}
	add("media", strings.Join(r.Media, "\n"))
	var left strings.Builder
	for _, n := range r.Left {
		fmt.Fprintln(&left, n)
	}
	add("left", left.String())
	return txtar.Format(&a)
}

func TestExports(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.xml")
	if err != nil || len(files) < 3 {
		t.Fatalf("%d exports, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".xml"), func(t *testing.T) {
			t.Parallel()
			result := read(t, file, options(t))
			load(t, result)
			got := archive(result)
			golden := strings.TrimSuffix(file, ".xml") + ".txtar"
			if *update {
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", golden, diff)
			}
			if again := archive(read(t, file, options(t))); !bytes.Equal(got, again) {
				t.Error("read again it is something else")
			}
			for _, private := range []string{"example.com", "192.0.2", "emmerey.example", "secret"} {
				if text := string(got[:bytes.Index(got, []byte("-- left --"))]); strings.Contains(text, private) {
					t.Errorf("%q is in what was written", private)
				}
			}
		})
	}
}
