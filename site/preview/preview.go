// Package preview shows a built site to the people who write it: it serves the
// folder, loads pages anew in the browser after a build, shows what is wrong
// with the words on every page, and tells when files changed.
//
// Nothing of it is ever written into the site: what a page needs to reload is
// put into the answers.
package preview

import (
	"bytes"
	_ "embed"
	"io/fs"
	"net/http"
	"strconv"
	"sync"
	"time"

	"greenroom/site/theme"
)

// Addresses of our own. No page of a site begins with an underscore.
const (
	eventsPath = "/__events"
	scriptPath = "/__reload.js"
	stylePath  = "/__site.css"
)

//go:embed reload.js
var script []byte

// Options say what is served, and to whom.
type Options struct {
	// Dir is the folder of the built site.
	Dir string
	// Local is true if only this computer can connect. Then requests for
	// other host names are refused: a page elsewhere could let its name lead
	// here and read what is not published yet.
	Local bool
	// Began tells this server from those before it, whose pages may still be
	// on a screen.
	Began time.Time
}

// Server is the handler that serves the folder.
type Server struct {
	options Options

	mu     sync.Mutex // around all below
	count  int
	faults string
	next   chan struct{} // closed when there is another edition
}

// New returns a server of what is in the folder.
func New(o Options) *Server { return &Server{options: o, next: make(chan struct{})} }

// Show makes a new edition: what the folder holds now, with faults, one a
// line, if it is not what the words say. Browsers load their pages anew.
func (s *Server) Show(faults string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.count++
	s.faults = faults
	close(s.next)
	s.next = make(chan struct{})
}

// edition is what is on show.
type edition struct {
	name   string
	faults string
	next   <-chan struct{} // closed when it is not the newest any more
}

func (s *Server) edition() edition {
	s.mu.Lock()
	defer s.mu.Unlock()
	name := strconv.FormatInt(s.options.Began.UnixNano(), 36) + "-" + strconv.Itoa(s.count)
	return edition{name, s.faults, s.next}
}

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "no-cache")
	switch {
	case s.options.Local && !isLocal(r.Host):
		refuseHost(w, r)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "A preview takes nothing: forms work with go run ./functions/local.", http.StatusMethodNotAllowed)
	case r.URL.Path == eventsPath:
		s.events(w, r)
	case r.URL.Path == scriptPath:
		sendBytes(w, r, scriptPath, script)
	case r.URL.Path == stylePath:
		style, err := fs.ReadFile(theme.AssetFiles(), "css/site.css")
		if err != nil {
			http.Error(w, "The theme has no style.", http.StatusNotFound)
			return
		}
		sendBytes(w, r, stylePath, style)
	default:
		s.serveFile(w, r)
	}
}

func sendBytes(w http.ResponseWriter, r *http.Request, name string, data []byte) {
	w.Header().Set("Content-Type", contentType(name))
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}
