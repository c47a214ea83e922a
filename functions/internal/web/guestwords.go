package web

import (
	"slices"
	"strings"

	"greenroom/functions/internal/document"
	"greenroom/functions/internal/guest"
)

// returnedByWriter reports whether a post waits for us because its writer wants
// something else than what was edited here.
func returnedByWriter(sub guest.Submission) bool {
	return sub.State() == document.ChangesRequested &&
		slices.ContainsFunc(sub.Document.Current.Remarks, func(r document.Remark) bool { return r.Outside })
}

// postLabel says to its writer where a post stands.
func postLabel(sub guest.Submission) string {
	standing := standingOf(sub)
	if sub.Amending() {
		return "In the blog. Your correction: " + standing
	}
	return strings.ToUpper(standing[:1]) + standing[1:]
}

func standingOf(sub guest.Submission) string {
	switch sub.State() {
	case document.Draft:
		return "being edited"
	case document.InReview:
		return "being read"
	case document.ChangesRequested:
		if returnedByWriter(sub) {
			return "sent back by you"
		}
		return "waits for a change of yours"
	case document.ClientReview:
		return "waits for your word"
	case document.Approved:
		return "approved"
	case document.Released:
		return "in the blog"
	}
	if sub.Declined() {
		return "declined"
	}
	return "withdrawn"
}

// postNext says to its writer what comes next.
func postNext(sub guest.Submission) string {
	switch sub.State() {
	case document.Draft:
		return "A new version was begun and not sent to be read yet."
	case document.InReview:
		return "Somebody here reads it and answers you by mail. You need not do anything."
	case document.ChangesRequested:
		if returnedByWriter(sub) {
			return "We have what you wrote, and look at it. You can also change the text yourself."
		}
		return "Please read what was said, change it, and send it again. There is no hurry."
	case document.ClientReview:
		return "We edited it. Read what we changed, and say whether it can appear like this."
	case document.Approved:
		return "It goes into the blog next. You get a mail then."
	case document.Released:
		if reason := sub.Document.Current.Reason; sub.Document.Current.State == document.Withdrawn && reason != "" {
			return "The correction was not taken: " + reason
		}
		return "Everybody can read it. Its address stays."
	}
	if sub.TakenWhy != "" {
		return "It was in the blog. Its page says: " + sub.TakenWhy
	}
	return "It will not appear: " + sub.Document.Current.Reason
}

// postPath is where a released post stands.
func postPath(sub guest.Submission) string { return "/blog/" + sub.Slug + "/" }

func textTitle(sub guest.Submission) string {
	if sub.State() == document.Released || sub.Over() {
		return "Your text"
	}
	return "Your text as it is now"
}

func changeLabel(sub guest.Submission) string {
	if sub.Released() {
		return "Correct this post"
	}
	return "Change this post"
}

func postFormAction(f postForm) string {
	if f.ID == "" {
		return "/api/me/posts"
	}
	return "/api/me/posts/" + f.ID + "/edit"
}

// ownToken is what a browser may fill a field with: on the desk nothing, for it
// knows who sits there and not who wrote.
func ownToken(own bool, token string) string {
	if own {
		return token
	}
	return "off"
}

func postFormButton(f postForm) string {
	switch {
	case f.ID == "":
		return "Send this post"
	case f.Live:
		return "Send this correction"
	}
	return "Send it again"
}

// partText is what a part says, "" if there is none.
func partText(parts []document.Part, key string) string {
	for _, p := range parts {
		if p.Key == key {
			return p.Text
		}
	}
	return ""
}

// remarkAbout names the part that a remark is about.
func remarkAbout(r document.Remark, parts []document.Part) string {
	for _, p := range parts {
		if p.Key == r.Part {
			return "about: " + p.Label
		}
	}
	return "about all of it"
}

// changedParts are the parts that are not as they were.
func changedParts(changes []document.Change) []document.Change {
	return slices.DeleteFunc(slices.Clone(changes), func(c document.Change) bool { return c.Kind == document.Same })
}

// markdownMark is one thing that Markdown can do, and how it is typed.
type markdownMark struct{ What, Type string }

func marksOfMarkdown() []markdownMark {
	return []markdownMark{
		{"A new paragraph", "Leave an empty line\n\nbetween two paragraphs."},
		{"Headings", "## What I brought\n\n### A smaller one"},
		{"Emphasis", "*stressed* and **strong**"},
		{"A link", "[the words](https://example.com/page)"},
		{"A link to a heading of the text", "[see above](#what-i-brought)"},
		{"A list", "- the lamp\n- the door"},
		{"A list with numbers", "1. open the door\n2. look for the lamp"},
		{"Somebody's words", "> It began with a lamp."},
		{"A footnote", "It was green.[^1]\n\n[^1]: So they told me."},
		{"A table", "| Room | Lamps |\n| --- | --- |\n| Green | 1 |"},
		{"Code", "`a word of it`, or lines between\n```\nand\n```"},
	}
}

// picturesGo says what to do with a picture.
func picturesGo(mailbox string) string {
	if mailbox == "" {
		return "Pictures: leave them out, and say in the text where one should be."
	}
	return "Pictures: leave them out, and send them to " + mailbox + ". We put them in for you."
}
