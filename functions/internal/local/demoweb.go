package local

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path"
	"strings"
)

// demoWeb answers for hosts below .example, which are nobody's on the real web
// (RFC 6761), from files: https://ines.example/dinner is <dir>/ines.example/dinner
// or <dir>/ines.example/dinner.html. So the whole way of a piece of work can be
// gone on one machine: put a file there, and send in its address.
type demoWeb struct{ dir fs.FS }

// serves returns what answers for a host, nil for hosts of the real web.
func (d demoWeb) serves(host string) http.RoundTripper {
	if host == "example" || strings.HasSuffix(host, ".example") {
		return d
	}
	return nil
}

// RoundTrip implements http.RoundTripper.
func (d demoWeb) RoundTrip(r *http.Request) (*http.Response, error) {
	name := path.Join(r.URL.Hostname(), path.Clean("/"+r.URL.Path))
	page, err := d.read(name)
	status := http.StatusOK
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
		status, page, err = http.StatusNotFound, []byte("no such page"), nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading page of the demo's web: %w", err)
	}
	return &http.Response{StatusCode: status, ProtoMajor: 1, ProtoMinor: 1, Request: r, ContentLength: int64(len(page)),
		Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}}, Body: io.NopCloser(bytes.NewReader(page))}, nil
}

func (d demoWeb) read(name string) ([]byte, error) {
	page, err := fs.ReadFile(d.dir, name+".html")
	if errors.Is(err, fs.ErrNotExist) {
		page, err = fs.ReadFile(d.dir, name)
	}
	if info, statErr := fs.Stat(d.dir, name); err != nil && statErr == nil && info.IsDir() {
		return fs.ReadFile(d.dir, path.Join(name, "index.html"))
	}
	return page, err
}

// openWeb makes the directory of the demo's web with the pages that its briefs
// link to.
func openWeb(data *os.Root, pages map[string]string) (demoWeb, error) {
	for name, page := range pages {
		file := path.Join("web", name)
		if err := data.MkdirAll(path.Dir(file), 0o755); err != nil {
			return demoWeb{}, fmt.Errorf("making the demo's web: %w", err)
		}
		if _, err := data.Stat(file); err == nil {
			continue // somebody has changed it
		}
		if err := data.WriteFile(file, []byte(page), 0o644); err != nil {
			return demoWeb{}, fmt.Errorf("making the demo's web: %w", err)
		}
	}
	if err := data.MkdirAll("web", 0o755); err != nil {
		return demoWeb{}, fmt.Errorf("making the demo's web: %w", err)
	}
	dir, err := fs.Sub(os.DirFS(data.Name()), "web")
	return demoWeb{dir}, err
}

// demoPages are what the demo's clients have on the web.
func demoPages() map[string]string {
	page := func(title string) string {
		return "<!doctype html><html lang=en><title>" + title + "</title><main><h1>" + title + "</h1><p>A page of the demo.</p></main></html>\n"
	}
	return map[string]string{
		"hobbandsill.example/windowsill.html": page("The windowsill planter"),
		"ninepin.example/tuesday.html":        page("Tuesday boxes"),
		"somerwick.example/index.html":        page("Somerwick Sleep"),
		"saltmarsh.example/index.html":        page("Saltmarsh Mineral"),
		"tumblewick.example/index.html":       page("Tumblewick Toys"),
		"barnacleandbone.example/sizes.html":  page("Size chart"),
		"marrowvalley.example/index.html":     page("Marrow Valley"),
		"quillmere.example/planner.html":      page("The ring planner"),
	}
}
