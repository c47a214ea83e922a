package web

import (
	"github.com/a-h/templ"

	"greenroom/functions/internal/comment"
)

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
