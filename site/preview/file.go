package preview

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"os"
	"path"
	"strings"
)

// serveFile answers with the file of a clean address, or with the site's own
// page for what is not there. Folders are never listed.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request) {
	e := s.edition() // before the file is read: a page says at most that it is older than it is
	root, err := os.OpenRoot(s.options.Dir)
	if err != nil {
		s.send(w, r, e, "404.html", nil, http.StatusNotFound)
		return
	}
	defer root.Close()
	name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	if strings.HasSuffix(r.URL.Path, "/") {
		name = path.Join(name, "index.html")
	} else if info, err := root.Stat(name); err == nil && info.IsDir() && isPublic(name) {
		address := *r.URL
		address.Scheme, address.Host, address.Path, address.RawPath = "", "", "/"+name+"/", ""
		http.Redirect(w, r, address.String(), http.StatusFound) // not for ever: browsers would remember it for the next site here
		return
	}
	status := http.StatusOK
	data, found := read(root, name)
	if !found {
		name, status = "404.html", http.StatusNotFound
		data, _ = read(root, name)
	}
	s.send(w, r, e, name, data, status)
}

// isPublic reports whether a name is one of a site: hidden files are the
// generator's own, or nobody's business.
func isPublic(name string) bool {
	return !strings.Contains("/"+strings.TrimPrefix(name, ".well-known/"), "/.")
}

// read returns a plain file: a pipe would keep everybody waiting.
func read(root *os.Root, name string) (data []byte, found bool) {
	if !isPublic(name) {
		return nil, false
	}
	if info, err := root.Stat(name); err != nil || !info.Mode().IsRegular() {
		return nil, false
	}
	data, err := root.ReadFile(name)
	return data, err == nil
}

// send answers with a file, dressed for the preview if it is a page.
func (s *Server) send(w http.ResponseWriter, r *http.Request, e edition, name string, data []byte, status int) {
	switch {
	case status == http.StatusNotFound && data == nil: // not even a page that says so: there is no site yet
		data, status = noSite(r.Context(), e), http.StatusServiceUnavailable
	case strings.HasSuffix(name, ".html"):
		data = dress(r.Context(), e, data)
	}
	if status == http.StatusOK {
		sum := sha256.Sum256(data) // of what is sent, what was put in included
		w.Header().Set("ETag", fmt.Sprintf(`"%x"`, sum[:8]))
		sendBytes(w, r, name, data)
		return
	}
	w.Header().Set("Content-Type", contentType(name))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(data) // the browser may be gone
	}
}
