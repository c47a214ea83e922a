package publish

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"greenroom/site/content"
)

func laidOver(tree fs.FS) overlay {
	at := time.Date(2026, 5, 12, 9, 0, 0, 7, time.UTC)
	return newOverlay(tree, map[string]laid{"posts/b.md": {"guest post", at}, "people/b.md": {"guest", at}})
}

func onDisk(t *testing.T, files ...string) fs.FS {
	t.Helper()
	dir := t.TempDir()
	for _, name := range files {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return os.DirFS(dir)
}

func TestOverlayIsAFileSystem(t *testing.T) {
	t.Parallel()
	for name, tree := range map[string]fs.FS{
		"on disk":   onDisk(t, "site.yaml", "posts/a.md", "posts/c.md", "media/x/y.png"),
		"in memory": fstest.MapFS{"site.yaml": {}, "posts/a.md": {}, "posts/c.md": {}},
		"embedded":  os.DirFS(filepath.Join("..", "..", "..", "content")),
		"empty":     fstest.MapFS{},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := fstest.TestFS(laidOver(tree), "posts/b.md", "people/b.md"); err != nil {
				t.Error(err)
			}
		})
	}
}

// What is laid into a folder has the stamp of its record, and files of the tree
// keep theirs.
func TestStampsOfAnOverlay(t *testing.T) {
	t.Parallel()
	tree, later := onDisk(t, "posts/a.md"), time.Now().Add(time.Hour)
	plain, err := content.See(tree, "posts", later)
	if err != nil {
		t.Fatal(err)
	}
	seen, err := content.See(laidOver(tree), "posts", later)
	if err != nil || len(seen) != 2 {
		t.Fatalf("saw %v, %v", seen, err)
	}
	if !seen[0].Stamp.Same(plain[0].Stamp) {
		t.Error("a file of the tree looks changed")
	}
	if !seen[1].Stamp.Same(content.Stamp{Size: int64(len("guest post")), Modified: time.Date(2026, 5, 12, 9, 0, 0, 7, time.UTC).UnixNano()}) {
		t.Errorf("the stamp of a record is %+v", seen[1].Stamp)
	}
}
