package local

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path"
	"strings"
	"time"

	"greenroom/functions/internal/publish"
	"greenroom/site/theme"
)

// static serves the published folder the way the CDN does: clean addresses,
// the site's own 404 page, no directory lists.
type static struct {
	root        *os.Root
	problem     func() string // why the site on show is not the newest, or ""
	wrongMethod http.Handler
}

func (s static) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		s.wrongMethod.ServeHTTP(w, r)
		return
	}
	name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	if strings.HasSuffix(r.URL.Path, "/") {
		name = path.Join(name, "index.html")
	} else if info, err := s.root.Stat(name); err == nil && info.IsDir() {
		http.Redirect(w, r, "/"+name+"/", http.StatusMovedPermanently)
		return
	}
	if strings.Contains("/"+strings.TrimPrefix(name, ".well-known/"), "/.") { // the manifest and what a build is about to publish
		name = ""
	}
	s.send(w, r, name, http.StatusOK)
}

// send answers with a file, or with the 404 page if there is none.
func (s static) send(w http.ResponseWriter, r *http.Request, name string, status int) {
	data, err := s.root.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) && name != "" {
		err = errors.Join(err, fs.ErrNotExist) // a directory, a name too long: all the same to a visitor
	}
	if err != nil {
		name, status = "404.html", http.StatusNotFound
		if data, err = s.root.ReadFile(name); err != nil {
			http.Error(w, "There is no page at this address.", http.StatusNotFound)
			return
		}
	}
	if strings.HasSuffix(name, ".html") {
		data = s.withProblem(r.Context(), data)
	}
	w.Header().Set("Content-Type", publish.ContentType(name))
	w.Header().Set("Cache-Control", "no-cache")
	if status != http.StatusOK {
		w.WriteHeader(status)
		if r.Method != http.MethodHead {
			_, _ = w.Write(data) // the client may be gone
		}
		return
	}
	sum := sha256.Sum256(data) // of what is sent, the banner included
	w.Header().Set("ETag", fmt.Sprintf(`"%x"`, sum[:8]))
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}

// withProblem puts the banner on top of a page while the content is broken.
func (s static) withProblem(ctx context.Context, html []byte) []byte {
	say := s.problem()
	if say == "" {
		return html
	}
	var banner bytes.Buffer
	if err := theme.BuildError(say).Render(ctx, &banner); err != nil {
		return html
	}
	before, after, found := bytes.Cut(html, []byte("<body>"))
	if !found {
		return html
	}
	return bytes.Join([][]byte{before, []byte("<body>"), banner.Bytes(), after}, nil)
}
