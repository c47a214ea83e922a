package quality_test

import (
	"bytes"
	"mime"
	"net/http"
	"os"
	"path"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"go.yaml.in/yaml/v3"
)

// cdn serves a folder as the distribution in template.yaml does: its headers
// and clean addresses, the 404 page, brotli for what is text, and how long each
// file may be kept.
type cdn struct {
	root    *os.Root
	headers map[string]string
	mu      sync.Mutex
	packed  map[string][]byte
}

func newCDN(t *testing.T, dir string) *cdn {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = root.Close() })
	return &cdn{root: root, headers: siteHeaders(t), packed: map[string][]byte{}}
}

var cleanAddress = regexp.MustCompile(`^(/[a-z0-9-]+)+$`)

func (c *cdn) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	for name, value := range c.headers {
		w.Header().Set(name, value)
	}
	address := r.URL.Path
	switch {
	case strings.Contains(address, "/."):
		address = "/none"
	case strings.HasSuffix(address, "/"):
		address += "index.html"
	case cleanAddress.MatchString(address):
		w.Header().Set("Location", address+"/")
		w.WriteHeader(http.StatusMovedPermanently)
		return
	}
	c.send(w, r, strings.TrimPrefix(path.Clean(address), "/"))
}

func (c *cdn) send(w http.ResponseWriter, r *http.Request, name string) {
	status, h := http.StatusOK, w.Header()
	data, err := c.root.ReadFile(name)
	if err != nil {
		status, name = http.StatusNotFound, "404.html"
		if data, err = c.root.ReadFile(name); err != nil {
			http.Error(w, "there is no 404.html", http.StatusInternalServerError)
			return
		}
	}
	h.Set("Content-Type", contentType(name))
	h.Set("Cache-Control", "public, max-age=60, stale-while-revalidate=300")
	if strings.HasPrefix(name, "assets/") {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	h.Set("Vary", "Accept-Encoding")
	if !strings.HasPrefix(contentType(name), "image/") && strings.Contains(r.Header.Get("Accept-Encoding"), "br") {
		h.Set("Content-Encoding", "br")
		data = c.pack(name, data)
	}
	if status != http.StatusOK {
		w.WriteHeader(status)
		_, _ = w.Write(data) // the browser may be gone
		return
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}

// pack compresses as a CDN does it on the fly, and remembers as its cache does.
func (c *cdn) pack(name string, data []byte) []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.packed[name] == nil {
		c.packed[name] = compress(data, 5)
	}
	return c.packed[name]
}

func compress(data []byte, level int) []byte {
	var b bytes.Buffer
	w := brotli.NewWriterLevel(&b, level)
	_, _ = w.Write(data) // a buffer takes everything
	_ = w.Close()
	return b.Bytes()
}

// contentType is what the publisher tells the bucket.
func contentType(name string) string {
	switch path.Base(name) {
	case "feed.xml", "comments.xml":
		return "application/rss+xml; charset=utf-8"
	case "atom.xml", "comments-atom.xml":
		return "application/atom+xml; charset=utf-8"
	case "feed.json", "comments.json":
		return "application/feed+json; charset=utf-8"
	}
	switch path.Ext(name) {
	case ".webmanifest":
		return "application/manifest+json; charset=utf-8"
	case ".ico":
		return "image/x-icon"
	}
	return mime.TypeByExtension(path.Ext(name))
}

// siteHeaders are those that template.yaml adds to every answer, so that pages
// are judged under the policy they will live with.
func siteHeaders(t *testing.T) map[string]string {
	t.Helper()
	data, err := os.ReadFile("../../template.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var template struct {
		Resources map[string]yaml.Node `yaml:"Resources"`
	}
	if err := yaml.Unmarshal(data, &template); err != nil {
		t.Fatal(err)
	}
	var policy struct {
		Properties struct {
			ResponseHeadersPolicyConfig struct {
				SecurityHeadersConfig struct {
					ContentSecurityPolicy struct {
						ContentSecurityPolicy string `yaml:"ContentSecurityPolicy"`
					} `yaml:"ContentSecurityPolicy"`
				} `yaml:"SecurityHeadersConfig"`
				CustomHeadersConfig struct {
					Items []struct {
						Header string `yaml:"Header"`
						Value  string `yaml:"Value"`
					} `yaml:"Items"`
				} `yaml:"CustomHeadersConfig"`
			} `yaml:"ResponseHeadersPolicyConfig"`
		} `yaml:"Properties"`
	}
	node := template.Resources["SiteHeaders"]
	if err := node.Decode(&policy); err != nil {
		t.Fatal(err)
	}
	config := policy.Properties.ResponseHeadersPolicyConfig
	headers := map[string]string{
		"Content-Security-Policy": config.SecurityHeadersConfig.ContentSecurityPolicy.ContentSecurityPolicy,
		"X-Content-Type-Options":  "nosniff",
		"Referrer-Policy":         "strict-origin-when-cross-origin",
	}
	for _, item := range config.CustomHeadersConfig.Items {
		headers[item.Header] = item.Value
	}
	if headers["Content-Security-Policy"] == "" {
		t.Fatal("template.yaml has no Content-Security-Policy in SiteHeaders")
	}
	return headers
}
