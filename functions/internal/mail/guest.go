package mail

import (
	"greenroom/functions/internal/guest"
	"greenroom/functions/internal/outbox"
)

func guestLetters() map[string]letter {
	return map[string]letter{
		guest.LetterReceived:  {fill: fillPostReceived},
		guest.LetterSign:      {fill: fillPostSign},
		guest.LetterRemarks:   {fill: fillRemarks},
		guest.LetterPublished: {fill: fillPublished},
		guest.LetterDeclined:  {fill: fillPostDeclined},
		guest.LetterWithdrawn: {fill: fillPostWithdrawn},
	}
}

// writing reads the values of m into v and returns the rest of a letter about a
// guest post. Its title is its writer's: no subject has it.
func (w *Speaker) writing(m outbox.Mail, v any, about *guest.About) (applied, error) {
	a := applied{page: w.page(m)}
	err := read(m, v)
	if err == nil {
		a.Link, err = w.linkTo("/me/posts/", about.Submission, "")
	}
	return a, err
}

func fillPostReceived(w *Speaker, m outbox.Mail) (any, string, error) {
	var in guest.ReceivedValues
	a, err := w.writing(m, &in, &in.About)
	v := struct {
		applied
		guest.ReceivedValues
	}{a, in}
	return v, "We have it: your post for the blog", err
}

func fillPostSign(w *Speaker, m outbox.Mail) (any, string, error) {
	var in guest.SignValues
	a, err := w.writing(m, &in, &in.About)
	v := struct {
		applied
		guest.SignValues
	}{a, in}
	return v, "Your post, as we edited it, waits for your yes", err
}

func fillRemarks(w *Speaker, m outbox.Mail) (any, string, error) {
	var in guest.RemarksValues
	a, err := w.writing(m, &in, &in.About)
	v := struct {
		applied
		guest.RemarksValues
	}{a, in}
	return v, "What we ask you to change in your post", err
}

func fillPublished(w *Speaker, m outbox.Mail) (any, string, error) {
	var in guest.PublishedValues
	a, err := w.writing(m, &in, &in.About)
	v := struct {
		applied
		guest.PublishedValues
		Post, Writer string // their pages
	}{applied: a, PublishedValues: in}
	if err == nil {
		v.Post, err = w.linkTo("/blog/", in.Slug, "/")
	}
	if err == nil {
		v.Writer, err = w.linkTo("/people/", in.Page, "/")
	}
	subject := "Your post goes into the blog"
	if v.Correction != "" {
		subject = "Your correction goes into the blog"
	}
	return v, subject, err
}

func fillPostDeclined(w *Speaker, m outbox.Mail) (any, string, error) {
	var in guest.DeclinedValues
	a, err := w.writing(m, &in, &in.About)
	v := struct {
		applied
		guest.DeclinedValues
	}{a, in}
	return v, "What you sent for the blog will not appear, and why", err
}

func fillPostWithdrawn(w *Speaker, m outbox.Mail) (any, string, error) {
	var in guest.WithdrawnValues
	a, err := w.writing(m, &in, &in.About)
	v := struct {
		applied
		guest.WithdrawnValues
		Post string // its page, if it appeared
	}{applied: a, WithdrawnValues: in}
	if err == nil && in.Slug != "" {
		v.Post, err = w.linkTo("/blog/", in.Slug, "/")
	}
	subject := "You took your post back"
	if v.Reason != "" {
		subject = "We took your post down, and why"
	}
	return v, subject, err
}

// part names a part of a guest post.
func part(key string) string {
	switch key {
	case "title":
		return "The title"
	case "description":
		return "The sentence that sums it up"
	case "body":
		return "The text"
	case "name":
		return "Your name"
	case "bio":
		return "What you say about yourself"
	case "link":
		return "Your link"
	}
	return "The whole post"
}
