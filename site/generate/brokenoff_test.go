package generate

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// breaking is a folder that stops working, as for a process that is killed.
type breaking struct {
	*Folder
	stage, write, remove func(name string) bool // reports whether it fails
}

var errBroken = errors.New("broken off")

func (b *breaking) Stage(name string, data []byte) error {
	if b.stage != nil && b.stage(name) {
		return errBroken
	}
	return b.Folder.Stage(name, data)
}

func (b *breaking) Write(ctx context.Context, name string, data []byte) error {
	if b.write != nil && b.write(name) {
		return errBroken
	}
	return b.Folder.Write(ctx, name, data)
}

func (b *breaking) Remove(ctx context.Context, name string) error {
	if b.remove != nil && b.remove(name) {
		return errBroken
	}
	return b.Folder.Remove(ctx, name)
}

// fails builds into the target as it breaks.
func (d *desk) fails(target *breaking) {
	d.t.Helper()
	target.Folder = d.target
	if _, err := d.builder.Build(d.t.Context(), d.in, target); err == nil {
		d.t.Fatal("the build did not fail")
	}
}

// finished goes on, in this process and in another.
func (d *desk) finished() {
	d.t.Helper()
	d.must()
	d.same()
	d.other()
	d.must()
	d.same()
}

func TestShortWayThatFailsIsTriedAgain(t *testing.T) {
	t.Parallel()
	for name, fail := range map[string]func(d *desk){
		"disk full": func(d *desk) { d.fails(&breaking{stage: func(string) bool { return true }}) },
		"interrupted": func(d *desk) {
			ctx, cancel := context.WithCancel(d.t.Context())
			d.builder.options.Progress = func(stage string, _, _ int) {
				if stage == "rendering" {
					cancel()
				}
			}
			if _, err := d.builder.Build(ctx, d.in, d.target); err == nil {
				d.t.Fatal("the build did not fail")
			}
			d.builder.options.Progress = func(string, int, int) {}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.post("aa", "ada-stone", "x")
			d.must()
			d.other()
			d.post("aa", "ada-stone", "other")
			fail(d)
			d.finished()
		})
	}
}

// An address that was refused once is refused again.
func TestStrangerIsRefusedTwice(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.post("aa", "ada-stone", "x")
	d.must()
	d.other()
	d.comment("aa", 1, "write to me@elsewhere.example")
	for range 2 {
		if d.build() == nil {
			t.Error("the address went through")
		}
	}
}

// Whatever was half-way when a build broke off, and whether or not the edit is
// taken back, the next build makes the whole site.
func TestEditThatIsTakenBack(t *testing.T) {
	t.Parallel()
	n := 0
	for name, target := range map[string]*breaking{
		"removals": {remove: func(name string) bool { return strings.HasSuffix(name, "comments.json") }},
		"search":   {write: func(name string) bool { n += btoi(strings.HasPrefix(name, "search/")); return n > 1 }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.post("aa", "ada-stone", "xylophone zebra")
			d.post("bb", "ada-stone", "xenon yarn")
			d.must()
			d.other()
			if target.remove != nil {
				d.remove("content/posts/aa.md")
			} else {
				d.post("aa", "ada-stone", "yellow zebra")
			}
			d.fails(target)
			d.post("aa", "ada-stone", "xylophone zebra")
			d.other()
			d.finished()
		})
	}
}

func TestManifestThatBreaksOff(t *testing.T) {
	t.Parallel()
	for _, cut := range []int{1, 2, 40, 100, 150} {
		d := newDesk(t)
		d.post("aa", "ada-stone", "x")
		d.must()
		d.comment("aa", 1, "hello")
		d.other()
		d.must()
		file := filepath.Join(d.public(), manifestName)
		data, err := os.ReadFile(file)
		if err == nil {
			err = os.WriteFile(file, data[:len(data)-cut], 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
		d.post("aa", "ada-stone", "other")
		d.other()
		d.must()
		d.post("aa", "ada-stone", "third")
		if err := os.Chtimes(file, time.Unix(1e9, 0), time.Unix(1e9, 0)); err != nil {
			t.Fatal(err)
		}
		d.other()
		d.finished()
	}
}

// Folders that are taken away from a running process are made again.
func TestFolderTakenAwayMeanwhile(t *testing.T) {
	t.Parallel()
	for _, folder := range []string{"cache", "public"} {
		t.Run(folder, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.post("aa", "ada-stone", "x")
			d.must()
			d.remove(folder)
			d.post("aa", "ada-stone", "other")
			d.finished()
		})
	}
}

// What a killed process left waiting goes also if nothing has changed.
func TestWhatWaitsIsSweptAway(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.must()
	d.write("public/"+looseFiles+"/0", []byte("half"))
	d.other()
	d.finished()
}

// Two that write into one folder do not put their files in each other's places.
func TestTwoAtOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	a, b := NewFolder(dir), NewFolder(dir)
	defer a.Close()
	defer b.Close()
	stageErr := errors.Join(a.Stage("a.html", []byte("A")), b.Stage("b.html", []byte("B")))
	if err := errors.Join(stageErr, a.Write(t.Context(), "a.html", nil), b.Write(t.Context(), "b.html", nil)); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"a.html": "A", "b.html": "B"} {
		if got, err := os.ReadFile(filepath.Join(dir, name)); string(got) != want {
			t.Errorf("%s is %q, %v", name, got, err)
		}
	}
}
