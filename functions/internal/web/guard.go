package web

import (
	"context"
	"fmt"
	"mime"
	"net/http"
	"runtime/debug"
	"strings"
)

// maxBody is the most a form may send, in bytes.
const maxBody = 64 << 10

// Headers are sent with every page, static ones too. No page needs inline
// script or style, another host or a frame.
func Headers() map[string]string {
	return map[string]string{
		"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; " +
			"font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
		"X-Content-Type-Options":     "nosniff",
		"Referrer-Policy":            "strict-origin-when-cross-origin",
		"Cross-Origin-Opener-Policy": "same-origin",
		"Permissions-Policy":         "camera=(), geolocation=(), microphone=()",
	}
}

// guard is around everything: it names the request, logs it, survives a panic,
// sends the headers and refuses posts from other sites.
func (s *Server) guard(next http.Handler) (http.Handler, error) {
	cross := http.NewCrossOriginProtection()
	if err := cross.AddTrustedOrigin(s.Origin); err != nil {
		return nil, fmt.Errorf("trusting origin %q: %w", s.Origin, err)
	}
	cross.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.explain(w, r, http.StatusForbidden, "This form was sent from another site. Nothing was kept. Open the page here and send it again.")
	}))
	return s.trace(s.recoverFrom(cross.Handler(next))), nil
}

// takes reports whether the body is one that a form of ours may send; if not,
// it answers. What is read of it later is limited too, whatever its length
// claims to be.
func (s *Server) takes(w http.ResponseWriter, r *http.Request) bool {
	return s.takesUpTo(w, r, maxBody)
}

// takesUpTo is takes for forms of up to so many bytes.
func (s *Server) takesUpTo(w http.ResponseWriter, r *http.Request, most int64) bool {
	if r.ContentLength > most {
		s.explain(w, r, http.StatusRequestEntityTooLarge, tooLarge(most))
		return false
	}
	media, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	charset, given := params["charset"]
	encoded := r.Header.Get("Content-Encoding") != ""
	if err != nil || media != "application/x-www-form-urlencoded" || encoded || given && !strings.EqualFold(charset, "utf-8") {
		s.explain(w, r, http.StatusUnsupportedMediaType, "This address takes answers of a form, sent as application/x-www-form-urlencoded in UTF-8.")
		return false
	}
	r.Body = http.MaxBytesReader(w, r.Body, most)
	return true
}

func tooLarge(most int64) string {
	return fmt.Sprintf("What was sent is larger than %d KB, more than this form needs. Shorten it and send it again.", most>>10)
}

type requestIDKey struct{}

// trace gives the request an id, sends the headers and logs how it was
// answered. Paths of sign-in and status pages hold secrets, so the log has the
// route's pattern and never the path.
func (s *Server) trace(next http.Handler) http.Handler {
	headers := Headers()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began, id := s.Now(), s.IDs.New()
		w.Header().Set("X-Request-Id", id)
		for name, value := range headers {
			w.Header().Set(name, value)
		}
		r = r.WithContext(context.WithValue(r.Context(), requestIDKey{}, id))
		answer := &recorder{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(answer, r)
		s.Log.InfoContext(r.Context(), "request", "id", id, "method", readable(r.Method), "route", r.Pattern,
			"status", answer.status, "ms", s.Now().Sub(began).Milliseconds())
	})
}

// recorder remembers the status that was sent.
type recorder struct {
	http.ResponseWriter
	status int
	sent   bool
}

func (a *recorder) WriteHeader(status int) {
	if !a.sent {
		a.status, a.sent = status, true
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *recorder) Write(b []byte) (int, error) {
	a.sent = true
	return a.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (a *recorder) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// recoverFrom turns a panic into a 500 page and a line in the log.
func (s *Server) recoverFrom(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			cause := recover()
			if cause == nil {
				return
			}
			if cause == http.ErrAbortHandler {
				panic(cause)
			}
			s.Log.ErrorContext(r.Context(), "panic", "id", requestID(r), "cause", fmt.Sprint(cause), "stack", string(debug.Stack()))
			s.explain(w, r, http.StatusInternalServerError, ourFault)
		}()
		next.ServeHTTP(w, r)
	})
}

func requestID(r *http.Request) string {
	id, _ := r.Context().Value(requestIDKey{}).(string)
	return id
}
