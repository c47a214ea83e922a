package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestMain lets the program call itself, as it does to measure.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && (os.Args[1] == childMeasure || os.Args[1] == childFloor) {
		os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// measured runs the program over 30 posts and returns what it found.
func measured(t *testing.T, o options) (*result, string) {
	t.Helper()
	if testing.Short() {
		t.Skip("builds the generator twice: not in -short")
	}
	var out bytes.Buffer
	o.sizes, o.pairs = []int{30}, 1
	b, err := newBench(t.Context(), o, &out)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.clean(); err != nil {
			t.Error(err)
		}
	})
	if err := b.all(t.Context()); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	return b.results[0], out.String()
}

// The generator takes the corpus, and after every change its site is that of
// a clean build: else all() fails.
func TestGeneratorBuildsTheCorpus(t *testing.T) {
	t.Parallel()
	r, out := measured(t, options{noHugo: true, changes: 1})
	kinds := r.site.kinds()
	if kinds["blog/*/index.html"] < 30 || kinds["people/*/index.html"] != people || kinds["sitemap.xml"] != 1 {
		t.Errorf("made %v", kinds)
	}
	for _, c := range r.changes {
		if written := c.files[0]; (written == 0) != (c.name == "nothing changed") {
			t.Errorf("%s: %g files written", c.name, written)
		}
	}
	for _, want := range []string{"== 30 posts: ", "median", "floor", "theme changed", "one comment"} {
		if !strings.Contains(out, want) {
			t.Errorf("the report lacks %q:\n%s", want, out)
		}
	}
}

// Both make the same kinds of pages, as many of each.
func TestHugoMakesTheSameKinds(t *testing.T) {
	t.Parallel()
	hugo := os.Getenv("HUGO")
	if hugo == "" {
		t.Skip("HUGO names no Hugo to build with")
	}
	r, _ := measured(t, options{hugo: hugo})
	ours, other := r.site.kinds(), r.other.kinds()
	for _, kind := range []string{
		"blog/*/index.html", "blog/*/comments.xml", "blog/*/comments-atom.xml", "blog/*/comments.json",
		"blog/tag/*/index.html", "blog/tag/*/feed.xml", "blog/tag/*/atom.xml", "blog/tag/*/feed.json",
		"people/*/index.html", "people/index.html", "blog/YEAR/index.html", "blog/comments/index.html",
		"blog/feed.xml", "blog/atom.xml", "blog/feed.json", "index.html", "404.html", "sitemap.xml", "robots.txt", "feeds/index.html",
	} {
		if ours[kind] == 0 || ours[kind] != other[kind] {
			t.Errorf("%s: ours %d, Hugo %d", kind, ours[kind], other[kind])
		}
	}
}

// Linux counts the memory of who starts a process as that process's own.
func TestPeakIsThatOfTheChildAlone(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	ballast := bytes.Repeat([]byte("memory"), 40<<20)
	dir := t.TempDir()
	list := filepath.Join(dir, "list")
	if err := os.WriteFile(list, []byte("3 a/b\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	b := &bench{dir: dir, self: self}
	u, err := b.measure(t.Context(), self, childFloor, list, filepath.Join(dir, "out"), filepath.Dir(list))
	if err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(filepath.Join(dir, "out", "a", "b")); err != nil || string(data) != "sit" {
		t.Errorf("wrote %q, %v", data, err)
	}
	if u.Peak == 0 {
		t.Skip("this system does not say how much memory a process had")
	}
	if u.Wall <= 0 || u.Peak > int64(len(ballast))/2 {
		t.Errorf("took %v and %s", u.Wall, size(u.Peak))
	}
}

func TestFailedCommandIsAnError(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{dir: t.TempDir(), self: self}
	_, err = b.measure(t.Context(), self, childFloor, "no-such-list", "out", "no-such-folder")
	if err == nil || !strings.Contains(err.Error(), "no-such-folder") {
		t.Errorf("got %v", err)
	}
}

func TestFlags(t *testing.T) {
	t.Parallel()
	o, err := parseFlags([]string{"-n", "1000, 100,100", "-pairs", "2"})
	if err != nil || len(o.sizes) != 2 || o.sizes[0] != 100 || o.pairs != 2 {
		t.Errorf("got %+v, %v", o, err)
	}
	for _, args := range [][]string{{"-n", "many"}, {"-n", "0"}, {"-pairs", "-1"}, {"more"}, {"-x"}} {
		if _, err := parseFlags(args); err == nil {
			t.Errorf("%v is taken", args)
		}
	}
	if _, err := parseFlags([]string{"-h"}); !errors.Is(err, flag.ErrHelp) {
		t.Errorf("-h gives %v", err)
	}
}

func TestTargets(t *testing.T) {
	t.Parallel()
	ours, other := usage{time.Second, time.Second, 100}, usage{10 * time.Second, 5 * time.Second, 1000}
	r := &result{corpus: corpus{posts: 10_000}, ours: []usage{ours, ours}, hugo: []usage{other, other}}
	r.changes = []changed{{name: "one comment", usages: []usage{{Wall: 99 * time.Millisecond}}}}
	b := &bench{out: io.Discard, results: []*result{r}}
	met := map[string]bool{}
	for _, one := range b.targets(r) {
		met[one.work] = one.met
	}
	for work, want := range map[string]bool{"full build, 10,000 posts, wall to Hugo's": true, "the same, CPU": false, "the same, peak memory": true, "one comment, 10,000 posts, cold": true} {
		if got, there := met[work]; !there || got != want {
			t.Errorf("%s: met is %t, listed is %t", work, got, there)
		}
	}
}
