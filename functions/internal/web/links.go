package web

import (
	"github.com/a-h/templ"

	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/submission"
	"greenroom/functions/internal/vetting"
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

// fileURL is where what is done to an application is posted to.
func fileURL(f file, action string) templ.SafeURL {
	return templ.URL("/api/desk/applications/" + f.Application.ID + "/" + action)
}

// programURL is a program's page on the desk.
func programURL(slug string) templ.SafeURL { return templ.URL("/desk/programs/" + slug) }

// mailURL is where what is done to a letter is posted to.
func mailURL(d letterDesk, action string) templ.SafeURL {
	return templ.URL("/api/desk/mails/" + d.ID + "/" + action)
}

// groupURL is where what is done to all letters of a program is posted to.
func groupURL(slug, action string) templ.SafeURL {
	return templ.URL("/api/desk/programs/" + slug + "/" + action)
}

// steerURL is where a step of a program is posted to.
func steerURL(d programDesk, action string) templ.SafeURL {
	return templ.URL("/api/desk/programs/" + d.Slug + "/" + action)
}

// vettingURL is where a reviewer's acts on an application are posted to.
func vettingURL(r vetting.Reading, action string) templ.SafeURL {
	return templ.URL("/api/desk/vetting/" + r.Application.ID + "/" + action)
}

// workURL is where what somebody does with their own work is posted to.
func workURL(d submission.Deliverable, action string) templ.SafeURL {
	return templ.URL("/api" + workPath(d) + "/" + action)
}

// deskWorkURL is where what the staff does with work is posted to.
func deskWorkURL(d submission.Deliverable, action string) templ.SafeURL {
	return templ.URL("/api" + deskWorkPath(d) + "/" + action)
}

// clientURL is where a client's word on a draft is posted to.
func clientURL(token, action string) templ.SafeURL {
	return templ.URL("/api/work/client/" + token + "/" + action)
}
