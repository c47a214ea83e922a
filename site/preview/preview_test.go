package preview

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

const page = `<!doctype html><html lang="en"><head><title>A</title></head><body class="x"><h1>A</h1></body></html>`

// site writes a small built site, and what must never be served beside it.
func site(t *testing.T) string {
	t.Helper()
	top := t.TempDir()
	dir := filepath.Join(top, "public")
	for name, text := range map[string]string{
		"index.html": page, "404.html": strings.ReplaceAll(page, "A", "Nothing here"), "blog/first/index.html": page,
		"blog/feed.xml": "<rss/>", "blog/atom.xml": "<feed/>", "blog/feed.json": "{}", "blog/first/comments.xml": "<rss/>",
		"sitemap.xml": "<urlset/>", "search/index.json": "{}", "robots.txt": "x", "site.webmanifest": "{}", "media/a.JPG": "x",
		"media/a.pdf": "x", "media/a.unknown": "x", "assets/site.1.css": "x{}", "favicon.svg": "<svg/>",
		".greenroom-manifest": "secret", ".greenroom-tmp/blog/index.html": "secret", "blog/.hidden/index.html": "secret",
		".well-known/security.txt": "Contact", ".well-known/.hidden": "secret", "empty/other.txt": "x", "../outside.html": "secret",
	} {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("../outside.html", filepath.Join(dir, "link.html")); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe.html"), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

func newServer(dir string) *Server {
	return New(Options{Dir: dir, Local: true, Began: time.Unix(1, 0)})
}

func ask(s http.Handler, method, address string, header ...string) *http.Response {
	r := httptest.NewRequest(method, "http://127.0.0.1:1313"+address, nil)
	for i := 0; i < len(header); i += 2 {
		if r.Header.Set(header[i], header[i+1]); header[i] == "Host" {
			r.Host = header[i+1]
		}
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	s := newServer(site(t))
	for _, test := range []struct {
		address  string
		status   int
		kind     string
		location string
	}{
		{"/", 200, "text/html; charset=utf-8", ""},
		{"/index.html", 200, "text/html; charset=utf-8", ""},
		{"/blog/first/", 200, "text/html; charset=utf-8", ""},
		{"/blog/first/?q=1", 200, "text/html; charset=utf-8", ""},
		{"/blog/first", 302, "text/html; charset=utf-8", "/blog/first/"},
		{"/blog/first?q=1", 302, "text/html; charset=utf-8", "/blog/first/?q=1"},
		{"//blog/first", 302, "text/html; charset=utf-8", "/blog/first/"},
		{"/blog/feed.xml", 200, "application/rss+xml; charset=utf-8", ""},
		{"/blog/first/comments.xml", 200, "application/rss+xml; charset=utf-8", ""},
		{"/blog/atom.xml", 200, "application/atom+xml; charset=utf-8", ""},
		{"/blog/feed.json", 200, "application/feed+json; charset=utf-8", ""},
		{"/search/index.json", 200, "application/json; charset=utf-8", ""},
		{"/sitemap.xml", 200, "application/xml; charset=utf-8", ""},
		{"/robots.txt", 200, "text/plain; charset=utf-8", ""},
		{"/site.webmanifest", 200, "application/manifest+json; charset=utf-8", ""},
		{"/assets/site.1.css", 200, "text/css; charset=utf-8", ""},
		{"/favicon.svg", 200, "image/svg+xml", ""},
		{"/media/a.JPG", 200, "image/jpeg", ""},
		{"/media/a.pdf", 200, "application/pdf", ""},
		{"/media/a.unknown", 200, "application/octet-stream", ""},
		{"/.well-known/security.txt", 200, "text/plain; charset=utf-8", ""},
		{"/__reload.js", 200, "text/javascript; charset=utf-8", ""},
		{"/__site.css", 200, "text/css; charset=utf-8", ""},
		{"/nothing", 404, "text/html; charset=utf-8", ""},
		{"/robots.txt/", 404, "text/html; charset=utf-8", ""},
		{"/empty/", 404, "text/html; charset=utf-8", ""}, // no list of the folder
		{"/.greenroom-manifest", 404, "text/html; charset=utf-8", ""},
		{"/.greenroom-tmp", 404, "text/html; charset=utf-8", ""},
		{"/.greenroom-tmp/blog/", 404, "text/html; charset=utf-8", ""},
		{"/blog/.hidden/", 404, "text/html; charset=utf-8", ""},
		{"/.well-known/.hidden", 404, "text/html; charset=utf-8", ""},
		{"/../outside.html", 404, "text/html; charset=utf-8", ""},
		{"/%2e%2e/outside.html", 404, "text/html; charset=utf-8", ""},
		{"/blog/..%2f..%2f..%2foutside.html", 404, "text/html; charset=utf-8", ""},
		{"/link.html", 404, "text/html; charset=utf-8", ""},
		{"/pipe.html", 404, "text/html; charset=utf-8", ""},
		{"/a%00b", 404, "text/html; charset=utf-8", ""},
		{"/" + strings.Repeat("long", 2000), 404, "text/html; charset=utf-8", ""},
	} {
		t.Run(test.address[:min(len(test.address), 40)], func(t *testing.T) {
			r := ask(s, http.MethodGet, test.address)
			text := body(t, r)
			if r.StatusCode != test.status || r.Header.Get("Content-Type") != test.kind || r.Header.Get("Location") != test.location {
				t.Errorf("%d %q %q: %.200s", r.StatusCode, r.Header.Get("Content-Type"), r.Header.Get("Location"), text)
			}
			if strings.Contains(text, "secret") {
				t.Errorf("it gives away: %.200s", text)
			}
			if r.Header.Get("Cache-Control") != "no-cache" || r.Header.Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("header %v", r.Header)
			}
			head := ask(s, http.MethodHead, test.address)
			if head.StatusCode != test.status || body(t, head) != "" {
				t.Errorf("HEAD answers with %d", head.StatusCode)
			}
		})
	}
}

func TestOnlyReading(t *testing.T) {
	t.Parallel()
	s := newServer(site(t))
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions, "BREW"} {
		for _, address := range []string{"/", eventsPath, scriptPath} {
			r := ask(s, method, address)
			if r.StatusCode != http.StatusMethodNotAllowed || r.Header.Get("Allow") != "GET, HEAD" {
				t.Errorf("%s %s: %d, Allow %q", method, address, r.StatusCode, r.Header.Get("Allow"))
			}
		}
	}
}

// A page elsewhere can make its own name lead to this computer; then the
// browser would let it read what is served here.
func TestForeignNamesAreRefused(t *testing.T) {
	t.Parallel()
	dir := site(t)
	for host, ok := range map[string]bool{
		"127.0.0.1:1313": true, "127.0.0.1": true, "127.8.0.1:80": true, "localhost:1313": true, "LOCALHOST": true, "localhost.": true,
		"[::1]:1313": true, "[::1]": true,
		"evil.example": false, "evil.example:1313": false, "localhost.evil.example": false, "127.0.0.1.evil.example:1313": false,
		"192.0.2.1:1313": false, "0.0.0.0:1313": false, "": false, ":1313": false, "[::]:1313": false, "127.1:1313": false,
	} {
		for _, address := range []string{"/", eventsPath, scriptPath, "/nothing"} {
			r := ask(newServer(dir), http.MethodHead, address, "Host", host)
			if refused := r.StatusCode == http.StatusForbidden; refused == ok {
				t.Errorf("%s of %q: %d", address, host, r.StatusCode)
			}
		}
		if r := ask(New(Options{Dir: dir}), http.MethodGet, "/", "Host", host); r.StatusCode != http.StatusOK {
			t.Errorf("open to others: %q: %d", host, r.StatusCode)
		}
	}
	if text := body(t, ask(newServer(dir), http.MethodGet, "/", "Host", "evil.example")); !strings.Contains(text, `"evil.example"`) || !strings.Contains(text, "-addr") {
		t.Errorf("the refusal does not say what to do: %s", text)
	}
}

// What reloads a page is put into the answer and never into the file.
func TestPagesAreDressed(t *testing.T) {
	t.Parallel()
	dir := site(t)
	s := newServer(dir)
	const tag = `<script src="/__reload.js" data-edition="gjdgxs-0" defer></script></body></html>`
	for _, address := range []string{"/", "/blog/first/", "/nothing"} {
		if text := body(t, ask(s, http.MethodGet, address)); !strings.HasSuffix(text, tag) || strings.Count(text, "<script") != 1 {
			t.Errorf("%s ends in %s", address, text[len(text)-100:])
		}
	}
	if text := body(t, ask(s, http.MethodGet, "/blog/feed.xml")); text != "<rss/>" {
		t.Errorf("the feed is %q", text)
	}
	if data, err := os.ReadFile(filepath.Join(dir, "index.html")); err != nil || string(data) != page {
		t.Errorf("the file is another: %s", data)
	}

	first := ask(s, http.MethodGet, "/").Header.Get("ETag")
	if r := ask(s, http.MethodGet, "/", "If-None-Match", first); r.StatusCode != http.StatusNotModified {
		t.Errorf("the same page is sent again: %d", r.StatusCode)
	}
	s.Show(`posts/a.md:3: bad <b>: write "x"` + "\nposts/b.md:1: worse: mend it")
	r := ask(s, http.MethodGet, "/", "If-None-Match", first)
	text := body(t, r)
	for _, want := range []string{`<body class="x"><div class="build-error"`, "posts/a.md:3: bad &lt;b&gt;: write", "<code>posts/b.md:1: worse: mend it</code>", `data-edition="gjdgxs-1"`} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %s: %s", want, text)
		}
	}
	if text := body(t, ask(s, http.MethodGet, "/nothing")); !strings.Contains(text, "build-error") {
		t.Errorf("the page of what is not there says nothing: %s", text)
	}
	s.Show("")
	if text := body(t, ask(s, http.MethodGet, "/")); strings.Contains(text, "build-error") {
		t.Errorf("the banner stays: %s", text)
	}
}

// Before the first site could be built there is a page that says why not.
func TestWithoutASite(t *testing.T) {
	t.Parallel()
	for name, dir := range map[string]string{"no folder": filepath.Join(t.TempDir(), "nothing"), "nothing in it": t.TempDir()} {
		s := newServer(dir)
		s.Show("site.yaml:1: bad: mend it")
		r := ask(s, http.MethodGet, "/")
		text := body(t, r)
		if r.StatusCode != http.StatusServiceUnavailable || strings.Count(text, "site.yaml:1: bad: mend it") != 1 || !strings.Contains(text, "/__reload.js") {
			t.Errorf("%s: %d: %s", name, r.StatusCode, text)
		}
	}
}

// Whoever listens is told what is on show, and whenever that is another.
func TestEvents(t *testing.T) {
	t.Parallel()
	s := newServer(site(t))
	server := httptest.NewServer(s)
	defer server.Close()
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL+eventsPath, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if got := answer.Header.Get("Content-Type"); got != "text/event-stream; charset=utf-8" {
		t.Errorf("Content-Type is %s", got)
	}
	lines := bufio.NewScanner(answer.Body)
	next := func() string {
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				return data
			}
		}
		t.Fatalf("the stream ended: %v", lines.Err())
		return ""
	}
	for i, want := range []string{"gjdgxs-0", "gjdgxs-1", "gjdgxs-2"} {
		if got := next(); got != want {
			t.Errorf("edition %d is %q, want %q", i, got, want)
		}
		s.Show("")
	}
	if text := body(t, ask(s, http.MethodGet, "/")); !strings.Contains(text, `data-edition="`+next()+`"`) {
		t.Error("the page is of another edition than the stream says")
	}
}
