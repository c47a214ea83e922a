package local

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// terminal collects what is printed and tells where the server listens.
type terminal struct {
	mu    sync.Mutex
	b     bytes.Buffer
	ready chan string
}

var listenLine = regexp.MustCompile(`listening on (\S+)\n`)

func (o *terminal) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.b.Write(p)
	if bytes.HasPrefix(p, []byte("Ctrl-C stops")) { // the last line of the greeting
		o.ready <- "http://" + string(listenLine.FindSubmatch(o.b.Bytes())[1])
	}
	return len(p), nil
}

func (o *terminal) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}

// run starts the command in this process and returns its address, what it
// prints and a function that stops it and returns its exit code.
func run(t *testing.T, args ...string) (base string, out *terminal, stop func() int) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out = &terminal{ready: make(chan string, 1)}
	code := make(chan int, 1)
	args = append([]string{"-addr", "127.0.0.1:0", "-content", filepath.Join("..", "..", "..", "content"), "-v"}, args...)
	go func() { code <- Run(ctx, args, out, out) }()
	ended := sync.OnceValue(func() int { cancel(); return <-code })
	t.Cleanup(func() { ended() })
	select {
	case base = <-out.ready:
	case c := <-code:
		code <- c
		t.Fatalf("ended with %d:\n%s", c, out)
	}
	return base, out, ended
}

func visit(t *testing.T, method, address string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(body)
}

func TestTheSiteIsServedAsTheCDNDoes(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	base, _, stop := run(t, "-data", data)
	if err := os.MkdirAll(filepath.Join(data, "site", ".waiting"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(data, "site", ".waiting", "page.html"), []byte("not yet"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, method, path string
		status             int
		media              string
	}{
		{"home", "GET", "/", 200, "text/html; charset=utf-8"},
		{"a page, headers only", "HEAD", "/about/", 200, "text/html; charset=utf-8"},
		{"without its slash", "GET", "/about", 301, ""},
		{"RSS", "GET", "/blog/feed.xml", 200, "application/rss+xml; charset=utf-8"},
		{"Atom", "GET", "/blog/atom.xml", 200, "application/atom+xml; charset=utf-8"},
		{"JSON Feed", "GET", "/blog/feed.json", 200, "application/feed+json; charset=utf-8"},
		{"sitemap", "GET", "/sitemap.xml", 200, "application/xml; charset=utf-8"},
		{"icon", "GET", "/favicon.svg", 200, "image/svg+xml"},
		{"nothing", "GET", "/nothing/", 404, "text/html; charset=utf-8"},
		{"a folder", "GET", "/assets/", 404, "text/html; charset=utf-8"},
		{"what is not published yet", "GET", "/.waiting/page.html", 404, "text/html; charset=utf-8"},
		{"the manifest", "GET", "/.greenroom-manifest", 404, "text/html; charset=utf-8"},
		{"the store", "GET", "/%2e%2e/greenroom.db", 404, "text/html; charset=utf-8"},
		{"the secret", "GET", "/..%2fsecret", 404, "text/html; charset=utf-8"},
		{"a name that is none", "GET", "/a%00b", 404, "text/html; charset=utf-8"},
		{"a very long name", "GET", "/" + strings.Repeat("a", 5000), 404, "text/html; charset=utf-8"},
		{"posting to a page", "POST", "/about/", 405, "text/html; charset=utf-8"},
		{"mailbox", "GET", "/dev/mail", 200, "text/html; charset=utf-8"},
		{"mailbox as JSON", "GET", "/dev/mail.json", 200, "application/json; charset=utf-8"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			res, body := visit(t, tt.method, base+tt.path)
			if res.StatusCode != tt.status || tt.media != "" && res.Header.Get("Content-Type") != tt.media {
				t.Errorf("%d %s, want %d %s", res.StatusCode, res.Header.Get("Content-Type"), tt.status, tt.media)
			}
			if tt.status == 405 && res.Header.Get("Allow") != "GET, HEAD" {
				t.Errorf("Allow is %q", res.Header.Get("Allow"))
			}
			if tt.status == 404 && !strings.Contains(body, "<h1") {
				t.Errorf("no readable page:\n%.200s", body)
			}
			if res.Header.Get("Content-Security-Policy") == "" {
				t.Error("no security headers")
			}
		})
	}
	if code := stop(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

func TestAFileThatDidNotChangeIsNotSentAgain(t *testing.T) {
	t.Parallel()
	base, _, _ := run(t, "-data", t.TempDir())
	first, _ := visit(t, "GET", base+"/about/")
	r, err := http.NewRequestWithContext(t.Context(), "GET", base+"/about/", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("If-None-Match", first.Header.Get("ETag"))
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusNotModified {
		t.Errorf("status %d", res.StatusCode)
	}
}

func TestASecondStartFindsEverythingAndTimeRunsOn(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	_, first, stop := run(t, "-data", data, "-base-url", "http://greenroom.example")
	if !strings.Contains(first.String(), "reads 2026-05-12 09:00 CDT") {
		t.Errorf("the clock does not start at nine:\n%s", first)
	}
	if code := stop(); code != 0 {
		t.Fatalf("exit code %d", code)
	}
	secret, err := os.ReadFile(filepath.Join(data, "secret"))
	if err != nil || len(secret) != secretSize {
		t.Fatalf("secret of %d bytes, %v", len(secret), err)
	}
	_, second, stop := run(t, "-data", data, "-base-url", "http://greenroom.example")
	stop()
	if strings.Contains(second.String(), "files changed") {
		t.Errorf("the second start rewrote the site:\n%s", second)
	}
	again, err := os.ReadFile(filepath.Join(data, "secret"))
	if err != nil || !bytes.Equal(secret, again) {
		t.Error("the secret was made anew")
	}
}

func TestABrokenSecretIsExplained(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	if err := os.WriteFile(filepath.Join(data, "secret"), []byte("short"), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	args := []string{"-addr", "127.0.0.1:0", "-data", data, "-content", filepath.Join("..", "..", "..", "content")}
	if code := Run(t.Context(), args, &out, &out); code != 1 || !strings.Contains(out.String(), "needs 32") {
		t.Errorf("exit code %d:\n%s", code, &out)
	}
}

func TestWatchSeesEditsAdditionsAndRemovals(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	tick, changed := make(chan time.Time), make(chan struct{}, 1)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	before := fingerprint([]fs.FS{os.DirFS(dir)})
	go func() {
		defer close(done)
		watch(ctx, []fs.FS{os.DirFS(dir)}, before, tick, func() error { changed <- struct{}{}; return nil })
	}()
	steps := []func() error{
		func() error { return root.WriteFile("a.md", []byte("one"), 0o644) },
		func() error { return root.WriteFile("a.md", []byte("three"), 0o644) },
		func() error { return root.Mkdir("sub", 0o755) },
		func() error { return root.Remove("a.md") },
	}
	for i, step := range steps {
		if err := step(); err != nil {
			t.Fatal(err)
		}
		tick <- time.Time{}
		select {
		case <-changed:
		case <-time.After(10 * time.Second):
			t.Fatalf("step %d was not seen", i)
		}
	}
	tick <- time.Time{}
	tick <- time.Time{} // taken only when the look before is over
	select {
	case <-changed:
		t.Error("seen a change where there was none")
	default:
	}
	cancel()
	<-done
}
