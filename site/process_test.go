package main

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// site runs the command in a process of its own, with a cache of its own unless
// it is given one.
func site(t *testing.T, env []string, args ...string) {
	t.Helper()
	if !slices.Contains(args, "-cache") {
		args = append(args, "-cache", filepath.Join(t.TempDir(), "cache"))
	}
	cmd := exec.Command("site", args...)
	cmd.Env = append(os.Environ(), env...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("site %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// snapshot is every file below dir, by name.
func snapshot(t *testing.T, dir string) map[string]string {
	t.Helper()
	files, err := readTree(dir)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func readTree(dir string) (map[string]string, error) {
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if name == ".greenroom-manifest" { // tells how the files came to be as well
			return nil
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		files[name] = string(data)
		return err
	})
	return files, err
}

// The same words give the same bytes in any process, time zone, language and
// number of workers.
func TestBuildsAreTheSameEverywhere(t *testing.T) {
	t.Parallel()
	words := t.TempDir()
	if err := unpack("testdata/site.txtar", words); err != nil {
		t.Fatal(err)
	}
	trees := []struct{ name, content, records string }{
		{"fixture", words, "testdata/records.ndjson"},
		{"demo", "../content", ""},
	}
	surroundings := [][]string{
		{"TZ=UTC", "LC_ALL=C"},
		{"TZ=Asia/Tokyo", "LC_ALL=tr_TR.UTF-8", "GOMAXPROCS=2"},
		{"TZ=America/Sao_Paulo", "GOGC=1", "ZONEINFO=" + t.TempDir()},
	}
	for _, tree := range trees {
		t.Run(tree.name, func(t *testing.T) {
			t.Parallel()
			var first map[string]string
			for i, env := range surroundings {
				for _, workers := range []int{1, 8} {
					out := filepath.Join(t.TempDir(), "public")
					site(t, env, "build", "-content", tree.content, "-records", tree.records, "-out", out, "-workers", fmt.Sprint(workers))
					files := snapshot(t, out)
					if first == nil {
						first = files
					}
					if diff := cmp.Diff(first, files); diff != "" {
						t.Errorf("with %v and %d workers (-first +now):\n%.3000s", surroundings[i], workers, diff)
					}
				}
			}
		})
	}
}

// Whenever the process is killed, every file is wholly the old one or wholly
// the new one, and the next build finishes the work.
func TestKilledBuildLeavesWholeFiles(t *testing.T) {
	t.Parallel()
	const kills = 20
	words, out := [2]string{t.TempDir(), t.TempDir()}, filepath.Join(t.TempDir(), "public")
	var want [2]map[string]string
	for i := range words {
		manyPosts(t, words[i], fmt.Sprintf("Edition %d", i))
		clean := filepath.Join(t.TempDir(), "public")
		site(t, nil, "build", "-content", words[i], "-out", clean)
		want[i] = snapshot(t, clean)
	}
	cache := filepath.Join(t.TempDir(), "cache") // what a killed build leaves there is used by the next
	site(t, nil, "build", "-content", words[0], "-out", out, "-cache", cache)
	midway := 0
	for n := range kills {
		to := (n + 1) % 2
		kill(t, words[to], out, cache, want[to])
		if mixed(t, snapshot(t, out), want[1-to], want[to]) {
			midway++
		}
		site(t, nil, "build", "-content", words[to], "-out", out, "-cache", cache)
		if diff := cmp.Diff(want[to], snapshot(t, out)); diff != "" {
			t.Fatalf("the build after kill %d did not finish the work (-want +got):\n%.3000s", n, diff)
		}
	}
	t.Logf("%d of %d kills found the site between two editions", midway, kills)
	if midway == 0 {
		t.Error("no kill came while files were being put in place")
	}
}

// kill starts a build and ends it when a page chosen by chance has changed, or
// while files still wait.
func kill(t *testing.T, words, out, cache string, want map[string]string) {
	t.Helper()
	page := fmt.Sprintf("blog/post-%d/index.html", rand.IntN(100))
	waiting := rand.IntN(4) == 0
	cmd := exec.Command("site", "build", "-content", words, "-out", out, "-cache", cache)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for done := false; !done; runtime.Gosched() {
		select {
		case <-ended:
			return
		default:
		}
		if waiting {
			_, err := os.Stat(filepath.Join(out, ".greenroom-tmp"))
			done = err == nil
		} else {
			data, err := os.ReadFile(filepath.Join(out, page))
			done = err == nil && string(data) == want[page]
		}
	}
	if err := cmd.Process.Kill(); err != nil && err != os.ErrProcessDone {
		t.Fatal(err)
	}
	<-ended
}

// mixed reports whether the site is between two editions, and holds that each
// file is one of the two.
func mixed(t *testing.T, files, before, after map[string]string) bool {
	t.Helper()
	seen := [2]bool{}
	for name, text := range files {
		switch {
		case strings.HasPrefix(name, ".greenroom-tmp/"):
		case before[name] == after[name]:
		case text == before[name]:
			seen[0] = true
		case text == after[name]:
			seen[1] = true
		default:
			t.Errorf("%s is neither the old file nor the new one: %d bytes", name, len(text))
		}
	}
	return seen[0] && seen[1]
}

// manyPosts writes a site of a hundred posts, each of which shows the tagline.
func manyPosts(t *testing.T, dir, tagline string) {
	t.Helper()
	if err := unpack("testdata/site.txtar", dir); err != nil {
		t.Fatal(err)
	}
	config := filepath.Join(dir, "site.yaml")
	data, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(data), "Small campaigns, looked after", tagline, 1)
	if err := os.WriteFile(config, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	for i := range 100 {
		post := fmt.Sprintf("---\ntitle: Post %d\ndate: 2025-01-%02d\ndescription: One of many.\nauthors: [ada-stone]\n---\n%s\n", i, i%28+1, strings.Repeat("Words and more words. ", 400))
		if err := os.WriteFile(filepath.Join(dir, "posts", fmt.Sprintf("post-%d.md", i)), []byte(post), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
