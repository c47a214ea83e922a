package web

import (
	"slices"
	"strings"

	"greenroom/functions/internal/document"
	"greenroom/functions/internal/guest"
	"greenroom/site/theme"
)

// deskStanding says to the desk where a guest post stands.
func deskStanding(sub guest.Submission) string {
	words := map[string]string{string(document.Draft): "begun here", string(document.InReview): "to read",
		string(document.ChangesRequested): "with its writer to change", string(document.ClientReview): "with its writer to sign",
		string(document.Approved): "to release", string(document.Released): "in the blog"}[string(sub.State())]
	switch {
	case sub.Declined():
		words = "declined"
	case words == "":
		words = "withdrawn"
	case returnedByWriter(sub):
		words = "sent back by its writer"
	}
	if sub.Amending() {
		return "correction: " + words
	}
	return words
}

// deskEnded says why a post, or its correction, came to nothing.
func deskEnded(sub guest.Submission) string {
	current := sub.Document.Current
	switch {
	case sub.TakenWhy != "":
		return "Its page says: " + sub.TakenWhy
	case sub.Declined():
		return "It was declined: " + current.Reason
	case sub.Over():
		return "It was given up: " + current.Reason
	case sub.Released() && current.State == document.Withdrawn:
		return "Its correction was given up: " + current.Reason
	}
	return ""
}

// deskPostAction is where what the desk does to a guest post is posted to.
func deskPostAction(d deskWriting, action string) string {
	return "/api/desk/posts/" + d.ID + "/" + action
}

func approveHint(sub guest.Submission) string {
	if sub.Consent == sub.Document.Current.Hash {
		return "These are its writer's own words, so it can be published then."
	}
	return "It was edited here, so its writer is asked to sign it then."
}

func editSummary(sub guest.Submission) string {
	if sub.Released() && !sub.Amending() {
		return "Correct its words"
	}
	return "Edit its words"
}

func declineSummary(sub guest.Submission) string {
	if sub.Amending() {
		return "Decline the correction"
	}
	return "Decline the post"
}

// onText reports whether a fault is in the words of a post: they are checked
// once more when it is published.
func onText(wrong theme.FieldErrors) bool {
	fields := strings.Fields("title description body name bio link")
	return slices.ContainsFunc(wrong, func(e theme.FieldError) bool { return slices.Contains(fields, e.Field) })
}
