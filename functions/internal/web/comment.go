package web

import (
	"context"
	"net/http"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/comment"
	"greenroom/site/theme"
)

func (s *Server) commentRoutes() []Route {
	const on = "comments"
	return []Route{
		{on, http.MethodPost, "/api/comments", Everybody, s.submitComment},
		{on, http.MethodGet, "/c/{id...}", Everybody, s.followPermalink}, // all of it: a gateway has no route that ends in a slash
		{on, http.MethodGet, "/comments/new", Everybody, s.newComment},
		{on, http.MethodGet, "/comments/status/{token}", Everybody, s.commentStatus},
		{on, http.MethodPost, "/api/comments/withdraw", Everybody, s.withdrawComment},
	}
}

// newComment is the form on a page of its own: where Reply leads without
// script.
func (s *Server) newComment(w http.ResponseWriter, r *http.Request, _ visit) error {
	d := comment.Draft{Post: r.FormValue("post"), Parent: r.FormValue("parent"), Key: s.IDs.Secret()}
	if _, ok := s.Site.TakesComments(d.Post); !ok {
		return agency.NotFound("There is no such post, or it takes no comments.")
	}
	parent, err := s.parentOf(r.Context(), d)
	if err != nil {
		return err
	}
	if d.Parent != "" && parent == nil {
		return agency.NotFound("The comment you want to answer is not public any more.")
	}
	return s.commentPage(w, r, http.StatusOK, d, parent, nil)
}

func (s *Server) submitComment(w http.ResponseWriter, r *http.Request, _ visit) error {
	var d comment.Draft
	if err := decode(r, &d); err != nil {
		return err
	}
	receipt, err := s.Comments.Submit(r.Context(), d)
	if err == nil {
		http.Redirect(w, r, "/comments/status/"+receipt.Token, http.StatusSeeOther)
		return nil
	}
	return s.commentAgain(w, r, d, err)
}

// commentAgain gives the form back with every answer kept, whether the answers
// are at fault or we are.
func (s *Server) commentAgain(w http.ResponseWriter, r *http.Request, d comment.Draft, cause error) error {
	wrong, invalid := faults(cause)
	status, say := s.verdict(cause)
	if !invalid {
		s.note(w, r, status, cause)
		wrong = theme.FieldErrors{{Message: say}}
	}
	parent, err := s.parentOf(r.Context(), d)
	if err != nil && invalid {
		return err
	}
	return s.commentPage(w, r, status, d, parent, wrong)
}

// parentOf returns the approved comment that a draft answers, or nil.
func (s *Server) parentOf(ctx context.Context, d comment.Draft) (*comment.Comment, error) {
	if d.Parent == "" {
		return nil, nil
	}
	c, err := s.Comments.Find(ctx, d.Post, d.Parent)
	if kindOf(err) == agency.KindNotFound || err == nil && c.State != comment.Approved {
		return nil, nil
	}
	return &c, err
}

// commentPage shows the form again with every answer kept.
func (s *Server) commentPage(w http.ResponseWriter, r *http.Request, status int, d comment.Draft, parent *comment.Comment, wrong theme.FieldErrors) error {
	title, found := s.Site.Post(d.Post)
	form := theme.CommentForm{
		Action: "/api/comments", Post: d.Post, Parent: d.Parent, Name: d.Name, Email: d.Email,
		Text: d.Text, Key: d.Key, Errors: wrong,
	}
	if found {
		form.Cancel = "/blog/" + d.Post + "/"
	}
	if parent != nil {
		form.ReplyTo, form.Cancel = parent.Name, permalink(parent.ID)
	}
	heading := "Leave a comment"
	if title != "" {
		heading += " on “" + title + "”"
	}
	about := page{title: heading}
	if len(wrong) > 0 {
		about.title = "Error: " + heading
	}
	s.page(w, r, status, about, newCommentPage(heading, form, parent))
	return nil
}

func (s *Server) commentStatus(w http.ResponseWriter, r *http.Request, _ visit) error {
	token := r.PathValue("token")
	c, err := s.Comments.Status(r.Context(), token)
	if err != nil {
		return err
	}
	title, _ := s.Site.Post(c.Post)
	s.page(w, r, http.StatusOK, page{title: "Your comment", secret: true}, commentStatusPage(c, title, s.time(c.At), token))
	return nil
}

func (s *Server) withdrawComment(w http.ResponseWriter, r *http.Request, _ visit) error {
	if err := parse(r); err != nil {
		return err
	}
	token := r.PostForm.Get("token")
	if _, err := s.Comments.Withdraw(r.Context(), token); err != nil {
		return err
	}
	http.Redirect(w, r, "/comments/status/"+token, http.StatusSeeOther)
	return nil
}
