package web

import (
	"context"
	"net/http"
	"slices"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/document"
	"greenroom/functions/internal/guest"
	"greenroom/site/theme"
)

// guestRoutes are for who writes a post for the blog.
func (s *Server) guestRoutes() []Route {
	const on = "submissions"
	const one = "/me/posts/{id}"
	return []Route{
		{on, http.MethodGet, "/me/posts/{$}", Members, s.myPosts},
		{on, http.MethodGet, one, Members, s.myPost},
		{on, http.MethodGet, one + "/edit", Members, s.editPostPage},
		{on, http.MethodPost, "/api/me/posts", Members, s.submitPost},
		{on, http.MethodPost, "/api" + one + "/edit", Members, s.resubmitPost},
		{on, http.MethodPost, "/api" + one + "/sign", Members, s.atPost(s.signPost)},
		{on, http.MethodPost, "/api" + one + "/return", Members, s.atPost(s.returnPost)},
		{on, http.MethodPost, "/api" + one + "/withdraw", Members, s.atPost(s.withdrawPost)},
	}
}

// postLine is a guest post in a list.
type postLine struct {
	guest.Submission
	Title string
	Sent  theme.Time
}

func (s *Server) postLine(ctx context.Context, sub guest.Submission) (postLine, error) {
	f, err := s.Guests.Text(ctx, sub, sub.Document.Current.Number)
	return postLine{Submission: sub, Title: f.Title, Sent: s.time(sub.At)}, err
}

// myPosts lists what somebody wrote for the blog, the newest first.
func (s *Server) myPosts(w http.ResponseWriter, r *http.Request, v visit) error {
	mine, err := s.Guests.Mine(r.Context(), v.person.Actor())
	if err != nil {
		return err
	}
	var list []postLine
	for _, sub := range slices.Backward(mine) {
		one, err := s.postLine(r.Context(), sub)
		if err != nil {
			return err
		}
		list = append(list, one)
	}
	s.page(w, r, http.StatusOK, page{title: "Your posts"}, myPostsView(list))
	return nil
}

// writing is a guest post as its writer sees it.
type writing struct {
	guest.Submission
	Parts   []document.Part
	Sent    theme.Time
	Changes []document.Change // what was edited here since they gave their word
	Remarks []document.Remark // that are for them
	Problem string            // what stood in the way of a form
	Wrong   theme.FieldErrors
	Typed   string
}

// newPost is what stands for an id at the address of the empty form: the
// router cannot have /me/posts/new beside /me/posts/{id}, because what refuses
// other methods at the one would answer for the other.
const newPost = "new"

func (s *Server) myPost(w http.ResponseWriter, r *http.Request, v visit) error {
	if r.PathValue("id") == newPost {
		return s.newPostPage(w, r, v)
	}
	return s.showPost(w, r, http.StatusOK, v, writing{})
}

// showPost is the one page of a guest post for its writer: where it stands and
// what they can do. form has what a form of the page held, if it failed.
func (s *Server) showPost(w http.ResponseWriter, r *http.Request, status int, v visit, form writing) error {
	sub, err := s.Guests.OwnedBy(r.Context(), v.person.Actor(), r.PathValue("id"))
	if err != nil {
		return err
	}
	one, err := s.writing(r.Context(), sub)
	if err != nil {
		return err
	}
	one.Problem, one.Wrong, one.Typed = form.Problem, form.Wrong, form.Typed
	about := page{title: "Your post"}
	if status != http.StatusOK {
		about.title = "Error: " + about.title
	}
	s.page(w, r, status, about, myPostView(one))
	return nil
}

func (s *Server) writing(ctx context.Context, sub guest.Submission) (one writing, err error) {
	one = writing{Submission: sub, Sent: s.time(sub.At), Remarks: forWriter(sub)}
	content, err := s.Guests.Documents.Content(ctx, sub.Document, sub.Document.Current.Number)
	if err != nil {
		return one, err
	}
	one.Parts = content.Parts
	if n := versionHashed(sub.Document, sub.Consent); n > 0 && sub.Consent != sub.Document.Current.Hash {
		one.Changes, err = s.Guests.Diff(ctx, sub, n, sub.Document.Current.Number)
	}
	return one, err
}

// versionHashed is the newest version of that hash, 0 for none.
func versionHashed(d document.Document, hash string) int {
	n := 0
	for _, v := range d.Past {
		if v.Hash == hash {
			n = max(n, v.Number)
		}
	}
	if d.Live != nil && d.Live.Hash == hash {
		n = max(n, d.Live.Number)
	}
	if d.Current.Hash == hash {
		n = d.Current.Number
	}
	return n
}

// forWriter are the remarks that a writer reads: their own, and once a version
// came back to them, what was said here.
func forWriter(sub guest.Submission) (list []document.Remark) {
	for _, r := range sub.Document.Current.Remarks {
		if r.Outside || sub.State() == document.ChangesRequested {
			list = append(list, r)
		}
	}
	return list
}

// atPost serves one thing that its writer does with a post. If it cannot be
// done, the page says why, shows how things are now, and keeps what was typed.
func (s *Server) atPost(do func(ctx context.Context, a agency.Actor, id string, get func(string) string) error) func(http.ResponseWriter, *http.Request, visit) error {
	return func(w http.ResponseWriter, r *http.Request, v visit) error {
		if err := parse(r); err != nil {
			return err
		}
		id := r.PathValue("id")
		cause := do(r.Context(), v.person.Actor(), id, r.PostForm.Get)
		if cause == nil {
			http.Redirect(w, r, "/me/posts/"+id, http.StatusSeeOther)
			return nil
		}
		wrong, shown := onPage(cause)
		if !shown {
			return cause
		}
		status, say := s.verdict(cause)
		return s.showPost(w, r, status, v, writing{Problem: say, Wrong: wrong, Typed: r.PostForm.Get("text")})
	}
}

// onPage reports whether the page of a post says what went wrong, and not one
// of its own.
func onPage(cause error) (theme.FieldErrors, bool) {
	wrong, invalid := faults(cause)
	kind := kindOf(cause)
	return wrong, invalid || kind == agency.KindConflict || kind == agency.KindGone
}

func (s *Server) signPost(ctx context.Context, a agency.Actor, id string, get func(string) string) error {
	_, err := s.Guests.Sign(ctx, a, id, get("hash"))
	return err
}

func (s *Server) returnPost(ctx context.Context, a agency.Actor, id string, get func(string) string) error {
	_, err := s.Guests.Return(ctx, a, id, get("hash"), []document.Remark{{Text: get("text")}})
	return err
}

func (s *Server) withdrawPost(ctx context.Context, a agency.Actor, id string, _ func(string) string) error {
	_, err := s.Guests.Withdraw(ctx, a, id)
	return err
}
