package generate

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// snapshot is every file below dir, by name.
func snapshot(t testing.TB, dir string) map[string]string {
	t.Helper()
	return snapshotOf(t, dir)
}

func snapshotOf(t interface{ Fatal(...any) }, dir string) map[string]string {
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		files[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// folder is a Folder in a new directory, with one build in it.
func folder(t *testing.T) (dir string, target *Folder, in Input) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "public")
	target = NewFolder(dir)
	t.Cleanup(func() { target.Close() })
	in = Input{Content: fixture(t), Comments: fixtureComments(t)}
	build(t, newBuilder(2), in, target)
	return dir, target, in
}

func TestFolderHoldsWhatWasBuilt(t *testing.T) {
	t.Parallel()
	dir, _, _ := folder(t)
	want := map[string]string{}
	for name, data := range built(t).site() {
		want[name] = string(data)
	}
	got := snapshot(t, dir)
	delete(got, manifestName)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("folder differs from memory (-want +got):\n%s", diff)
	}
}

func TestFolderClearsWhatAKilledRunLeft(t *testing.T) {
	t.Parallel()
	dir, target, in := folder(t)
	want := snapshot(t, dir)
	if err := os.MkdirAll(filepath.Join(dir, temporary), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, temporary, "17"), []byte("half a"), 0o644); err != nil {
		t.Fatal(err)
	}
	build(t, newBuilder(2), in, target)
	if diff := cmp.Diff(want, snapshot(t, dir)); diff != "" {
		t.Errorf("folder (-want +got):\n%s", diff)
	}
}

// A file whose bytes are right is not written again, so its date stays.
func TestFolderLeavesEqualFilesAlone(t *testing.T) {
	t.Parallel()
	dir, target, in := folder(t)
	long := time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)
	for name := range snapshot(t, dir) {
		if err := os.Chtimes(filepath.Join(dir, name), long, long); err != nil {
			t.Fatal(err)
		}
	}
	build(t, newBuilder(2), in, target)
	for name := range snapshot(t, dir) {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || !info.ModTime().Equal(long) {
			t.Errorf("%s was written again (%v)", name, err)
		}
	}
}

func TestFolderRemovesEmptyFoldersOnly(t *testing.T) {
	t.Parallel()
	dir, target, in := folder(t)
	if err := os.WriteFile(filepath.Join(dir, "blog", "middle", "notes.txt"), []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	words := in.Content.(fstest.MapFS)
	delete(words, "posts/middle.md")
	delete(words, "media/brief.txt")
	in.Comments = nil
	build(t, newBuilder(2), in, target)
	if _, err := os.Stat(filepath.Join(dir, "media")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the empty folder is still there: %v", err)
	}
	if got, err := os.ReadFile(filepath.Join(dir, "blog", "middle", "notes.txt")); string(got) != "mine" {
		t.Errorf("a file of somebody else's: %q, %v", got, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "blog", "middle", "index.html")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the page is still there: %v", err)
	}
}

func TestFolderKeepsWithin(t *testing.T) {
	t.Parallel()
	target := NewFolder(t.TempDir())
	defer target.Close()
	for _, name := range []string{"../out", "/etc/out", "a/../../out", ""} {
		if err := target.Write(t.Context(), name, []byte("x")); err == nil {
			t.Errorf("wrote %q", name)
		}
	}
}

func TestManifestLists(t *testing.T) {
	t.Parallel()
	dir, _, _ := folder(t)
	files := snapshot(t, dir)
	m, err := parseManifest([]byte(files[manifestName]))
	if err != nil || len(m.files) != len(files)-1 {
		t.Fatalf("manifest lists %d of %d files, %v", len(m.files), len(files)-1, err)
	}
	line := string(appendLine(nil, "a/b.html", knownFile{size: 7}))
	for _, bad := range []string{"x\n", manifestHead + "00  a\n", manifestHead + "- ../a\n", manifestHead + strings.Replace(line, "a/b", "/b", 1), manifestHead + strings.Replace(line, "0", "x", 1)} {
		if _, err := parseManifest([]byte(bad)); err == nil {
			t.Errorf("parseManifest(%q) found nothing wrong", bad)
		}
	}
	broken, err := parseManifest([]byte(manifestHead + line + strings.Replace(line, "a/b", "c", 1)[:90]))
	if err != nil || len(broken.files) != 1 || broken.size != 7 {
		t.Errorf("a line that broke off: %v, %v", broken, err)
	}
	gone, err := parseManifest([]byte(manifestHead + line + "- a/b.html\n"))
	if err != nil || len(gone.files) != 0 || gone.size != 0 {
		t.Errorf("a file that is gone: %v, %v", gone, err)
	}
}
