package standin

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"

	"greenroom/functions/internal/cloud/sam"
)

// The behaviour of CloudFront is that of
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html,
// RequestAndResponseBehaviorCustomOrigin.html and
// understanding-response-headers-policies.html beside it.

const edgeSecret = "0123456789abcdef0123456789abcdef"

// script runs CloudFront's functions.
func script(t *testing.T) *Script {
	t.Helper()
	node := os.Getenv("NODE")
	if node == "" {
		node = "node"
	}
	if _, err := exec.LookPath(node); err != nil {
		const missing = "this test needs node, in which CloudFront's functions run; name it in NODE or put it on the PATH"
		if os.Getenv("GREENROOM_FULL") == "1" {
			t.Fatal(missing)
		}
		t.Skip("skipped: " + missing)
	}
	s, err := NewScript(node)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// edge is the template's distribution before a bucket with a few pages and the
// given functions.
func edge(t *testing.T, api http.HandlerFunc) Edge {
	t.Helper()
	text, err := os.ReadFile("../../../../template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	template, err := sam.Parse(string(text))
	if err != nil {
		t.Fatal(err)
	}
	page := http.Header{"Content-Type": {"text/html; charset=utf-8"}, "Cache-Control": {"max-age=60"}}
	bucket := map[string]Object{".greenroom-manifest": {Data: []byte("secret")}, "bare.html": {Data: []byte("<html>")}}
	for _, key := range []string{"index.html", "blog/index.html", "assets/site.1a2b.css", "404.html"} {
		bucket[key] = Object{Data: []byte("object " + key), Header: page}
	}
	return Edge{Template: template, Secret: edgeSecret, API: serving(t, api), Script: script(t),
		Read: func(_ context.Context, key string) (Object, error) {
			o, ok := bucket[key]
			if !ok {
				return o, ErrNoObject
			}
			return o, nil
		}}
}

// echo answers with what it was asked.
func echo(w http.ResponseWriter, r *http.Request) {
	fmt.Fprintf(w, "api %s %s", r.Method, r.RequestURI)
}

// TestEdgeBehaviour is what becomes of each path, as template.yaml has it.
func TestEdgeBehaviour(t *testing.T) {
	t.Parallel()
	address := serving(t, edge(t, echo))
	tests := []struct {
		method, path string
		status       int
		body         string // how it begins; "": nothing
		to           string
	}{
		{"GET", "/", 200, "object index.html", ""},
		{"GET", "/blog/", 200, "object blog/index.html", ""},
		{"GET", "/blog/?page=2", 200, "object blog/index.html", ""},
		{"HEAD", "/blog/", 200, "", ""},
		{"GET", "/blog", 301, "", "/blog/"},
		{"GET", "//elsewhere.example", 404, "object 404.html", ""},
		{"GET", "/assets/site.1a2b.css", 200, "object assets/site.1a2b.css", ""},
		{"GET", "/assets/gone.css", 404, "object 404.html", ""},
		{"HEAD", "/assets/gone.css", 404, "", ""},
		{"GET", "/desk", 301, "", "/desk/"},
		{"GET", "/desk/", 200, "api GET /desk/", ""},
		{"GET", "/desk/comments/?state=held&tag=a&tag=b%20c", 200, "api GET /desk/comments/?state=held&tag=a&tag=b%20c", ""},
		{"HEAD", "/desk/", 200, "", ""},
		{"DELETE", "/desk/", 200, "api DELETE /desk/", ""},
		{"POST", "/api/comments", 200, "api POST /api/comments", ""},
		{"GET", "/api/a%0Ab", 200, "api GET /api/a%0Ab", ""},
		{"GET", "/c/x", 200, "api GET /c/x", ""},
		{"GET", "/comments/status/a%2Fb", 200, "api GET /comments/status/a%2Fb", ""},
		{"GET", "/me/", 200, "api GET /me/", ""},
		{"GET", "/sign-in", 200, "api GET /sign-in", ""},
		{"GET", "/sign-in/code", 200, "api GET /sign-in/code", ""},
		{"GET", "/Sign-in", 404, "object 404.html", ""},
		{"GET", "/blog/../desk/", 200, "api GET /blog/../desk/", ""},
		{"GET", "/desk/../blog/", 404, "object 404.html", ""},
		{"GET", "/.greenroom-manifest", 404, "object 404.html", ""},
		{"GET", "/%2egreenroom-manifest", 403, "<Error><Code>AccessDenied</Code>", ""},
		{"GET", "/%2e%2e/x", 404, "object 404.html", ""},
		{"GET", "/a%00b", 404, "object 404.html", ""},
		{"POST", "/", 403, "This distribution is not configured to allow the HTTP request method", ""},
		{"OPTIONS", "/blog/", 403, "This distribution is not configured to allow the HTTP request method", ""},
		{"TRACE", "/desk/", 403, "This distribution is not configured to allow the HTTP request method", ""},
	}
	for _, tt := range tests {
		t.Run(tt.method+" "+tt.path, func(t *testing.T) {
			t.Parallel()
			got := ask(t, request(t, tt.method, address+tt.path, http.NoBody))
			if got.status != tt.status || !strings.HasPrefix(got.body, tt.body) || tt.body == "" && got.body != "" || got.header.Get("Location") != tt.to {
				t.Errorf("got %d %q to %q, want %d %q to %q", got.status, got.body, got.header.Get("Location"), tt.status, tt.body, tt.to)
			}
		})
	}
}

// TestEdgeUploadLimit is the function that says what is too large, in words.
func TestEdgeUploadLimit(t *testing.T) {
	t.Parallel()
	address := serving(t, edge(t, func(w http.ResponseWriter, r *http.Request) {
		n, err := io.Copy(io.Discard, r.Body)
		fmt.Fprint(w, n, err)
	}))
	sizes := func(n int) io.Reader { return strings.NewReader(strings.Repeat("a", n)) }
	if got := ask(t, request(t, http.MethodPost, address+"/api/comments", sizes(4_500_000))); got.status != 200 || got.body != "4500000 <nil>" {
		t.Errorf("got %d %q for what fits", got.status, got.body)
	}
	got := ask(t, request(t, http.MethodPost, address+"/api/comments", sizes(4_500_001)))
	if got.status != 413 || !strings.HasPrefix(got.body, "This is larger than 4.5 MB") || got.header.Get("Content-Type") != "text/plain; charset=utf-8" || got.header.Get("Cache-Control") != "no-store" {
		t.Errorf("got %d %q %v for what does not fit", got.status, got.body, got.header)
	}
}

// TestEdgeAsksTheGateway is what of a visitor's request the gateway is sent.
func TestEdgeAsksTheGateway(t *testing.T) {
	t.Parallel()
	var seen *http.Request
	address := serving(t, edge(t, func(_ http.ResponseWriter, r *http.Request) { seen = r }))
	ask(t, request(t, http.MethodGet, address+"/desk/", http.NoBody, "X-ORIGIN-verify", "mine", "Cookie", "a=1; b=2", "X-Forwarded-For", "198.51.100.23",
		"Accept-Language", "de", "Connection", "X-Near", "X-Near", "1", "Te", "trailers", "Keep-Alive", "timeout=5", "Upgrade", "h2c", "User-Agent", ""))
	want := map[string]string{"X-Origin-Verify": edgeSecret, "Cookie": "a=1; b=2", "Accept-Language": "de", "X-Forwarded-For": "198.51.100.23, 127.0.0.1",
		"Accept-Encoding": "identity", "Via": "2.0 0f1e2d3c4b5a.cloudfront.net (CloudFront)"}
	for name, value := range want {
		if got := seen.Header.Values(name); len(got) != 1 || got[0] != value {
			t.Errorf("%s is %q, want %q", name, got, value)
		}
		seen.Header.Del(name)
	}
	if len(seen.Header) != 0 {
		t.Errorf("it is sent %v too", seen.Header)
	}
}

// TestEdgeHandsAnswersOn is what of the gateway's answer a visitor has.
func TestEdgeHandsAnswersOn(t *testing.T) {
	t.Parallel()
	address := serving(t, edge(t, func(w http.ResponseWriter, _ *http.Request) {
		h := w.Header()
		h["Set-Cookie"] = []string{"a=1; Path=/", "b=2"}
		h.Set("Content-Encoding", "gzip")
		h.Set("Connection", "X-Near")
		h.Set("X-Near", "1")
		h.Set("Keep-Alive", "timeout=5")
		w.WriteHeader(http.StatusUnprocessableEntity)
		_, _ = w.Write([]byte{0x1f, 0x8b, 0})
	}))
	got := ask(t, request(t, http.MethodPost, address+"/api/comments", http.NoBody))
	if got.status != 422 || got.body != "\x1f\x8b\x00" || len(got.header["Set-Cookie"]) != 2 || got.header.Get("Content-Encoding") != "gzip" {
		t.Errorf("got %d %q %v", got.status, got.body, got.header)
	}
	for _, name := range []string{"X-Near", "Keep-Alive"} {
		if got.header.Get(name) != "" {
			t.Errorf("%s is handed on", name)
		}
	}
}

// TestEdgeReplacesNotFound is the distribution's page for 404, which is that of
// functions too.
func TestEdgeReplacesNotFound(t *testing.T) {
	t.Parallel()
	address := serving(t, edge(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Set-Cookie", "a=1")
		status := http.StatusNotFound
		if r.URL.Path == "/c/gone" {
			status = http.StatusGone
		}
		http.Error(w, "words of the function", status)
	}))
	got := ask(t, request(t, http.MethodGet, address+"/c/x", http.NoBody))
	if got.status != 404 || got.body != "object 404.html" || got.header.Get("Content-Type") != "text/html; charset=utf-8" || got.header.Get("Set-Cookie") != "" {
		t.Errorf("got %d %q %v, want the page of the site", got.status, got.body, got.header)
	}
	if gone := ask(t, request(t, http.MethodGet, address+"/c/gone", http.NoBody)); gone.status != 410 || gone.body != "words of the function\n" {
		t.Errorf("got %d %q, want the function's words", gone.status, gone.body)
	}
}

// TestEdgeHeaders is the policy: what overrides, and what a function may have
// otherwise.
func TestEdgeHeaders(t *testing.T) {
	t.Parallel()
	address := serving(t, edge(t, func(w http.ResponseWriter, _ *http.Request) {
		for _, name := range []string{"Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options", "Strict-Transport-Security", "Cross-Origin-Opener-Policy", "Permissions-Policy"} {
			w.Header().Set(name, "own")
		}
	}))
	tests := []struct {
		name, object string
		stays        bool // a function's own
	}{
		{"Content-Security-Policy", "default-src 'none'", true},
		{"Referrer-Policy", "strict-origin-when-cross-origin", true},
		{"X-Content-Type-Options", "nosniff", false},
		{"Strict-Transport-Security", "max-age=63072000; includeSubDomains; preload", false},
		{"Cross-Origin-Opener-Policy", "same-origin", false},
		{"Permissions-Policy", "camera=(), geolocation=(), microphone=()", false},
	}
	answers := map[string]http.Header{}
	for _, path := range []string{"/", "/gone.txt", "/blog", "/sign-in"} {
		answers[path] = ask(t, request(t, http.MethodGet, address+path, http.NoBody)).header
	}
	for _, tt := range tests {
		for path, header := range answers {
			want := tt.object
			if path == "/sign-in" && tt.stays {
				want = "own"
			}
			if got := header.Get(tt.name); !strings.HasPrefix(got, want) || got == "" {
				t.Errorf("%s of %s is %q, want %q", tt.name, path, got, want)
			}
		}
	}
}

// TestEdgeObject is what an object is handed out with.
func TestEdgeObject(t *testing.T) {
	t.Parallel()
	address := serving(t, edge(t, echo))
	first := ask(t, request(t, http.MethodGet, address+"/", http.NoBody))
	tag := first.header.Get("ETag")
	if first.header.Get("Content-Type") != "text/html; charset=utf-8" || first.header.Get("Cache-Control") != "max-age=60" || tag != (Object{Data: []byte("object index.html")}).Tag() {
		t.Errorf("got %v", first.header)
	}
	for _, match := range []string{tag, "W/" + tag, `"x", ` + tag, "*"} {
		got := ask(t, request(t, http.MethodGet, address+"/", http.NoBody, "If-None-Match", match))
		if got.status != 304 || got.body != "" || got.header.Get("ETag") != tag || got.header.Get("Cache-Control") != "max-age=60" {
			t.Errorf("%s: got %d %q %v, want 304", match, got.status, got.body, got.header)
		}
	}
	if got := ask(t, request(t, http.MethodGet, address+"/", http.NoBody, "If-None-Match", `"x"`)); got.status != 200 {
		t.Errorf("got %d for another tag", got.status)
	}
	if got := ask(t, request(t, http.MethodGet, address+"/", http.NoBody, "Range", "bytes=0-5")); got.status != 206 || got.body != "object" {
		t.Errorf("got %d %q for a part", got.status, got.body)
	}
	if bare := ask(t, request(t, http.MethodGet, address+"/bare.html", http.NoBody)); bare.status != 200 || bare.header.Get("Content-Type") != "binary/octet-stream" {
		t.Errorf("got %d %v for what nobody named a type of", bare.status, bare.header)
	}
	if head := ask(t, request(t, http.MethodHead, address+"/", http.NoBody)); head.header.Get("Content-Length") != fmt.Sprint(len(first.body)) {
		t.Errorf("HEAD says %s bytes", head.header.Get("Content-Length"))
	}
}

// TestEdgeWhenNothingAnswers is that a visitor is told, and not kept.
func TestEdgeWhenNothingAnswers(t *testing.T) {
	t.Parallel()
	e := edge(t, echo)
	e.API = "http://127.0.0.1:1"
	e.Read = func(context.Context, string) (Object, error) { return Object{}, errors.New("away") }
	address := serving(t, e)
	for _, path := range []string{"/", "/desk/"} {
		if got := ask(t, request(t, http.MethodGet, address+path, http.NoBody)); got.status != http.StatusBadGateway {
			t.Errorf("%s: got %d", path, got.status)
		}
	}
}

func TestScript(t *testing.T) {
	t.Parallel()
	s := script(t)
	if _, err := s.Run("function handler(e) { throw new Error('no') }", nil); err == nil || err.Error() != "Error: no" {
		t.Errorf("got %v", err)
	}
	if _, err := s.Run("function handler(", nil); err == nil {
		t.Error("what cannot be read ran")
	}
	got, err := s.Run("function handler(e) { return {uri: e.uri + '/'} }", map[string]any{"uri": "/grün\n"})
	if err != nil || got["uri"] != "/grün\n/" {
		t.Errorf("got %v, %v", got, err)
	}
}
