package generate

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// desk is a small site on disk that somebody works at, step by step.
type desk struct {
	*workshop
	in Input
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	w := &workshop{
		t: t, dir: t.TempDir(), clock: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC),
		assets: maps.Clone(fixtureAssets().(fstest.MapFS)), asOf: time.Date(2026, 5, 12, 12, 0, 0, 0, time.UTC),
	}
	for name, f := range fixture(t) {
		w.write("content/"+name, f.Data)
	}
	w.edit("content/site.yaml", "navigation:", "share_cards: false\nnavigation:")
	if err := os.MkdirAll(filepath.Join(w.dir, "records"), 0o755); err != nil {
		t.Fatal(err)
	}
	w.target = NewFolder(w.public())
	w.builder = w.fresh()
	d := &desk{workshop: w, in: Input{
		Content: os.DirFS(filepath.Join(w.dir, "content")), AsOf: w.asOf,
		Threads: ThreadFolder(os.DirFS(filepath.Join(w.dir, "records")), func() time.Time { return time.Now().Add(time.Hour) }),
	}}
	t.Cleanup(func() { d.builder.Close(); d.target.Close() })
	return d
}

func (w *workshop) public() string { return filepath.Join(w.dir, "public") }

// build brings the target to what the desk has.
func (d *desk) build() error {
	_, err := d.builder.Build(d.t.Context(), d.in, d.target)
	return err
}

func (d *desk) must() {
	d.t.Helper()
	if err := d.build(); err != nil {
		d.t.Fatalf("building: %v", err)
	}
}

// other goes on in another process.
func (d *desk) other() {
	d.builder.Close()
	d.builder = d.fresh()
}

// clean is the site as a build from nothing makes it.
func (d *desk) clean() (map[string][]byte, error) {
	clean := &waiting{memory: newMemory(), staged: map[string][]byte{}}
	_, err := New(Options{Workers: 1, Assets: d.assets}).Build(d.t.Context(), d.in, clean)
	return clean.site(), err
}

// same compares the target with a clean build.
func (d *desk) same() {
	d.t.Helper()
	want, err := d.clean()
	if err != nil {
		d.t.Fatalf("a clean build refuses: %v", err)
	}
	got := snapshotOf(d.t, d.public())
	delete(got, manifestName)
	for name, data := range want {
		if diff := cmp.Diff(string(data), got[name]); diff != "" {
			d.t.Errorf("%s is stale (-clean +incremental):\n%.700s", name, diff)
		}
		delete(got, name)
	}
	for name := range got {
		d.t.Errorf("%s is left over", name)
	}
}

// post writes a post of few words.
func (d *desk) post(slug, author, body string) {
	d.write("content/posts/"+slug+".md", fmt.Appendf(nil, "---\ntitle: T %s\ndate: 2025-03-04\ndescription: D.\nauthors: [%s]\ntags: [paper]\n---\n%s\n", slug, author, body))
}

// comment adds a comment to a post, or with no words a tombstone.
func (d *desk) comment(post string, n int, text string) {
	line := fmt.Sprintf(`{"kind":"comment","post":%q,"id":"01JV%022d","parent":"","name":"Reader %d","staff":"","at":"2026-05-%02dT10:00:00Z","text":%q}`, post, n, n, 1+n%12, text)
	if text == "" {
		line = fmt.Sprintf(`{"kind":"tombstone","post":%q,"id":"01JV%022d","parent":"","at":"2026-05-01T10:00:00Z"}`, post, n)
	}
	name := "records/" + post + threadExt
	old, _ := os.ReadFile(filepath.Join(d.dir, name)) // there may be none
	d.write(name, append(old, line+"\n"...))
}

func (d *desk) remove(name string) {
	d.t.Helper()
	if err := os.RemoveAll(filepath.Join(d.dir, name)); err != nil {
		d.t.Fatal(err)
	}
}
