package generate

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// fullDisk takes so many files and no more.
type fullDisk struct {
	*Folder
	left int
}

func (d *fullDisk) Stage(name string, data []byte) error {
	if d.left--; d.left < 0 {
		return errors.New("no space left on device")
	}
	return d.Folder.Stage(name, data)
}

func TestDiskThatFillsUpLeavesTheOldSite(t *testing.T) {
	t.Parallel()
	dir, target, in := folder(t)
	want := snapshot(t, dir)
	in.BaseURL = "https://other.example" // changes every page
	for room := range 20 {
		if _, err := newBuilder(2).Build(t.Context(), in, &fullDisk{target, room}); err == nil || !strings.Contains(err.Error(), "no space left") {
			t.Fatalf("with room for %d: %v", room, err)
		}
		if diff := cmp.Diff(want, snapshot(t, dir)); diff != "" {
			t.Fatalf("with room for %d (-want +got):\n%s", room, diff)
		}
	}
}

// obstacle is what may stand where the site has to go.
type obstacle struct {
	name  string
	block func(t *testing.T, dir string)
}

func obstacles() []obstacle {
	return []obstacle{
		{"a folder where a page belongs", func(t *testing.T, dir string) {
			if err := os.MkdirAll(filepath.Join(dir, "blog", "new", "index.html"), 0o755); err != nil {
				t.Fatal(err)
			}
		}},
		{"a file where a folder belongs", func(t *testing.T, dir string) {
			if err := os.WriteFile(filepath.Join(dir, "blog", "new"), nil, 0o644); err != nil {
				t.Fatal(err)
			}
		}},
		{"a link that leads out", func(t *testing.T, dir string) {
			if err := os.Symlink(t.TempDir(), filepath.Join(dir, "blog", "new")); err != nil {
				t.Fatal(err)
			}
		}},
		{"a page that is a link", func(t *testing.T, dir string) {
			outside := filepath.Join(t.TempDir(), "secret")
			if err := os.WriteFile(outside, []byte("secret"), 0o644); err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(os.Mkdir(filepath.Join(dir, "blog", "new"), 0o755), os.Symlink(outside, filepath.Join(dir, "blog", "new", "index.html"))); err != nil {
				t.Fatal(err)
			}
		}},
	}
}

// What stands in the way is found before the first file is replaced.
func TestFolderLeavesTheOldSiteWhenSomethingStandsInTheWay(t *testing.T) {
	t.Parallel()
	for _, test := range obstacles() {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			dir, target, in := folder(t)
			want := built(t).site()
			test.block(t, dir)
			words := in.Content.(fstest.MapFS)
			words["posts/new.md"] = &fstest.MapFile{Data: []byte("---\ntitle: New\ndate: 2026-05-12\ndescription: New.\nauthors: [ada-stone]\n---\nNew.\n")}
			if _, err := newBuilder(2).Build(t.Context(), in, target); err == nil {
				t.Fatal("no error")
			}
			for name, data := range want {
				if got, err := os.ReadFile(filepath.Join(dir, name)); string(got) != string(data) {
					t.Errorf("%s was touched (%v)", name, err)
				}
			}
			if _, err := os.Stat(filepath.Join(dir, temporary)); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("temporary files are left: %v", err)
			}
		})
	}
}

// Root may write anywhere, so the disk itself has to refuse: see also the
// script diskfull.
func TestReadOnlyFolderLeavesTheOldSite(t *testing.T) {
	t.Parallel()
	if os.Geteuid() == 0 {
		t.Skip("skipped: root may write into read-only folders")
	}
	dir, target, in := folder(t)
	want := snapshot(t, dir)
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(dir, 0o755) })
	in.BaseURL = "https://other.example"
	if _, err := newBuilder(2).Build(t.Context(), in, target); err == nil {
		t.Error("no error")
	}
	if diff := cmp.Diff(want, snapshot(t, dir)); diff != "" {
		t.Errorf("folder (-want +got):\n%s", diff)
	}
}

func TestInterruptedBuildLeavesTheOldSite(t *testing.T) {
	t.Parallel()
	dir, target, in := folder(t)
	want := snapshot(t, dir)
	in.Comments = in.Comments[:1]
	ctx, cancel := context.WithCancel(t.Context())
	b := New(Options{Workers: 2, Assets: fixtureAssets(), Progress: func(stage string, done, of int) {
		if stage == "rendering" && done == of {
			cancel()
		}
	}})
	if _, err := b.Build(ctx, in, target); !errors.Is(err, context.Canceled) {
		t.Errorf("Build = %v, want %v", err, context.Canceled)
	}
	if diff := cmp.Diff(want, snapshot(t, dir)); diff != "" {
		t.Errorf("folder (-want +got):\n%s", diff)
	}
}

// faulty is a target that stops working after so many writes, or when the
// context it is given has ended.
type faulty struct {
	*memory
	writes int
}

func (f *faulty) Write(ctx context.Context, name string, data []byte) error {
	if f.writes--; f.writes < 0 {
		return errors.New("the line is down")
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return f.memory.Write(ctx, name, data)
}

// Once the first file is in place the rest follows, whatever becomes of the
// context.
func TestBuildInterruptedWhileWritingGoesThrough(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	b := New(Options{Workers: 2, Assets: fixtureAssets(), Progress: func(stage string, _, _ int) {
		if stage == "writing" {
			cancel()
		}
	}})
	in := Input{Content: fixture(t), Comments: fixtureComments(t)}
	target := &faulty{newMemory(), 1000}
	if _, err := b.Build(ctx, in, target); err != nil {
		t.Fatalf("Build: %v", err)
	}
	if diff := cmp.Diff(built(t).site(), target.site()); diff != "" {
		t.Errorf("differs from a build in peace (-want +got):\n%.2000s", diff)
	}
}

// A build that broke off at any write, the first ever included, is finished by
// the next, also if the words have changed by then.
func TestNextBuildFinishesOneThatBrokeOff(t *testing.T) {
	t.Parallel()
	words := fixture(t)
	words["site.yaml"].Data = bytes.Replace(words["site.yaml"].Data, []byte("navigation:"), []byte("share_cards: false\nnavigation:"), 1) // they are dear
	in := Input{Content: words, Comments: fixtureComments(t)}
	whole := newMemory()
	build(t, newBuilder(2), in, whole)
	want := whole.site()
	for n := 0; n < len(want); n += 3 {
		target, b := &faulty{newMemory(), 1000}, newBuilder(2)
		if n%2 == 1 { // half of them have a whole site to begin with
			build(t, b, in, target)
		}
		target.writes = n / 2
		earlier := in
		earlier.BaseURL = "https://earlier.example"
		if _, err := b.Build(t.Context(), earlier, target); err == nil || !strings.Contains(err.Error(), "the line is down") {
			t.Fatalf("round %d: %v", n, err)
		}
		target.writes = 1000
		build(t, b, in, target)
		if diff := cmp.Diff(want, target.site()); diff != "" {
			t.Fatalf("round %d (-want +got):\n%.2000s", n, diff)
		}
	}
}
