package fetch_test

import (
	"compress/gzip"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"greenroom/functions/internal/fetch"
)

const agent = "Greenroom-Check/1.0 (+https://greenroom.example/how-we-check/)"

// world is a server on the loopback, and an internet in which every name
// resolves as the test says and every connection ends at that server.
type world struct {
	server   *httptest.Server
	requests atomic.Int32
	dials    atomic.Int32
	resolve  func(host string) []netip.Addr
}

// public is an address that may be asked.
func public() []netip.Addr { return []netip.Addr{netip.MustParseAddr("93.184.215.14")} }

func newWorld(t *testing.T, answer http.HandlerFunc) *world {
	t.Helper()
	w := &world{resolve: func(string) []netip.Addr { return public() }}
	w.server = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.requests.Add(1)
		answer(rw, r)
	}))
	t.Cleanup(w.server.Close)
	return w
}

func (w *world) options() fetch.Options {
	return fetch.Options{
		Agent: agent,
		Resolve: func(_ context.Context, host string) ([]netip.Addr, error) {
			if found := w.resolve(host); found != nil {
				return found, nil
			}
			return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
		},
		Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
			w.dials.Add(1)
			return new(net.Dialer).DialContext(ctx, network, w.server.Listener.Addr().String())
		},
	}
}

func (w *world) fetcher() *fetch.Fetcher { return fetch.New(w.options()) }

// impatient gives up at once, for pages that never end.
func (w *world) impatient() *fetch.Fetcher {
	o := w.options()
	o.Timeout = 200 * time.Millisecond
	return fetch.New(o)
}

func page(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, body)
	}
}

func TestAPageIsRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
		for _, header := range []string{"Cookie", "Referer", "Authorization"} {
			if r.Header.Get(header) != "" {
				t.Errorf("sent %s: %s", header, r.Header.Get(header))
			}
		}
		if got := r.Header.Get("User-Agent"); got != agent {
			t.Errorf("User-Agent %q", got)
		}
		http.SetCookie(rw, &http.Cookie{Name: "a", Value: "b"})
		switch r.URL.Path {
		case "/old":
			http.Redirect(rw, r, "/new?a=1#part", http.StatusMovedPermanently)
		default:
			page("<p>Sponsored by Hobb &amp; Sill")(rw, r)
		}
	})
	f := w.fetcher()
	for range 2 {
		got, err := f.Fetch(t.Context(), "http://POST.example.:80/old#top")
		if err != nil {
			t.Fatal(err)
		}
		if got.Address != "http://post.example/new?a=1" || got.Status != 200 || got.Type != "text/html" ||
			string(got.Body) != "<p>Sponsored by Hobb &amp; Sill" {
			t.Errorf("got %+v with body %q", got, got.Body)
		}
	}
	if w.requests.Load() != 4 || w.dials.Load() != 4 {
		t.Errorf("%d requests over %d connections, want 4 over 4", w.requests.Load(), w.dials.Load())
	}
}

func TestStatusAndType(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		status int
		media  string
		want   error
	}{
		{"a page", 200, "text/html", nil},
		{"a page that names its characters", 200, "text/html; charset=utf-8", nil},
		{"an XHTML page", 200, "application/xhtml+xml", nil},
		{"plain text", 200, "text/plain", nil},
		{"another good status", 203, "text/html", nil},
		{"not found is a fact", 404, "application/json", nil},
		{"gone is a fact", 410, "text/html", nil},
		{"no type", 200, "", fetch.ErrUnreached},
		{"a broken type", 200, "text/;", fetch.ErrUnreached},
		{"a picture", 200, "image/png", fetch.ErrUnreached},
		{"a drawing with scripts", 200, "image/svg+xml", fetch.ErrUnreached},
		{"a file", 200, "application/pdf", fetch.ErrUnreached},
		{"data", 200, "application/json", fetch.ErrUnreached},
		{"who are you", 401, "text/html", fetch.ErrUnreached},
		{"go away", 403, "text/html", fetch.ErrUnreached},
		{"slow down", 429, "text/html", fetch.ErrUnreached},
		{"for legal reasons", 451, "text/html", fetch.ErrUnreached},
		{"broken", 500, "text/html", fetch.ErrUnreached},
		{"busy", 503, "text/html", fetch.ErrUnreached},
		{"what some platforms say to programs", 999, "text/html", fetch.ErrUnreached},
		{"not modified, which nobody asked", 304, "text/html", fetch.ErrUnreached},
		{"a redirect to nowhere", 302, "text/html", fetch.ErrUnreached},
		{"a choice", 300, "text/html", fetch.ErrUnreached},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, func(rw http.ResponseWriter, _ *http.Request) {
				rw.Header()["Content-Type"] = nil
				if tt.media != "" {
					rw.Header().Set("Content-Type", tt.media)
				}
				rw.WriteHeader(tt.status)
			})
			got, err := w.fetcher().Fetch(t.Context(), "http://post.example/")
			if !errors.Is(err, tt.want) || (err == nil) != (tt.want == nil) {
				t.Fatalf("got %v, want %v", err, tt.want)
			}
			if err == nil && got.Status != tt.status {
				t.Errorf("status %d, want %d", got.Status, tt.status)
			}
			if err != nil && errors.Is(err, fetch.ErrRefused) {
				t.Errorf("%v is also a refusal", err)
			}
		})
	}
}

func TestCharactersBecomeUTF8(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 2000)
	tests := []struct{ name, media, body, want string }{
		{"Latin-1 stated in the header", "text/html; charset=iso-8859-1", "caf\xe9", "café"},
		{"Windows-1252 stated in the page", "text/html", `<meta charset="windows-1252">caf` + "\xe9", `<meta charset="windows-1252">café`},
		{"UTF-8 that is not stated", "text/html", long + "café", long + "café"},
		{"UTF-8 that says it is Latin-1", "text/html; charset=iso-8859-1", "café", "café"},
		{"broken UTF-8", "text/html; charset=utf-8", "caf\xff", "caf\ufffd"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, func(rw http.ResponseWriter, _ *http.Request) {
				rw.Header().Set("Content-Type", tt.media)
				io.WriteString(rw, tt.body)
			})
			got, err := w.fetcher().Fetch(t.Context(), "http://post.example/")
			if err != nil || string(got.Body) != tt.want {
				t.Errorf("got %q, %v, want %q", got.Body, err, tt.want)
			}
		})
	}
}

func TestWhatNeverEndsIsCut(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		answer http.HandlerFunc
		waits  bool // only a clock ends it
	}{
		{"a page that is too large", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			io.CopyN(w, zeros{}, fetch.MaxBody+1)
		}, false},
		{"a page that unpacks to 200 MB", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			io.CopyN(z, zeros{}, 200<<20)
			z.Close()
		}, false},
		{"a page packed twice", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.Header().Set("Content-Encoding", "gzip, gzip")
		}, false},
		{"a page packed as nobody asked", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.Header().Set("Content-Encoding", "br")
		}, false},
		{"a page that is no gzip", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.Header().Set("Content-Encoding", "gzip")
			io.WriteString(w, "not packed")
		}, false},
		{"a page without an end", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			for r.Context().Err() == nil {
				if _, err := io.CopyN(w, zeros{}, 1<<16); err != nil {
					return
				}
			}
		}, false},
		{"a page that stops halfway and waits", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			io.WriteString(w, "<p>Once upon a time")
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		}, true},
		{"an answer that never begins", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, true},
		{"a page that breaks off", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.Header().Set("Content-Length", "1000")
			io.WriteString(w, "short")
		}, false},
		{"a header without an end", func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err != nil {
				return
			}
			defer conn.Close()
			fmt.Fprint(conn, "HTTP/1.1 200 OK\r\n")
			for i := 0; ; i++ {
				if _, err := fmt.Fprintf(conn, "X-%d: %s\r\n", i, strings.Repeat("a", 1000)); err != nil {
					return
				}
			}
		}, false},
		{"an answer that is no HTTP", func(w http.ResponseWriter, _ *http.Request) {
			if conn, _, err := w.(http.Hijacker).Hijack(); err == nil {
				fmt.Fprint(conn, "220 mail.example ESMTP\r\n")
				conn.Close()
			}
		}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, tt.answer)
			f := w.fetcher()
			if tt.waits {
				f = w.impatient()
			}
			got, err := f.Fetch(t.Context(), "http://post.example/")
			if !errors.Is(err, fetch.ErrUnreached) || errors.Is(err, fetch.ErrRefused) {
				t.Errorf("got %v with %d bytes", err, len(got.Body))
			}
		})
	}
}

// A page just below the limit is read whole, so that the case above can fail.
func TestALargePageIsRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "text/html")
		rw.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(rw)
		io.CopyN(z, zeros{}, fetch.MaxBody)
		z.Close()
	})
	got, err := w.fetcher().Fetch(t.Context(), "http://post.example/")
	if err != nil || len(got.Body) != fetch.MaxBody {
		t.Errorf("got %d bytes, %v", len(got.Body), err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '0'
	}
	return len(p), nil
}

func TestUnreachable(t *testing.T) {
	t.Parallel()
	w := newWorld(t, page("never"))
	w.resolve = func(string) []netip.Addr { return nil }
	if _, err := w.fetcher().Fetch(t.Context(), "http://post.example/"); !errors.Is(err, fetch.ErrUnreached) {
		t.Errorf("a name that nobody knows: %v", err)
	}
	w.resolve = func(string) []netip.Addr { return []netip.Addr{} }
	if _, err := w.fetcher().Fetch(t.Context(), "http://post.example/"); !errors.Is(err, fetch.ErrUnreached) {
		t.Errorf("a name without addresses: %v", err)
	}
	o := w.options()
	o.Resolve = func(context.Context, string) ([]netip.Addr, error) { return public(), nil }
	o.Dial = func(context.Context, string, string) (net.Conn, error) { return nil, errors.New("connection refused") }
	if _, err := fetch.New(o).Fetch(t.Context(), "http://post.example/"); !errors.Is(err, fetch.ErrUnreached) {
		t.Errorf("nobody at home: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := fetch.New(o).Fetch(ctx, "http://post.example/"); !errors.Is(err, fetch.ErrUnreached) {
		t.Errorf("given up before it began: %v", err)
	}
}

func TestCertificates(t *testing.T) {
	t.Parallel()
	server := httptest.NewTLSServer(page("secret"))
	t.Cleanup(server.Close)
	w := &world{server: server, resolve: func(string) []netip.Addr { return public() }}
	o := w.options()
	o.Roots = x509.NewCertPool()
	o.Roots.AddCert(server.Certificate())
	f := fetch.New(o)
	// The test server's certificate is for example.com.
	if got, err := f.Fetch(t.Context(), "https://example.com/"); err != nil || string(got.Body) != "secret" {
		t.Errorf("its own name: %v", err)
	}
	if _, err := f.Fetch(t.Context(), "https://post.example/"); !errors.Is(err, fetch.ErrUnreached) {
		t.Errorf("another name: %v", err)
	}
	o.Roots = nil
	if _, err := fetch.New(o).Fetch(t.Context(), "https://example.com/"); !errors.Is(err, fetch.ErrUnreached) {
		t.Errorf("a certificate nobody knows: %v", err)
	}
}

type inside http.HandlerFunc

func (h inside) RoundTrip(r *http.Request) (*http.Response, error) {
	recorder := httptest.NewRecorder()
	h(recorder, r)
	return recorder.Result(), nil
}

func TestServedInProcess(t *testing.T) {
	t.Parallel()
	w := newWorld(t, page("outside"))
	o := w.options()
	o.Serve = func(host string) http.RoundTripper {
		if host != "blog.example" {
			return nil
		}
		return inside(func(rw http.ResponseWriter, r *http.Request) {
			switch r.URL.Path {
			case "/out":
				http.Redirect(rw, r, "https://metadata.internal/", http.StatusFound)
			case "/large":
				rw.Header().Set("Content-Type", "text/html")
				io.CopyN(rw, zeros{}, fetch.MaxBody+1)
			default:
				page("inside")(rw, r)
			}
		})
	}
	f := fetch.New(o)
	if got, err := f.Fetch(t.Context(), "https://blog.example/post"); err != nil || string(got.Body) != "inside" {
		t.Errorf("its own host: %q, %v", got.Body, err)
	}
	if got, err := f.Fetch(t.Context(), "http://post.example/"); err != nil || string(got.Body) != "outside" {
		t.Errorf("another host: %q, %v", got.Body, err)
	}
	if _, err := f.Fetch(t.Context(), "https://blog.example/out"); !errors.Is(err, fetch.ErrRefused) {
		t.Errorf("a redirect: %v", err)
	}
	if _, err := f.Fetch(t.Context(), "https://blog.example/large"); !errors.Is(err, fetch.ErrUnreached) {
		t.Errorf("a large page: %v", err)
	}
	if _, err := f.Fetch(t.Context(), "https://blog.example:8443/post"); !errors.Is(err, fetch.ErrRefused) {
		t.Errorf("a port: %v", err)
	}
}
