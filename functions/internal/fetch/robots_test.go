package fetch_test

import (
	"io"
	"net/http"
	"testing"
)

func TestAllowed(t *testing.T) {
	t.Parallel()
	const robots = `# rules
User-agent: *
Disallow: /private
Allow: /private/but-this
Disallow: /*.pdf$
Disallow: /*/draft/*/old

User-agent: OtherBot
User-agent: ThirdBot
Disallow: /

User-agent: greenroom-check
Disallow: /no-checks
`
	const everybody = "User-agent: *\nDisallow: /private\nAllow: /private/but-this\nDisallow: /*.pdf$\nDisallow: /*/draft/*/old\nAllow: /same\nDisallow: /same\nDisallow:\n"
	tests := []struct {
		name, robots, path string
		want               bool
	}{
		{"nothing said", "", "/post", true},
		{"no rule fits", everybody, "/post", true},
		{"forbidden", everybody, "/private/x", false},
		{"the longer rule counts", everybody, "/private/but-this/x", true},
		{"of two as long the kinder", everybody, "/same", true},
		{"a pattern", everybody, "/a/b.pdf", false},
		{"a pattern that ends too soon", everybody, "/a/b.pdfx", true},
		{"a pattern with two gaps", everybody, "/a/draft/b/old-one", false},
		{"the rules that name us replace the others", robots, "/private", true},
		{"rules that name us", robots, "/no-checks", false},
		{"rules for somebody else", "User-agent: OtherBot\nDisallow: /\n", "/post", true},
		{"all forbidden", "user-AGENT: *\ndisallow: / # all\n", "/post", false},
		{"no text at all", "\x00\xff:::\n::\n", "/post", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/robots.txt" {
					t.Errorf("asked for %s", r.URL)
				}
				rw.Header().Set("Content-Type", "text/plain")
				io.WriteString(rw, tt.robots)
			})
			if got := w.fetcher().Allowed(t.Context(), "http://post.example"+tt.path); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestNoRobotsForbidNothing(t *testing.T) {
	t.Parallel()
	for _, status := range []int{404, 403, 500} {
		w := newWorld(t, func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(status) })
		if !w.fetcher().Allowed(t.Context(), "http://post.example/") {
			t.Errorf("status %d forbids", status)
		}
	}
	w := newWorld(t, page("User-agent: *\nDisallow: /"))
	if !w.fetcher().Allowed(t.Context(), "http://post.example/") {
		t.Error("an HTML page forbids")
	}
}
