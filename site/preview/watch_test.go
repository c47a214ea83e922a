package preview

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// patience is how long a test waits for what has to come.
const patience = 30 * time.Second

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func try(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// words is a folder to watch.
func words(t *testing.T) string {
	dir := filepath.Join(t.TempDir(), "content")
	write(t, filepath.Join(dir, "site.yaml"), "x")
	write(t, filepath.Join(dir, "posts", "a.md"), "x")
	write(t, filepath.Join(dir, "media", "people", "ada.jpg"), "x")
	return dir
}

// Each way to save a file that an editor has is told as that file; what comes
// and goes with folders as a change of everything. Afterwards all is watched
// still: another edit is told.
func TestEditors(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		edit func(t *testing.T, dir string)
		want Change // Files: at least; All: exactly
	}{
		{"writes the file", func(t *testing.T, dir string) { write(t, dir+"/posts/a.md", "y") }, Change{Files: []string{"posts/a.md"}}},
		{"writes a new one and renames it", func(t *testing.T, dir string) {
			write(t, dir+"/posts/.a.md.tmp", "y")
			try(t, os.Rename(dir+"/posts/.a.md.tmp", dir+"/posts/a.md"))
		}, Change{Files: []string{"posts/a.md"}}},
		{"keeps the old one, as vim does", func(t *testing.T, dir string) {
			write(t, dir+"/posts/4913", "")
			try(t, os.Remove(dir+"/posts/4913"))
			try(t, os.Rename(dir+"/posts/a.md", dir+"/posts/a.md~"))
			write(t, dir+"/posts/a.md", "y")
			try(t, os.Remove(dir+"/posts/a.md~"))
		}, Change{Files: []string{"posts/a.md"}}},
		{"locks beside it, as emacs does", func(t *testing.T, dir string) {
			try(t, os.Symlink("me@here", dir+"/posts/.#a.md"))
			write(t, dir+"/posts/#a.md#", "y")
			write(t, dir+"/posts/a.md", "y")
			try(t, os.Remove(dir+"/posts/.#a.md"))
			try(t, os.Remove(dir+"/posts/#a.md#"))
		}, Change{Files: []string{"posts/a.md"}}},
		{"new file", func(t *testing.T, dir string) { write(t, dir+"/posts/b.md", "y") }, Change{Files: []string{"posts/b.md"}}},
		{"file gone", func(t *testing.T, dir string) { try(t, os.Remove(dir+"/posts/a.md")) }, Change{Files: []string{"posts/a.md"}}},
		{"file may be read", func(t *testing.T, dir string) { try(t, os.Chmod(dir+"/posts/a.md", 0o600)) }, Change{Files: []string{"posts/a.md"}}},
		{"file at the top", func(t *testing.T, dir string) { write(t, dir+"/site.yaml", "y") }, Change{Files: []string{"site.yaml"}}},
		{"picture in a folder", func(t *testing.T, dir string) { write(t, dir+"/media/people/ada.jpg", "y") }, Change{Files: []string{"media/people/ada.jpg"}}},
		{"new folders", func(t *testing.T, dir string) { write(t, dir+"/media/2026/05/x.jpg", "y") }, Change{All: true}},
		{"folder gone", func(t *testing.T, dir string) { try(t, os.RemoveAll(dir+"/media")) }, Change{All: true}},
		{"folder made again", func(t *testing.T, dir string) {
			try(t, os.RemoveAll(dir+"/posts"))
			write(t, dir+"/posts/a.md", "y")
		}, Change{All: true}},
		{"folder renamed and back", func(t *testing.T, dir string) {
			try(t, os.Rename(dir+"/posts", dir+"/gone"))
			try(t, os.Rename(dir+"/gone", dir+"/posts"))
		}, Change{All: true}},
		{"folder exchanged", func(t *testing.T, dir string) {
			write(t, dir+"/.other/posts/a.md", "y")
			try(t, os.Rename(dir+"/posts", dir+"/.other/old"))
			try(t, os.Rename(dir+"/.other/posts", dir+"/posts"))
		}, Change{All: true}},
		{"all of it made again", func(t *testing.T, dir string) {
			try(t, os.RemoveAll(dir))
			write(t, dir+"/posts/a.md", "y")
		}, Change{All: true}},
		{"all of it exchanged", func(t *testing.T, dir string) {
			write(t, dir+".new/posts/a.md", "y")
			try(t, os.Rename(dir, dir+".old"))
			try(t, os.Rename(dir+".new", dir))
		}, Change{All: true}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			dir := words(t)
			changes := Watcher{Dir: dir, Deep: true, Accept: IsMeant, Say: func(why error) { t.Errorf("gave up: %v", why) }}.Run(t.Context())
			test.edit(t, dir)
			got := await(t, changes, func(c Change) bool {
				return c.All == test.want.All && (c.All || cmp.Equal(c.Files, test.want.Files))
			})
			if !test.want.All && !cmp.Equal(got, test.want) {
				t.Errorf("told %v, want %v", got, test.want)
			}
			// The watch of a folder that was put in place later stands when the
			// change is told that brought it, at the latest within a second.
			write(t, dir+"/posts/later.md", "z")
			await(t, changes, func(c Change) bool { return c.All || contains(c.Files, "posts/later.md") })
		})
	}
}

func contains(files []string, name string) bool {
	for _, f := range files {
		if f == name {
			return true
		}
	}
	return false
}

// await merges changes until they are what is waited for.
func await(t *testing.T, changes <-chan Change, is func(Change) bool) Change {
	t.Helper()
	deadline := time.After(patience)
	var all Change
	for {
		select {
		case c := <-changes:
			if all.add(c); is(all) {
				return all
			}
		case <-deadline:
			t.Fatalf("it was not told; told was %+v", all)
		}
	}
}

// A folder that has nothing of the site is left alone, and so are the folders
// in it unless they are asked for.
func TestOnlyWhatIsAccepted(t *testing.T) {
	t.Parallel()
	dir := words(t)
	changes := Watcher{Dir: dir, Accept: func(name string) bool { return strings.HasSuffix(name, ".yaml") }}.Run(t.Context())
	write(t, dir+"/posts/a.md", "y")
	write(t, dir+"/x.md", "y")
	write(t, dir+"/new/folder/x.yaml", "y")
	write(t, dir+"/site.yaml", "y")
	if got := await(t, changes, func(c Change) bool { return c.All || len(c.Files) > 0 }); !cmp.Equal(got, Change{Files: []string{"site.yaml"}}) {
		t.Errorf("told %+v", got)
	}
}

// manual is a notifier that says what the test says.
type manual struct {
	gathered *gathering
	fail     error
	added    []string
	closed   bool
}

func (m *manual) Add(dir string) error {
	m.added = append(m.added, dir)
	return m.fail
}

func (m *manual) Close() error {
	m.closed = true
	return nil
}

func (m *manual) open(g *gathering) (notifier, error) {
	m.gathered = g
	return m, nil
}

// told returns the changes that came by now.
func told(changes <-chan Change) (all []Change) {
	synctest.Wait()
	for {
		select {
		case c := <-changes:
			all = append(all, c)
			synctest.Wait()
		default:
			return all
		}
	}
}

func run(t *testing.T, w Watcher) (<-chan Change, context.CancelFunc) {
	ctx, cancel := context.WithCancel(t.Context())
	changes := w.Run(ctx)
	return changes, func() { cancel(); synctest.Wait() }
}

// A burst is one change, told when it is over.
func TestBurstsAreOneChange(t *testing.T) {
	t.Parallel()
	dir := words(t)
	synctest.Test(t, func(t *testing.T) {
		m := &manual{}
		changes, end := run(t, Watcher{Dir: dir, Deep: true, Accept: IsMeant, open: m.open})
		defer end()
		for i := range 20 {
			m.gathered.note(dir+"/posts/a.md", false)
			m.gathered.note(dir+"/site.yaml", i == 0)
			time.Sleep(quietTime - 1)
			if got := told(changes); got != nil {
				t.Fatalf("told %v in the midst of it", got)
			}
		}
		time.Sleep(1 * time.Nanosecond)
		want := []Change{{Files: []string{"posts/a.md", "site.yaml"}}}
		if diff := cmp.Diff(want, told(changes)); diff != "" {
			t.Errorf("(-want +told):\n%s", diff)
		}
		time.Sleep(time.Hour)
		if got := told(changes); got != nil {
			t.Errorf("told %v though nothing happened", got)
		}
	})
}

// A burst without an end is told all the same, now and then.
func TestEndlessBurst(t *testing.T) {
	t.Parallel()
	dir := words(t)
	synctest.Test(t, func(t *testing.T) {
		m := &manual{}
		changes, end := run(t, Watcher{Dir: dir, Deep: true, Accept: IsMeant, open: m.open})
		defer end()
		times := 0
		for range 1000 {
			m.gathered.note(dir+"/posts/a.md", false)
			time.Sleep(quietTime / 2)
			times += len(told(changes))
		}
		if want := int(1000 * quietTime / 2 / longestBurst); times < want-2 || times > want {
			t.Errorf("told %d times, want about %d", times, want)
		}
	})
}

// While nobody takes a change, later ones go into it.
func TestChangesWait(t *testing.T) {
	t.Parallel()
	dir := words(t)
	synctest.Test(t, func(t *testing.T) {
		m := &manual{}
		changes, end := run(t, Watcher{Dir: dir, Deep: true, Accept: IsMeant, open: m.open})
		defer end()
		for _, name := range []string{"/posts/b.md", "/posts/a.md", "/site.yaml"} {
			m.gathered.note(dir+name, false)
			time.Sleep(time.Minute)
		}
		m.gathered.noteAll()
		time.Sleep(time.Minute)
		want := []Change{{Files: []string{"posts/a.md", "posts/b.md", "site.yaml"}, All: true}}
		if diff := cmp.Diff(want, told(changes)); diff != "" {
			t.Errorf("(-want +told):\n%s", diff)
		}
	})
}

// Where the kernel does not tell, or cannot any more, every file is looked at
// once a second.
func TestWithoutTheKernel(t *testing.T) {
	t.Parallel()
	for name, w := range map[string]Watcher{
		"none": {open: func(*gathering) (notifier, error) { return nil, errors.New("too many open files") }},
		"full": {open: (&manual{fail: errors.New("no space left on device")}).open},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := words(t)
			synctest.Test(t, func(t *testing.T) {
				var said []error
				w.Dir, w.Deep, w.Accept, w.Say = dir, true, IsMeant, func(why error) { said = append(said, why) }
				changes, end := run(t, w)
				defer end()
				if len(said) != 1 {
					t.Errorf("said %v", said)
				}
				pass := func() []Change {
					time.Sleep(2 * lookEvery)
					return told(changes)
				}
				if got := pass(); !cmp.Equal(got, []Change{{All: true}}) {
					t.Errorf("at first told %v", got)
				}
				for _, test := range []struct {
					name string
					edit func()
					want []Change
				}{
					{"nothing", func() {}, nil},
					{"edit", func() { write(t, dir+"/posts/a.md", "other") }, []Change{{Files: []string{"posts/a.md"}}}},
					{"same size, by renaming", func() {
						write(t, dir+"/posts/.x", "OTHER")
						try(t, os.Rename(dir+"/posts/.x", dir+"/posts/a.md"))
					}, []Change{{Files: []string{"posts/a.md"}}}},
					{"new", func() { write(t, dir+"/posts/b.md", "y") }, []Change{{Files: []string{"posts/b.md"}}}},
					{"gone", func() { try(t, os.Remove(dir+"/posts/b.md")) }, []Change{{Files: []string{"posts/b.md"}}}},
					{"nobody meant it", func() { write(t, dir+"/posts/b.md~", "y") }, nil},
					{"new folder", func() { write(t, dir+"/media/new/a.jpg", "y") }, []Change{{Files: []string{"media/new/a.jpg"}, All: true}}},
					{"all gone", func() { try(t, os.RemoveAll(dir)) }, []Change{{All: true, Files: []string{"media/new/a.jpg", "media/people/ada.jpg", "posts/a.md", "site.yaml"}}}},
					{"all back", func() { write(t, dir+"/posts/a.md", "y") }, []Change{{All: true, Files: []string{"posts/a.md"}}}},
				} {
					test.edit()
					if diff := cmp.Diff(test.want, pass()); diff != "" {
						t.Errorf("%s (-want +told):\n%s", test.name, diff)
					}
				}
			})
		})
	}
}

// When the kernel had more to tell than it could keep, everything may be
// another; folders that came meanwhile are watched from then on.
func TestTooMuchToTell(t *testing.T) {
	t.Parallel()
	dir := words(t)
	synctest.Test(t, func(t *testing.T) {
		m := &manual{}
		changes, end := run(t, Watcher{Dir: dir, Deep: true, Accept: IsMeant, open: m.open})
		write(t, dir+"/media/new/a.jpg", "y")
		write(t, dir+"/.git/objects/x", "y")
		m.added = nil
		m.gathered.noteAll()
		time.Sleep(quietTime)
		if got := told(changes); !cmp.Equal(got, []Change{{All: true}}) {
			t.Errorf("told %v", got)
		}
		want := []string{dir, dir + "/media", dir + "/media/new", dir + "/media/people", dir + "/posts"}
		if diff := cmp.Diff(want, m.added); diff != "" {
			t.Errorf("watched (-want +got):\n%s", diff)
		}
		end()
		if !m.closed {
			t.Error("the notifier is left open")
		}
	})
}

func TestNamesThatSomebodyMeant(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"site.yaml": true, "posts/a.md": true, "media/people/ada.jpg": true, "posts/.hidden.md": true, // the loader reports it
		".git/config": false, ".DS_Store": false, "posts/.DS_Store": false, "posts/a.md~": false, "posts/#a.md#": false,
		"posts/.#a.md": false, "posts/.a.md.swp": false, ".wxr-import": false, "media/.trash": false,
	} {
		if got := IsMeant(name); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
