package generate

import (
	"bytes"
	"encoding/json"
	"os"
	"path"
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
	if err := b.Check(t.Context(), Input{Content: fixture(t), Comments: fixtureComments(t)}); err != nil {
		t.Fatal(err)
	}
	golden := map[string]string{}
	for _, p := range b.pages {
		if text := goldenText(t, b, p); path.Ext(p.name) != ".png" && path.Ext(p.name) != ".ico" && path.Ext(p.name) != ".bin" {
			golden[strings.ReplaceAll(p.name, "/", "__")+".golden"] = text
		}
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

// goldenText is the view of a page, or the bytes of another file.
func goldenText(t *testing.T, b *Builder, p *page) string {
	t.Helper()
	var view, text bytes.Buffer
	b.inspect = func(_ string, v any) {
		e := json.NewEncoder(&view)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		if err := e.Encode(v); err != nil {
			t.Fatalf("%s: %v", p.name, err)
		}
	}
	if err := p.render(t.Context(), &text); err != nil {
		t.Fatalf("%s: %v", p.name, err)
	}
	if view.Len() > 0 {
		return view.String()
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
