package fetch_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"

	"greenroom/functions/internal/fetch"
)

// privateAddrs are addresses of every network that has no public pages.
func privateAddrs() []string {
	return []string{
		"0.0.0.0", "0.0.0.1", "0.255.255.255", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.254", "100.100.100.200",
		"127.0.0.1", "127.0.0.53", "127.1.2.3", "127.255.255.255", "169.254.0.1", "169.254.169.254", "169.254.170.2", "169.254.169.123",
		"172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.8", "192.0.0.170", "192.0.0.192", "192.0.2.1", "192.31.196.1", "192.52.193.1",
		"192.88.99.1", "192.168.0.1", "192.168.255.255", "192.175.48.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9",
		"224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.254", "255.255.255.255", "168.63.129.16",
		"::", "::1", "::2", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:0:0", "::ffff:0:127.0.0.1",
		"64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "64:ff9b:1:ffff::127.0.0.1",
		"100::1", "100:0:0:1::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:2::1", "2001:10::1", "2001:20::1", "2001:1ff::1", "2001:db8::1",
		"2002:7f00:1::1", "2002:a9fe:a9fe::1", "2620:4f:8000::1", "3fff::1", "3fff:fff::1", "4000::1", "5f00::1", "fc00::1", "fd00:ec2::254",
		"fe80::1", "fe80::1%eth0", "febf::1", "fec0::1", "ff02::1", "ff0e::1",
	}
}

// Names may resolve to anything. What is private is not dialed.
func TestNamesThatLeadInside(t *testing.T) {
	t.Parallel()
	if len(privateAddrs()) < 62 {
		t.Fatalf("%d addresses, want 62 or more", len(privateAddrs()))
	}
	for _, private := range privateAddrs() {
		t.Run(private, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, page("never"))
			addr := netip.MustParseAddr(private)
			for name, found := range map[string][]netip.Addr{
				"alone": {addr}, "behind a public one": append(public(), addr), "before a public one": append([]netip.Addr{addr}, public()...),
			} {
				w.resolve = func(string) []netip.Addr { return found }
				if _, err := w.fetcher().Fetch(t.Context(), "http://post.example/"); !errors.Is(err, fetch.ErrRefused) {
					t.Errorf("%s: %v", name, err)
				}
			}
			if w.dials.Load() != 0 || w.requests.Load() != 0 {
				t.Errorf("%d connections, %d requests, want none", w.dials.Load(), w.requests.Load())
			}
		})
	}
}

func TestPublicAddresses(t *testing.T) {
	t.Parallel()
	for _, addr := range []string{
		"8.8.8.8", "1.1.1.1", "93.184.215.14", "100.63.255.255", "100.128.0.1", "172.15.255.255", "172.32.0.1", "192.0.1.1", "198.20.0.1",
		"223.255.255.255", "168.63.129.17", "2606:4700::1111", "2a00:1450:4001:80b::200e", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::808:808",
	} {
		w := newWorld(t, page("hello"))
		w.resolve = func(string) []netip.Addr { return []netip.Addr{netip.MustParseAddr(addr)} }
		if _, err := w.fetcher().Fetch(t.Context(), "http://post.example/"); err != nil {
			t.Errorf("%s: %v", addr, err)
		}
	}
}

// The name is asked once for a connection, and what it said then is dialed.
func TestANameThatChangesItsMind(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) { http.Redirect(rw, r, "/again", http.StatusFound) })
	var asked atomic.Int32
	w.resolve = func(string) []netip.Addr {
		if asked.Add(1) == 1 {
			return public()
		}
		return []netip.Addr{netip.MustParseAddr("127.0.0.1")}
	}
	_, err := w.fetcher().Fetch(t.Context(), "http://post.example/")
	if !errors.Is(err, fetch.ErrRefused) || w.dials.Load() != 1 || w.requests.Load() != 1 {
		t.Errorf("got %v after %d connections, want a refusal after 1", err, w.dials.Load())
	}
}

func TestRedirects(t *testing.T) {
	t.Parallel()
	tests := []struct {
		to   string
		want error
	}{
		{"http://127.0.0.1/", fetch.ErrRefused},
		{"//127.0.0.1/", fetch.ErrRefused},
		{"http://[::1]/", fetch.ErrRefused},
		{"http://2130706433/", fetch.ErrRefused},
		{"http://localhost/", fetch.ErrRefused},
		{"http://169.254.169.254/latest/meta-data/", fetch.ErrRefused},
		{"http://metadata.google.internal/", fetch.ErrRefused},
		{"http://inside.example/", fetch.ErrRefused}, // resolves to 10.0.0.1
		{"file:///etc/passwd", fetch.ErrRefused},
		{"gopher://post.example/_x", fetch.ErrRefused},
		{"ftp://post.example/", fetch.ErrRefused},
		{"javascript:alert(1)", fetch.ErrRefused},
		{"data:text/html,hello", fetch.ErrRefused},
		{"http://user:secret@post.example/", fetch.ErrRefused},
		{"http://post.example:22/", fetch.ErrRefused},
		{"http://post.example:443/", fetch.ErrRefused},
		{`http://post.example\@127.0.0.1/`, fetch.ErrUnreached}, // no address at all
		{"http://%zz/", fetch.ErrUnreached},
		{"/loop", fetch.ErrUnreached},
		{"/hops/11", fetch.ErrUnreached},
		{"/hops/4", fetch.ErrUnreached}, // with the first one, one too many
		{"/hops/3", nil},
	}
	for _, tt := range tests {
		t.Run(tt.to, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, func(rw http.ResponseWriter, r *http.Request) {
				var left int
				switch n, _ := fmt.Sscanf(r.URL.Path, "/hops/%d", &left); {
				case n == 1 && left == 0:
					page("here")(rw, r)
				case n == 1:
					http.Redirect(rw, r, fmt.Sprintf("/hops/%d", left-1), http.StatusTemporaryRedirect)
				default:
					rw.Header()["Location"] = []string{tt.to}
					rw.WriteHeader(http.StatusFound)
				}
			})
			w.resolve = func(host string) []netip.Addr {
				if host == "inside.example" {
					return []netip.Addr{netip.MustParseAddr("10.0.0.1")}
				}
				return public()
			}
			_, err := w.fetcher().Fetch(t.Context(), "http://post.example/")
			if !errors.Is(err, tt.want) || (err == nil) != (tt.want == nil) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
			if n := w.requests.Load(); n > fetch.MaxRedirects+1 || tt.want == fetch.ErrRefused && n != 1 {
				t.Errorf("%d requests", n)
			}
		})
	}
}

// tricks are addresses that some program, somewhere, took for something else.
func tricks() []string {
	return []string{
		// Numbers for names, in every notation.
		"http://127.0.0.1/", "http://127.1/", "http://127.0.1/", "http://2130706433/", "http://0x7f000001/", "http://0x7f.0.0.1/", "http://0177.0.0.1/",
		"http://017700000001/", "http://0/", "http://0.0.0.0/", "http://127.0.0.1./", "http://127.0.0.0x1/", "http://1.0x7f/", "http://3232235521/",
		"http://[::1]/", "http://[::]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[0:0:0:0:0:0:0:1]/", "http://[fe80::1%25eth0]/",
		"http://[64:ff9b::7f00:1]/", "http://[::1]:80/", "http://①②⑦.⓪.⓪.①/", "http://１２７.０.０.１/", "http://127。0。0。1/", "http://127%2e0%2e0%2e1/",
		"http://%31%32%37.0.0.1/", "http://8.8.8.8/", "https://[2606:4700::1111]/", "http://169.254.169.254/latest/meta-data/", "http://425.510.425.510/",
		"http://00000177.1/", "http://0x0a.0/",
		// Names of this machine and its neighbours.
		"http://localhost/", "http://LOCALHOST./", "http://a.localhost/", "http://localhost.localdomain/", "http://printer.local/", "http://metadata.google.internal/",
		"http://metadata/", "http://intranet/", "http://wiki.corp/", "http://router.lan/", "http://nas.home.arpa/", "http://x.onion/", "http://a.test/",
		// Other ways out.
		"file:///etc/passwd", "gopher://post.example/_GET", "ftp://post.example/", "dict://post.example:11211/", "ldap://post.example/", "jar:http://post.example!/",
		"javascript:alert(1)", "data:text/html,hello", "ws://post.example/", "//post.example/", "/etc/passwd", "post.example/a", "http:post.example", "http:/post.example", "http:///post.example", "https:",
		"", " ", "http://", "https:///", "view-source:https://post.example/", "HTTPS",
		// User names, ports, and what hides them.
		"http://user@post.example/", "http://user:secret@post.example/", "http://@post.example/", "https://post.example:443@127.0.0.1:80/", "https://post.example%40127.0.0.1/",
		"http://post.example:8080/", "http://post.example:22/", "http://post.example:443/", "https://post.example:80/", "http://post.example:/", "http://post.example:0/",
		"http://post.example:65616/", "http://post.example:080/", "http://post.example:+80/",
		`http://post.example\@127.0.0.1/`, `http:\\post.example/`, `http://post.example\.evil.example/`, "http://post.example#@127.0.0.1 /", "http://post.example\t/",
		"http://post.example/\r\nHost: evil.example", "http://post.example/%0d%0aHost:%20evil.example", "http://post.example/a%00b", "http://post.example\x00.evil.example/", "http://post.example/a b",
		" http://post.example/", "http://post.example/ ", "http://post.example/\x7f", "http://post.example/caf\u00e9", "http://p\u043est.example/", "http://post\u3002example/", "http://post.example\u2215a/",
		"http://post..example/", "http://.post.example/", "http://post.example../", "http://-post.example/", "http://post-.example/", "http://po_st.example/", "http://po*st.example/", "http://*.example/",
		"http://" + strings.Repeat("a", 64) + ".example/", "http://" + strings.Repeat("a.", 130) + "example/", "http://post.example/" + strings.Repeat("a", 2048), "http://post.example/<script>",
	}
}

func TestTricks(t *testing.T) {
	t.Parallel()
	w := newWorld(t, page("never"))
	f := w.fetcher()
	for _, address := range tricks() {
		refused, ok := errors.AsType[*fetch.Refused](fetch.Check(address))
		if !ok || !strings.HasSuffix(refused.Say, ".") {
			t.Errorf("Check(%q) = %v, want a refusal with a sentence", address, refused)
		}
		if _, err := f.Fetch(t.Context(), address); !errors.Is(err, fetch.ErrRefused) {
			t.Errorf("Fetch(%q): %v", address, err)
		}
		if f.Allowed(t.Context(), address) {
			t.Errorf("Allowed(%q)", address)
		}
	}
	if w.dials.Load() != 0 || w.requests.Load() != 0 {
		t.Errorf("%d connections, %d requests, want none", w.dials.Load(), w.requests.Load())
	}
	if len(tricks()) < 32 {
		t.Errorf("%d tricks, want 32 or more", len(tricks()))
	}
}

func TestHonestAddresses(t *testing.T) {
	t.Parallel()
	for _, address := range []string{
		"https://blog.example/a-post", "http://blog.example", "https://BLOG.example./p/1", "https://blog.example:443/", "http://blog.example:80/?a=1&b=2#part",
		"https://www.instagram.com/p/Cx_1-abc/", "https://xn--bcher-kva.example/caf%C3%A9", "https://a.b.c.co.uk/", "https://0x7f.example/", "https://1.example/",
		"https://blog.example/a@b", "https://blog.example//a/../b", "https://blog.example/?q=http://127.0.0.1/", "https://m.tiktok.com/@user/video/123", "HTTPS://blog.example/",
	} {
		if err := fetch.Check(address); err != nil {
			t.Errorf("Check(%q): %v", address, err)
		}
	}
}

// Whatever is typed, Check answers, and what it lets through has a public name.
func FuzzCheck(f *testing.F) {
	for _, address := range tricks() {
		f.Add(address)
	}
	f.Add("https://blog.example/a-post?a=1#b")
	f.Fuzz(func(t *testing.T, address string) {
		if err := fetch.Check(address); err != nil {
			if !errors.Is(err, fetch.ErrRefused) {
				t.Fatalf("Check(%q): %v", address, err)
			}
			return
		}
		lower := strings.ToLower(address)
		rest, ok := strings.CutPrefix(lower, "https://")
		if !ok {
			rest, ok = strings.CutPrefix(lower, "http://")
		}
		end := strings.IndexAny(rest, "/?#")
		if end < 0 {
			end = len(rest)
		}
		host := strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(rest[:end], ":80"), ":443"), ".")
		if _, err := netip.ParseAddr(host); !ok || err == nil || !strings.Contains(host, ".") || strings.ContainsAny(host, "@:%[]") || host == "" {
			t.Fatalf("Check(%q) lets host %q through", address, host)
		}
	})
}
