package theme_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Golden files have a line break before every opening tag, so that a
// difference is a line and not a page.
func TestGolden(t *testing.T) {
	t.Parallel()
	for name, page := range pages() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := legible(render(t, page))
			file := filepath.Join("testdata", name+".html")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatalf("%v; run go test ./site/theme -update and read what it writes", err)
			}
			if d := cmp.Diff(got, string(want)); d != "" {
				t.Errorf("%s differs (-got +want); if that is meant, run with -update:\n%s", file, d)
			}
		})
	}
}

// A golden file without a page proves nothing.
func TestGoldenFilesAreUsed(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.html")
	if err != nil {
		t.Fatal(err)
	}
	all := pages()
	for _, file := range files {
		if name := strings.TrimSuffix(filepath.Base(file), ".html"); all[name] == nil {
			t.Errorf("%s belongs to no page", file)
		}
	}
}

func legible(html string) string {
	return strings.ReplaceAll(strings.ReplaceAll(html, "<", "\n<"), "\n</", "</") + "\n"
}
