package preview

import (
	"fmt"
	"net/http"
)

// retry is how many milliseconds a browser waits before it connects again.
const retry = 500

// events tells a browser which edition is on show, now and whenever there is
// another, for as long as it listens. A browser that was away is told the
// newest and none of those between.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if r.Method == http.MethodHead {
		return
	}
	answer := http.NewResponseController(w)
	for {
		e := s.edition()
		if _, err := fmt.Fprintf(w, "retry: %d\ndata: %s\n\n", retry, e.name); err != nil {
			return
		}
		if err := answer.Flush(); err != nil {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case <-e.next:
		}
	}
}
