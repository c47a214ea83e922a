package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestTreesAreComparedByteByByte(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, file, text, want string }{
		{"the same", "a/b.html", "one", ""},
		{"other bytes", "a/b.html", "two", "a/b.html differs"},
		{"another file", "c.html", "one", "c.html should be gone"},
		{"a file of the generator's own", ".greenroom-manifest", "one", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, want := t.TempDir(), t.TempDir()
			put(t, want, "a/b.html", "one")
			put(t, got, "a/b.html", "one")
			before, err := readTree(got)
			if err != nil {
				t.Fatal(err)
			}
			put(t, got, test.file, test.text)
			err = sameTrees(got, want)
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("got %v, want %q", err, test.want)
			}
			after, err := readTree(got)
			if err != nil {
				t.Fatal(err)
			}
			if n := after.written(before); (n == 0) != strings.HasPrefix(test.file, ownPrefix) {
				t.Errorf("%d files written", n)
			}
		})
	}
}

// put writes a file that was last changed long after any other.
func put(t *testing.T, dir, name, text string) {
	t.Helper()
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	_, err := os.Stat(file)
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if err == nil {
		if err := os.Chtimes(file, time.Time{}, time.Unix(1<<31, 0)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestKinds(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"index.html":                        "index.html",
		"blog/some-post/index.html":         "blog/*/index.html",
		"blog/page/12/index.html":           "blog/page/N/index.html",
		"blog/2024/page/3/index.html":       "blog/YEAR/page/N/index.html",
		"blog/tag/paper/feed.xml":           "blog/tag/*/feed.xml",
		"assets/site.1a2b3c4d.css":          "style and script",
		"c/01JV0000000000000000000001/x.js": "c/*/x.js",
	} {
		if got := kind(name); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}
