package web

import (
	"net/http"
	"strings"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/guest"
	"greenroom/site/theme"
)

// postForm is the form of a guest post with what was typed.
type postForm struct {
	guest.Form
	ID      string // "" for a new post
	Version int64  // of the document, as its writer looked at it
	Mailbox string // where pictures go
	Live    bool   // what is sent is a correction
	Wrong   theme.FieldErrors
}

// maxPost is the most that the form of a post may send, in bytes: a character
// of the text is up to twelve of them, and there can be 40,000.
const maxPost = 512 << 10

// takesPost reports whether a route takes the whole text of a post.
func (r Route) takesPost() bool {
	return r.Path == "/api/me/posts" || strings.HasSuffix(r.Path, "/posts/{id}/edit")
}

func (s *Server) takesLong(w http.ResponseWriter, r *http.Request) bool {
	return s.takesUpTo(w, r, maxPost)
}

// newPostPage is the empty form. The name is the account's, to be changed.
func (s *Server) newPostPage(w http.ResponseWriter, r *http.Request, v visit) error {
	f := guest.Form{Name: v.person.Name, Key: s.IDs.Secret()}
	return s.postFormPage(w, r, http.StatusOK, postForm{Form: f})
}

func (s *Server) postFormPage(w http.ResponseWriter, r *http.Request, status int, f postForm) error {
	f.Mailbox = s.Site.Config().Agency.Email
	about := page{title: postFormTitle(f)}
	if status != http.StatusOK {
		about.title = "Error: " + about.title
	}
	s.page(w, r, status, about, postFormView(f))
	return nil
}

func postFormTitle(f postForm) string {
	switch {
	case f.ID == "":
		return "Write a post for our blog"
	case f.Live:
		return "Correct your post"
	}
	return "Change your post"
}

func (s *Server) submitPost(w http.ResponseWriter, r *http.Request, v visit) error {
	var f guest.Form
	if err := decode(r, &f); err != nil {
		return err
	}
	sub, err := s.Guests.Submit(r.Context(), v.person.Actor(), f)
	if err == nil {
		http.Redirect(w, r, "/me/posts/"+sub.ID, http.StatusSeeOther)
		return nil
	}
	if kindOf(err) == agency.KindConflict && sub.ID != "" {
		return s.postSentBefore(w, r, f, sub)
	}
	return s.postAgain(w, r, postForm{Form: f}, err)
}

// postSentBefore gives back a form that became a post with other words: now it
// changes that post, and if that is over, it begins another.
func (s *Server) postSentBefore(w http.ResponseWriter, r *http.Request, f guest.Form, sub guest.Submission) error {
	again := postForm{Form: f, ID: sub.ID, Version: sub.Document.Version, Live: sub.Released()}
	say := "This form was sent before, with other words, and we have those. What you typed now is below: send it again, and it takes their place"
	if sub.Over() {
		f.Key = s.IDs.Secret()
		again = postForm{Form: f}
		say = "This form was sent before, and that post was taken back or declined. What you typed now is below: send it again, and it is a new post"
	}
	return s.postAgain(w, r, again, agency.Conflict(say+".", nil))
}

// postAgain gives the form back with everything that was typed, whether the
// words are at fault or we are.
func (s *Server) postAgain(w http.ResponseWriter, r *http.Request, f postForm, cause error) error {
	wrong, invalid := faults(cause)
	status, say := s.verdict(cause)
	if !invalid {
		s.note(w, r, status, cause)
		wrong = theme.FieldErrors{{Message: say}}
	}
	f.Wrong = onForm(wrong)
	return s.postFormPage(w, r, status, f)
}

// onForm says of the text what is wrong with all of it: the form has no field
// for the whole.
func onForm(wrong theme.FieldErrors) theme.FieldErrors {
	for i := range wrong {
		if wrong[i].Field == "content" {
			wrong[i].Field = "body"
		}
	}
	return wrong
}

// myWriting is a post of the viewer's own that can still be changed.
func (s *Server) myWriting(r *http.Request, v visit) (guest.Submission, error) {
	sub, err := s.Guests.OwnedBy(r.Context(), v.person.Actor(), r.PathValue("id"))
	if err == nil && sub.Over() {
		err = agency.Gone("This post was withdrawn or declined. Nothing can be done to it any more.")
	}
	return sub, err
}

func (s *Server) editPostPage(w http.ResponseWriter, r *http.Request, v visit) error {
	sub, err := s.myWriting(r, v)
	if err != nil {
		return err
	}
	f, err := s.Guests.Text(r.Context(), sub, sub.Document.Current.Number)
	if err != nil {
		return err
	}
	return s.postFormPage(w, r, http.StatusOK, postForm{Form: f, ID: sub.ID, Version: sub.Document.Version, Live: sub.Released()})
}

// resubmitPost takes a post as its writer has it now. If it is another one
// meanwhile, the form comes back for that one, with their words in it.
func (s *Server) resubmitPost(w http.ResponseWriter, r *http.Request, v visit) error {
	var f guest.Form
	if err := decode(r, &f); err != nil {
		return err
	}
	seen := guest.Seen{ID: r.PathValue("id"), Version: number(r.PostForm.Get("version"))}
	_, cause := s.Guests.Resubmit(r.Context(), v.person.Actor(), seen, f)
	if cause == nil {
		http.Redirect(w, r, "/me/posts/"+seen.ID, http.StatusSeeOther)
		return nil
	}
	sub, err := s.myWriting(r, v)
	if err != nil {
		return err
	}
	return s.postAgain(w, r, postForm{Form: f, ID: sub.ID, Version: sub.Document.Version, Live: sub.Released()}, cause)
}
