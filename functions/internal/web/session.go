package web

import (
	"context"
	"net/http"
	"strings"

	"greenroom/functions/internal/account"
	"greenroom/functions/internal/agency"
)

// cookieName is __Host-session where the site is served over https: browsers
// then take it only with Secure, without Domain and for the whole host
// (https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis).
func (s *Server) cookieName() string {
	if s.secure() {
		return "__Host-session"
	}
	return "session"
}

func (s *Server) secure() bool { return strings.HasPrefix(s.Origin, "https://") }

func (s *Server) setSession(w http.ResponseWriter, opened account.Session) {
	http.SetCookie(w, &http.Cookie{
		Name: s.cookieName(), Value: opened.Secret, Path: "/",
		MaxAge:   int(opened.Expires.Sub(s.Now()).Seconds()),
		HttpOnly: true, Secure: s.secure(), SameSite: http.SameSiteLaxMode,
	})
}

func (s *Server) clearSession(w http.ResponseWriter) {
	http.SetCookie(w, &http.Cookie{
		Name: s.cookieName(), Path: "/", MaxAge: -1,
		HttpOnly: true, Secure: s.secure(), SameSite: http.SameSiteLaxMode,
	})
}

// admit finds out who is asking and whether they may.
func (s *Server) admit(r *http.Request, need Access) (visit, error) {
	var v visit
	if c, err := r.Cookie(s.cookieName()); err == nil {
		v.session = c.Value
	}
	if need == Everybody && v.session == "" {
		return v, nil
	}
	p, err := s.Accounts.Viewer(r.Context(), v.session)
	if err != nil {
		if need == Everybody && kindOf(err) == agency.KindSignIn {
			return visit{}, nil
		}
		return visit{}, err
	}
	v.person = p
	if need == StaffOnly && !p.Actor().Staff() {
		return v, agency.Forbidden("This page is for the agency's staff. You are signed in, but not as one of them.")
	}
	return v, nil
}

type visitKey struct{}

// withVisit keeps who is asking for the pages that show it, error pages too.
func withVisit(r *http.Request, v visit) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), visitKey{}, v))
}

func visitOf(r *http.Request) visit {
	v, _ := r.Context().Value(visitKey{}).(visit)
	return v
}
