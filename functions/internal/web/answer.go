package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/table"
	"greenroom/site/theme"
)

const ourFault = "Something went wrong on our side. Nothing you did is to blame; try again in a moment. If it stays so, write to us and name the number below."

// fail is the one place that turns an error into an answer. Visitors get
// words; the cause goes to the log.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	status, say := s.verdict(err)
	if status == http.StatusUnauthorized && (r.Method == http.MethodGet || r.Method == http.MethodHead) {
		http.Redirect(w, r, "/sign-in?next="+url.QueryEscape(r.URL.Path), http.StatusSeeOther)
		return
	}
	s.note(w, r, status, err)
	s.explain(w, r, status, say)
}

// note logs what is our own fault and says when to come back.
func (s *Server) note(w http.ResponseWriter, r *http.Request, status int, cause error) {
	if status >= http.StatusInternalServerError {
		s.Log.ErrorContext(r.Context(), "request failed", "id", requestID(r), "cause", cause)
	}
	if status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "5")
	}
}

// verdict says with which status and words an error is answered.
func (s *Server) verdict(err error) (status int, say string) {
	if e, ok := errors.AsType[*agency.Error](err); ok {
		return statusOf(e.Kind), e.Say
	}
	if e, ok := errors.AsType[*agency.Invalid](err); ok {
		lines := make([]string, len(e.Fields))
		for i, f := range e.Fields {
			lines[i] = f.Message + "."
		}
		return http.StatusUnprocessableEntity, strings.Join(lines, " ")
	}
	if e, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return http.StatusRequestEntityTooLarge, tooLarge(e.Limit)
	}
	switch {
	case errors.Is(err, errMalformed):
		return http.StatusBadRequest, "What was sent is not a form we can read. Reload the page and send it again."
	case errors.Is(err, table.ErrUnavailable):
		return http.StatusServiceUnavailable, "We cannot keep anything at this moment. Try again in a few seconds."
	}
	return http.StatusInternalServerError, ourFault
}

func statusOf(k agency.Kind) int {
	switch k {
	case agency.KindNotFound:
		return http.StatusNotFound
	case agency.KindSignIn:
		return http.StatusUnauthorized
	case agency.KindForbidden:
		return http.StatusForbidden
	case agency.KindConflict:
		return http.StatusConflict
	case agency.KindGone:
		return http.StatusGone
	case agency.KindTooMany:
		return http.StatusTooManyRequests
	}
	return http.StatusInternalServerError
}

func kindOf(err error) agency.Kind {
	if e, ok := errors.AsType[*agency.Error](err); ok {
		return e.Kind
	}
	return 0
}

// explain answers with a page of words, or with problem details (RFC 9457) for
// a program that asks for JSON.
func (s *Server) explain(w http.ResponseWriter, r *http.Request, status int, say string) {
	w.Header().Set("Cache-Control", "no-store")
	if asksForJSON(r) {
		s.problem(w, r, status, say)
		return
	}
	title := heading(status)
	s.page(w, r, status, page{title: "Error: " + title}, problemPage(title, say, requestID(r)))
}

func asksForJSON(r *http.Request) bool {
	accept := r.Header.Get("Accept")
	return strings.Contains(accept, "json") && !strings.Contains(accept, "text/html")
}

// heading says in a few words what a status means for a reader.
func heading(status int) string {
	switch status {
	case http.StatusNotFound:
		return "Page not found"
	case http.StatusForbidden:
		return "Not allowed"
	case http.StatusConflict:
		return "It has changed meanwhile"
	case http.StatusGone:
		return "Not valid any more"
	case http.StatusRequestEntityTooLarge:
		return "Too long"
	case http.StatusUnsupportedMediaType, http.StatusMethodNotAllowed, http.StatusBadRequest:
		return "We cannot read this request"
	case http.StatusTooManyRequests:
		return "Too many tries"
	case http.StatusServiceUnavailable, http.StatusInternalServerError:
		return "Something is wrong here"
	}
	return http.StatusText(status)
}

func (s *Server) problem(w http.ResponseWriter, r *http.Request, status int, say string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{ // the client may be gone, that is all that can fail
		"type": "about:blank", "title": http.StatusText(status), "status": status, "detail": say, "request_id": requestID(r),
	})
}

// page says what stands around a body.
type page struct {
	title  string
	secret bool // the address is a secret: send no referrer to others
}

// page renders body inside the site's frame. It renders before it sends, so
// that a fault can still become a whole page.
func (s *Server) page(w http.ResponseWriter, r *http.Request, status int, about page, body templ.Component) {
	frame := s.Site.Frame()
	frame.Head = theme.Head{Title: about.title + " – " + frame.SiteTitle, NoIndex: true, NoReferrer: about.secret}
	if v := visitOf(r); v.person.ID != "" {
		frame.Viewer = &theme.Viewer{Name: v.person.Name, Staff: v.person.Actor().Staff()}
	}
	if about.secret {
		w.Header().Set("Referrer-Policy", "same-origin")
	}
	w.Header().Set("X-Robots-Tag", "noindex")
	ctx := templ.WithChildren(context.WithoutCancel(r.Context()), body) // a client that is gone is no fault of the page
	buffer := templ.GetBuffer()
	defer templ.ReleaseBuffer(buffer)
	if err := theme.Layout(frame).Render(ctx, buffer); err != nil {
		s.Log.ErrorContext(r.Context(), "rendering page", "id", requestID(r), "cause", err)
		http.Error(w, ourFault, http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(buffer.Bytes()) // the client may be gone
}
