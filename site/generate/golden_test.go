package generate

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The golden files hold what the generator is answerable for: of pages the
// view that the theme is given, of other files every byte.
func TestGolden(t *testing.T) {
	t.Parallel()
	b := newBuilder(2)
	pages, _, err := b.plan(t.Context(), Input{Content: fixture(t), Comments: fixtureComments(t)})
	if err != nil {
		t.Fatal(err)
	}
	golden := map[string]string{}
	for _, p := range pages {
		golden[strings.ReplaceAll(p.name, "/", "__")+".golden"] = goldenText(t, p)
	}
	dir := filepath.Join("testdata", "golden")
	if *update {
		rewriteGolden(t, dir, golden)
	}
	want := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		want[e.Name()] = string(data)
	}
	if diff := cmp.Diff(want, golden); diff != "" {
		t.Errorf("the site differs from testdata/golden; if it should, run go test ./site/generate -run Golden -update (-want +got):\n%s", diff)
	}
}

func goldenText(t *testing.T, p *page) string {
	t.Helper()
	var text bytes.Buffer
	var err error
	if strings.HasSuffix(p.name, ".html") {
		e := json.NewEncoder(&text)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		err = e.Encode(p.view)
	} else {
		err = p.render(t.Context(), &text)
	}
	if err != nil {
		t.Fatalf("%s: %v", p.name, err)
	}
	return text.String()
}

func rewriteGolden(t *testing.T, dir string, golden map[string]string) {
	t.Helper()
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range golden {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
