package content

import (
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"greenroom/site/packed"
)

// onDisk writes a tree where files have times, and returns a moment long after.
func onDisk(t *testing.T, fsys fstest.MapFS) (dir string, later time.Time) {
	t.Helper()
	dir = t.TempDir()
	for name, f := range fsys {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir, time.Now().Add(time.Hour)
}

func keeper(later time.Time, fresh func(string)) *Loader {
	l := NewLoader(2)
	l.Now = func() time.Time { return later }
	l.Fresh = func(b Body, _ [32]byte) { fresh(b.File) }
	return l
}

func TestARestoredPostIsNotReadAgain(t *testing.T) {
	t.Parallel()
	dir, later := onDisk(t, tree(t, "testdata/valid.txtar"))
	first := keeper(later, func(string) {})
	want, err := first.Load(t.Context(), os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	second, read := keeper(later, nil), map[string]bool{}
	second.workers = 1
	second.Fresh = func(b Body, _ [32]byte) { read[b.File] = true }
	for _, p := range want.Posts {
		r := packed.NewReader(string(first.Keep(nil, p.Body.File)))
		if err := second.Restore(want.Config, p.Body.File, &r); err != nil {
			t.Fatal(err)
		}
	}
	got, err := second.Load(t.Context(), os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	equal := cmp.Comparer(func(a, b *time.Location) bool { return a.String() == b.String() })
	if diff := cmp.Diff(want, got, equal); diff != "" {
		t.Errorf("site (-read +restored):\n%s", diff)
	}
	for file := range read {
		if filepath.Dir(file) == "posts" {
			t.Errorf("%s was read again", file)
		}
	}
	if second.Key("posts/first-post.md") != first.Key("posts/first-post.md") || second.Sum("posts/first-post.md") != first.Sum("posts/first-post.md") {
		t.Error("key or sum differs")
	}
}

// A file whose time was set back after an edit still looks changed, and one
// that was just written is read whatever its stamp.
func TestAnEditIsSeenWhateverItsTime(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		wait time.Duration
	}{{"long settled", time.Hour}, {"just written", 0}} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			dir, _ := onDisk(t, tree(t, "testdata/valid.txtar"))
			now := time.Now().Add(test.wait)
			fresh := make(chan string, 100)
			l := keeper(now, func(file string) { fresh <- file })
			l.workers = 1
			if _, err := l.Load(t.Context(), os.DirFS(dir)); err != nil {
				t.Fatal(err)
			}
			for len(fresh) > 0 {
				<-fresh
			}
			file := filepath.Join(dir, "posts", "first-post.md")
			info, err := os.Stat(file)
			if err != nil {
				t.Fatal(err)
			}
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			data[len(data)-2]++ // same size
			if err := os.WriteFile(file, data, 0o644); err != nil {
				t.Fatal(err)
			}
			if err := os.Chtimes(file, info.ModTime(), info.ModTime()); err != nil {
				t.Fatal(err)
			}
			if _, err := l.Load(t.Context(), os.DirFS(dir)); err != nil {
				t.Fatal(err)
			}
			if len(fresh) != 1 || <-fresh != "posts/first-post.md" {
				t.Error("the edit was not seen")
			}
		})
	}
}

func TestRefreshLooksOnlyWhereItIsTold(t *testing.T) {
	t.Parallel()
	fsys := tree(t, "testdata/valid.txtar")
	l := keeper(time.Time{}, func(string) {})
	before, err := l.Load(t.Context(), fsys)
	if err != nil {
		t.Fatal(err)
	}
	edit := func(file, text string) { fsys[file] = &fstest.MapFile{Data: append(fsys[file].Data, text...)} }
	edit("posts/first-post.md", "\nMore.\n")
	sum := l.Sum("posts/first-post.md")
	if after, err := l.Refresh(t.Context(), fsys, []string{"posts/first-post.md"}); err != nil || after != before || l.Sum("posts/first-post.md") == sum {
		t.Errorf("a body: %v, same site %t", err, after == before)
	}
	fsys["posts/first-post.md"] = &fstest.MapFile{Data: []byte("---\ntitle: New\ndate: 2026-05-01\ndescription: New.\nauthors: [ada-stone]\n---\n")}
	after, err := l.Refresh(t.Context(), fsys, []string{"posts/first-post.md"})
	if err != nil || after.Posts[1].Title != "New" {
		t.Errorf("a title: %v", err)
	}
	delete(fsys, "posts/first-post.md")
	if after, err = l.Refresh(t.Context(), fsys, []string{"posts/first-post.md"}); err != nil || len(after.Posts) != len(before.Posts)-1 {
		t.Errorf("a deletion: %v, %d posts", err, len(after.Posts))
	}
}

func FuzzRestore(f *testing.F) {
	zone := Config{TimeZone: time.UTC}
	f.Add([]byte("UTC"))
	f.Fuzz(func(_ *testing.T, b []byte) {
		r := packed.NewReader(string(append(packed.Text(nil, envOf(zone).name()), b...)))
		_ = NewLoader(1).Restore(zone, "posts/x.md", &r)
	})
}

// What another state of this package kept is not believed.
func TestRestoreRefusesWhatOthersKept(t *testing.T) {
	t.Parallel()
	if a, b := Version(), Version(); a == "" || a != b {
		t.Errorf("version is %q and %q", a, b)
	}
	dir, later := onDisk(t, tree(t, "testdata/valid.txtar"))
	l := keeper(later, func(string) {})
	l.Version = "old"
	site, err := l.Load(t.Context(), os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	file := site.Posts[0].Body.File
	for version, want := range map[string]bool{"old": true, "new": false} {
		r := packed.NewReader(string(l.Keep(nil, file)))
		other := NewLoader(1)
		other.Version = version
		if err := other.Restore(site.Config, file, &r); (err == nil) != want {
			t.Errorf("%q restores what %q kept: %v, want %t", version, l.Version, err, want)
		}
	}
}
