package main_test

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestAFirstStartSaysWhereToLookAndWhomToSignInAs(t *testing.T) {
	t.Parallel()
	p := start(t, filepath.Join(t.TempDir(), "data"))
	for _, want := range []string{"as of 2026-05-12: site.yaml pins that day", "/desk/", "/dev/mail", "tess@greenroom.example", "Ctrl-C stops"} {
		if !strings.Contains(p.out.String(), want) {
			t.Errorf("it does not say %q:\n%s", want, p.out)
		}
	}
	for path, want := range map[string]int{
		"/": 200, "/blog/": 200, "/programs/": 200, "/blog/feed.xml": 200, "/blog/atom.xml": 200, "/blog/feed.json": 200,
		"/blog/" + crashPost + "/": 200, "/blog/" + crashPost + "/comments.xml": 200, "/people/tess-abara/": 200,
		"/about": 301, "/nothing": 404, "/.greenroom-manifest": 404,
	} {
		if status, _ := get(t, client(), p.base+path); status != want {
			t.Errorf("%s answers %d, want %d", path, status, want)
		}
	}
	if code := p.stop(t); code != 0 || !strings.Contains(p.out.String(), "stopped") {
		t.Errorf("exit code %d\n%s", code, p.out)
	}
}

func TestASecondStartOnTheSameDataSaysSo(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	first := start(t, data)
	out, err := command(t, data).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "another process uses this data") {
		t.Errorf("second start: %v\n%s", err, out)
	}
	if status, _ := get(t, client(), first.base+"/"); status != http.StatusOK {
		t.Errorf("the first answers %d", status)
	}
}

func TestASecondStartWithTheSameFlagsSaysSoToo(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	first := start(t, data)
	cmd := command(t, data, "-addr", strings.TrimPrefix(first.base, "http://"))
	out, err := cmd.CombinedOutput()
	if err == nil || cmd.ProcessState.ExitCode() != 1 || !strings.Contains(string(out), "runs on it already") {
		t.Errorf("second start: %v\n%s", err, out)
	}
}

func TestAFirstStartOnBrokenWordsSaysWhatToDo(t *testing.T) {
	t.Parallel()
	words := copyTree(t)
	edit(t, filepath.Join(words, "pages", "about.md"), "\n---\n", "\n---\n\n[nowhere](/no-such-page/)\n")
	cmd := command(t, t.TempDir(), "-content", words)
	out, err := cmd.CombinedOutput()
	if err == nil || cmd.ProcessState.ExitCode() != 1 || !strings.Contains(string(out), "pages/about.md:") {
		t.Errorf("it starts: %v\n%s", err, out)
	}
}

func TestWithoutDemoDataStaffCanStillSignIn(t *testing.T) {
	t.Parallel()
	p := start(t, t.TempDir(), "-empty")
	if _, page := get(t, client(), p.base+"/blog/"+crashPost+"/"); strings.Contains(page, `id="c-`) {
		t.Error("there are demo comments")
	}
	staff := signIn(t, p.base, "tess@greenroom.example")
	if status, body := get(t, staff, p.base+"/desk/"); status != 200 || !strings.Contains(body, "Nothing waits") {
		t.Errorf("desk: %d", status)
	}
}

func TestWrongFlagsAndPlacesAreExplained(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		args []string
		code int
		says string
	}{
		{"unknown flag", []string{"-frob"}, 2, "-addr"},
		{"argument", []string{"build"}, 2, "unexpected argument"},
		{"no content", []string{"-content", t.TempDir()}, 1, "there is no site.yaml in it"},
		{"bad address", []string{"-addr", "nowhere:x"}, 1, "choose another address"},
		{"bad base URL", []string{"-base-url", "ftp://x"}, 2, "-base-url"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cmd := command(t, t.TempDir(), tt.args...)
			out, _ := cmd.CombinedOutput()
			if code := cmd.ProcessState.ExitCode(); code != tt.code || !strings.Contains(string(out), tt.says) {
				t.Errorf("exit code %d, want %d; it says:\n%s", code, tt.code, out)
			}
		})
	}
}

// copyTree copies the words, so that a test may break them.
func copyTree(t *testing.T) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "content")
	if err := os.CopyFS(to, os.DirFS(filepath.Join("..", "..", "content"))); err != nil {
		t.Fatal(err)
	}
	return to
}

func edit(t *testing.T, file, old, new string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(data), old) {
		t.Fatalf("%s lacks %q (%v)", file, old, err)
	}
	if err := os.WriteFile(file, []byte(strings.Replace(string(data), old, new, 1)), 0o644); err != nil {
		t.Fatal(err)
	}
}

// etag returns what a browser keeps of a page, and reload what it is told when
// it asks with that.
func etag(t *testing.T, page string) string {
	t.Helper()
	res, err := client().Get(page)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	return res.Header.Get("ETag")
}

func reload(t *testing.T, page, tag string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "GET", page, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("If-None-Match", tag)
	res, err := client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	return res.StatusCode
}

func TestAnEditShowsAndABrokenFileKeepsTheLastGoodSite(t *testing.T) {
	t.Parallel()
	words := copyTree(t)
	p := start(t, t.TempDir(), "-content", words)
	about, page := filepath.Join(words, "pages", "about.md"), p.base+"/about/"
	shows := func(what string) func() bool {
		return func() bool {
			_, body := get(t, client(), page)
			return strings.Contains(body, what)
		}
	}
	edit(t, about, "\n---\n", "\n---\n\nA line that was not there before.\n")
	eventually(t, "the edit shows", shows("A line that was not there before."))

	good := etag(t, page)
	if status := reload(t, page, good); status != http.StatusNotModified {
		t.Errorf("a reload where nothing changed answers %d", status)
	}
	edit(t, about, "title:", "titel:")
	eventually(t, "the banner names file and line", shows("pages/about.md:"))
	if !shows("A line that was not there before.")() {
		t.Error("the last good site is gone")
	}
	if !strings.Contains(p.out.String(), "pages/about.md:") {
		t.Errorf("the terminal says nothing:\n%s", p.out)
	}
	if status := reload(t, page, good); status != http.StatusOK {
		t.Errorf("a reload of the page without the banner answers %d", status)
	}
	edit(t, about, "titel:", "title:")
	eventually(t, "the banner goes", func() bool { return !shows("pages/about.md:")() })
}

func TestAnEditOfAStyleShows(t *testing.T) {
	t.Parallel()
	assets := filepath.Join(t.TempDir(), "assets")
	if err := os.CopyFS(assets, os.DirFS(filepath.Join("..", "..", "site", "theme", "assets"))); err != nil {
		t.Fatal(err)
	}
	p := start(t, t.TempDir(), "-assets", assets)
	style := regexp.MustCompile(`href="(/assets/site\.[0-9a-f]+\.css)"`)
	linked := func() string {
		_, body := get(t, client(), p.base+"/about/")
		m := style.FindStringSubmatch(body)
		if m == nil {
			t.Fatalf("no style:\n%.500s", body)
		}
		return m[1]
	}
	before := linked()
	edit(t, filepath.Join(assets, "css", "site.css"), "body {", "body { --edited: 1;")
	eventually(t, "pages link to the edited style", func() bool { return linked() != before })
	if _, css := get(t, client(), p.base+linked()); !strings.Contains(css, "--edited: 1") {
		t.Error("the style served is not the edited one")
	}
	eventually(t, "pages around the site link to it too", func() bool {
		_, page := get(t, client(), p.base+"/sign-in")
		return strings.Contains(page, linked())
	})
}
