package standin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

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
