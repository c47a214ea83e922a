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
		if err != nil {
			return s.undecided(w, r, v, d.Post, d.ID, err, deskForm{})
		}
		decided(w, r, c)
		return nil
	}
}

// decided leads back to the queue, which says what was done and how to undo it.
func decided(w http.ResponseWriter, r *http.Request, c comment.Comment) {
	http.Redirect(w, r, "/desk/comments/?post="+c.Post+"&done="+c.ID, http.StatusSeeOther)
}

// undecided explains on the comment's own page why nothing was done; form is
// what was filled in there.
func (s *Server) undecided(w http.ResponseWriter, r *http.Request, v visit, post, id string, cause error, form deskForm) error {
	wrong, invalid := faults(cause)
	if !invalid && kindOf(cause) != agency.KindConflict {
		return cause
	}
	now, err := s.Comments.Find(r.Context(), post, id)
	if err != nil {
		return err
	}
	status, say := s.verdict(cause)
	form.Problem, form.Wrong = say, wrong
	return s.deskCommentPage(w, r, status, v, now, form)
}

// answerComment publishes a reply by whoever is signed in.
func (s *Server) answerComment(w http.ResponseWriter, r *http.Request, v visit) error {
	var in comment.Answer
	if err := decode(r, &in); err != nil {
		return err
	}
	in.Post, in.Parent = r.PathValue("post"), r.PathValue("id")
	c, err := s.Comments.Answer(r.Context(), v.person.Actor(), in)
	if err != nil {
		return s.undecided(w, r, v, in.Post, in.Parent, err, deskForm{Answer: in.Text, Key: in.Key})
	}
	decided(w, r, c)
	return nil
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
