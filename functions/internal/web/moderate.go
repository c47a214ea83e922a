package web

import (
	"context"
	"net/http"
	"strconv"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/comment"
)

// decideBy serves one kind of decision. The form carries the version and the
// revision of what was read; if that is no longer what is there, the page
// shows what it is now and nothing is changed.
func (s *Server) decideBy(decide func(context.Context, agency.Actor, comment.Decision) (comment.Comment, error)) func(http.ResponseWriter, *http.Request, visit) error {
	return func(w http.ResponseWriter, r *http.Request, v visit) error {
		if err := parse(r); err != nil {
			return err
		}
		version, _ := strconv.ParseInt(r.PostForm.Get("version"), 10, 64) // 0 fits no comment
		d := comment.Decision{
			Post: r.PathValue("post"), ID: r.PathValue("id"), Version: version,
			Revision: r.PostForm.Get("revision"), Reason: r.PostForm.Get("reason"),
		}
		c, err := decide(r.Context(), v.person.Actor(), d)
		if err == nil {
			http.Redirect(w, r, "/desk/?post="+c.Post+"&done="+c.ID, http.StatusSeeOther)
			return nil
		}
		return s.undecided(w, r, v, d, err)
	}
}

// undecided explains why a decision was not taken, on the comment's own page.
func (s *Server) undecided(w http.ResponseWriter, r *http.Request, v visit, d comment.Decision, cause error) error {
	wrong, invalid := faults(cause)
	if !invalid && kindOf(cause) != agency.KindConflict {
		return cause
	}
	now, err := s.Comments.Find(r.Context(), d.Post, d.ID)
	if err != nil {
		return err
	}
	status, say := s.verdict(cause)
	return s.deskCommentPage(w, r, status, v, now, deskForm{Problem: say, Wrong: wrong})
}

// answerComment publishes a reply by whoever is signed in.
func (s *Server) answerComment(w http.ResponseWriter, r *http.Request, v visit) error {
	var in comment.Answer
	if err := decode(r, &in); err != nil {
		return err
	}
	in.Post, in.Parent = r.PathValue("post"), r.PathValue("id")
	c, err := s.Comments.Answer(r.Context(), v.person.Actor(), in)
	if err == nil {
		http.Redirect(w, r, "/desk/?post="+c.Post+"&done="+c.ID, http.StatusSeeOther)
		return nil
	}
	wrong, invalid := faults(err)
	if !invalid && kindOf(err) != agency.KindConflict {
		return err
	}
	parent, findErr := s.Comments.Find(r.Context(), in.Post, in.Parent)
	if findErr != nil {
		return findErr
	}
	status, say := s.verdict(err)
	return s.deskCommentPage(w, r, status, v, parent, deskForm{Problem: say, Answer: in.Text, Wrong: wrong, Key: in.Key})
}

// reasons are why a comment is not published; its author is shown the words.
func reasons() []string {
	return []string{
		"it is not about the post",
		"it is unkind to somebody",
		"it advertises something",
		"it contains somebody's personal data",
		"it has been said here already",
	}
}
