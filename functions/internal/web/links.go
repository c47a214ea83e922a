package web

import (
	"github.com/a-h/templ"

	"greenroom/functions/internal/comment"
)

// liveURL leads to where a comment stands on the site, on whatever page of its
// thread that is by now.
func liveURL(c comment.Comment) templ.SafeURL { return templ.URL(permalink(c.ID)) }

// permalink is the address of a comment that never dies.
func permalink(id string) string { return "/c/" + id + "/" }

// deskURL is a comment's page on the desk.
func deskURL(c comment.Comment) templ.SafeURL {
	return templ.URL("/desk/comments/" + c.Post + "/" + c.ID)
}

// actionURL is where a decision about a comment is posted to.
func actionURL(c comment.Comment, action string) templ.SafeURL {
	return templ.URL("/api/desk/comments/" + c.Post + "/" + c.ID + "/" + action)
}
