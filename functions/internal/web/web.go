// Package web is HTTP: routes, forms, sessions, pages and the answers to what
// goes wrong. Everything works without JavaScript: a form posts, faults come
// back as 422 with every answer kept, success is a 303 to a page that can be
// bookmarked. GET never changes anything.
//
// It knows nothing of where things are kept or of who runs it: the same
// handler serves on a laptop and behind API Gateway.
package web

import (
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"greenroom/functions/internal/account"
	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/decision"
	"greenroom/functions/internal/guest"
	"greenroom/functions/internal/mail"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/submission"
	"greenroom/functions/internal/vetting"
	"greenroom/site/theme"
)

// Site is what the static site says to the pages around it.
type Site interface {
	Posts
	program.Files
	application.Staff
	submission.Staff
	guest.Site
	// Frame returns what every page has around its content.
	Frame() theme.Frame
	// Zone is where times are told.
	Zone() *time.Location
	// Holidays are the dates on which nobody works here, besides weekends.
	Holidays() []string
}

// Posts says what is published, and where.
type Posts interface {
	comment.Posts
	// Post returns the title of a published post, also of one that was withdrawn.
	Post(slug string) (title string, ok bool)
	// CommentAddress returns the path at which one comment of the thread of a
	// post stands, and whether it is there.
	CommentAddress(post string, thread []comment.Public, id string) (address string, found bool)
}

// Letters says how a mail will read to whoever gets it.
type Letters interface {
	Preview(m outbox.Mail) (mail.Message, error)
}

// Server answers requests.
type Server struct {
	Site     Site
	Comments *comment.Room
	Accounts *account.Room

	Programs     *program.Room
	Applications *application.Room
	Vetting      *vetting.Room
	Decisions    *decision.Room
	Briefs       *brief.Room
	Work         *submission.Room
	Guests       *guest.Room
	Outbox       *outbox.Room
	Letters      Letters

	MaxForm  int      // the most that a form carries of a file, in bytes
	Arrivals Arrivals // takes larger ones; nil where forms carry every file
	Links    Links    // hands out larger ones; nil as above
	Slips    Slips    // say whose an arrival is

	IDs    *agency.IDs
	Now    agency.Clock
	Log    *slog.Logger
	Origin string // base URL of the site; https makes cookies Secure
}

// Access says who may use a route. The zero value is nobody's: a route without
// a policy keeps the server from starting.
type Access uint8

// Who may use a route.
const (
	Everybody Access = iota + 1
	Members          // whoever is signed in
	StaffOnly
)

// Route is one address and what serves it.
type Route struct {
	Function string // directory below functions/ that serves it on AWS
	Method   string
	Path     string // in the syntax of http.ServeMux
	Access   Access
	Handle   func(w http.ResponseWriter, r *http.Request, v visit) error
}

// visit is one request as handlers see it.
type visit struct {
	person  account.Person // zero for visitors
	session string         // secret of the session, "" without one
}

// Handler serves these routes. What is none of them goes to rest; without one
// it is answered with a page that says so.
func (s *Server) Handler(rest http.Handler, routes []Route) (http.Handler, error) {
	if rest == nil {
		rest = http.HandlerFunc(s.noSuchPage)
	}
	mux := http.NewServeMux()
	allowed := map[string][]string{}
	for _, route := range routes {
		if route.Access == 0 {
			return nil, fmt.Errorf("route %s %s says nothing of who may use it", route.Method, route.Path)
		}
		mux.Handle(route.Method+" "+route.Path, s.serve(route))
		allowed[route.Path] = append(allowed[route.Path], methods(route.Method)...)
	}
	for path, with := range allowed {
		mux.Handle(path, s.WrongMethod(with...))
	}
	mux.Handle("/", rest)
	return s.guard(mux)
}

func (s *Server) noSuchPage(w http.ResponseWriter, r *http.Request) {
	s.fail(w, r, agency.NotFound("There is no page at this address."))
}

// methods lists what ServeMux accepts for a method.
func methods(m string) []string {
	if m == http.MethodGet {
		return []string{http.MethodGet, http.MethodHead}
	}
	return []string{m}
}

// serve checks who is asking, then lets the route answer.
func (s *Server) serve(route Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		takes := s.takes
		switch {
		case route.takesFile():
			takes = s.takesUpload
		case route.takesPost(), route.takesBrief():
			takes = s.takesLong
		}
		if r.Method == http.MethodPost && !takes(w, r) {
			return
		}
		v, err := s.admit(r, route.Access)
		if err == nil {
			r = withVisit(r, v)
			err = route.Handle(w, r, v)
		}
		if err != nil {
			s.fail(w, r, err)
		}
	})
}

// WrongMethod answers what an address does not take, and says what it does.
func (s *Server) WrongMethod(allow ...string) http.Handler {
	slices.Sort(allow)
	list := strings.Join(slices.Compact(allow), ", ")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Allow", list)
		say := "This address does not take " + readable(r.Method) + " requests. It takes " + list + "."
		if list == http.MethodPost && (r.Method == http.MethodGet || r.Method == http.MethodHead) {
			say = "Only a form leads to this address, so there is nothing to read here. Go back to the page with the form."
		}
		s.explain(w, r, http.StatusMethodNotAllowed, say)
	})
}

// readable keeps a method that a stranger made up out of our pages.
func readable(method string) string {
	known := []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"}
	if slices.Contains(known, method) {
		return method
	}
	return "such"
}
