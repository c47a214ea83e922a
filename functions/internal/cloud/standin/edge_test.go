package standin

import (
	"context"
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
	if got := ask(t, request(t, http.MethodPost, address+"/api/comments", sizes(4_520_000))); got.status != 200 || got.body != "4520000 <nil>" {
		t.Errorf("got %d %q for what fits", got.status, got.body)
	}
	got := ask(t, request(t, http.MethodPost, address+"/api/comments", sizes(4_520_001)))
	if got.status != 413 || !strings.HasPrefix(got.body, "This is larger than 4.5 MB") || got.header.Get("Content-Type") != "text/plain; charset=utf-8" || got.header.Get("Cache-Control") != "no-store" {
		t.Errorf("got %d %q %v for what does not fit", got.status, got.body, got.header)
	}
}
