package web

import (
	"time"

	"github.com/a-h/templ"

	"greenroom/functions/internal/comment"
	"greenroom/site/theme"
)

// time tells t in the site's zone, with its name.
func (s *Server) time(t time.Time) theme.Time {
	local := t.In(s.Site.Zone())
	return theme.Time{ISO: local.Format(time.RFC3339), Text: local.Format("2 January 2006, 15:04 MST")}
}

// liveURL is where an approved comment stands on the site.
func liveURL(c comment.Comment) templ.SafeURL {
	return templ.URL("/blog/" + c.Post + "/#c-" + c.ID)
}

// deskURL is a comment's page on the desk.
func deskURL(c comment.Comment) templ.SafeURL {
	return templ.URL("/desk/comments/" + c.Post + "/" + c.ID)
}

// actionURL is where a decision about a comment is posted to.
func actionURL(c comment.Comment, action string) templ.SafeURL {
	return templ.URL("/api/desk/comments/" + c.Post + "/" + c.ID + "/" + action)
}
