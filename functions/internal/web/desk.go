package web

import (
	"context"
	"net/http"
	"strconv"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/comment"
	"greenroom/site/theme"
)

func (s *Server) deskRoutes() []Route {
	const on = "desk"
	const one = "/api/desk/comments/{post}/{id}/"
	return []Route{
		{on, http.MethodGet, "/desk/{$}", StaffOnly, s.desk},
		{on, http.MethodGet, "/desk/comments/{post}/{id}", StaffOnly, s.deskComment},
		{on, http.MethodPost, one + "approve", StaffOnly, s.decideBy(s.Comments.Approve)},
		{on, http.MethodPost, one + "reject", StaffOnly, s.decideBy(s.Comments.Reject)},
		{on, http.MethodPost, one + "spam", StaffOnly, s.decideBy(s.Comments.Spam)},
		{on, http.MethodPost, one + "restore", StaffOnly, s.decideBy(s.Comments.Restore)},
		{on, http.MethodPost, one + "answer", StaffOnly, s.answerComment},
	}
}

// entry is a comment as the desk shows it: with its place and its parent.
type entry struct {
	comment.Comment
	Title   string // of the post
	Told    theme.Time
	Handled theme.Time
	Answers *comment.Comment // the parent, nil at the top of a thread
}

func (s *Server) entry(ctx context.Context, c comment.Comment) (entry, error) {
	e := entry{Comment: c, Told: s.time(c.At)}
	e.Title, _ = s.Site.Post(c.Post)
	if !c.HandledAt.IsZero() {
		e.Handled = s.time(c.HandledAt)
	}
	if c.Parent == "" {
		return e, nil
	}
	parent, err := s.Comments.Find(ctx, c.Post, c.Parent)
	if kindOf(err) == agency.KindNotFound {
		return e, nil
	}
	e.Answers = &parent
	return e, err
}

// queue is one page of the comments in one state.
type queue struct {
	State   agency.State
	Entries []entry
	Next    string // cursor of the next page
	Done    *entry // what was just decided, with the way back
}

// desk is the list of what waits, or of what was decided.
func (s *Server) desk(w http.ResponseWriter, r *http.Request, _ visit) error {
	q := queue{State: stateNamed(r.FormValue("state"))}
	found, next, err := s.Comments.List(r.Context(), q.State, r.FormValue("cursor"))
	if err != nil {
		return err
	}
	q.Next = next
	for _, c := range found {
		e, err := s.entry(r.Context(), c)
		if err != nil {
			return err
		}
		q.Entries = append(q.Entries, e)
	}
	if q.Done, err = s.justDecided(r); err != nil {
		return err
	}
	s.page(w, r, http.StatusOK, page{title: "Desk"}, deskPage(q))
	return nil
}

// stateNamed returns a state that the desk lists; what is unknown means held.
func stateNamed(name string) agency.State {
	for _, tab := range tabs() {
		if string(tab.State) == name {
			return tab.State
		}
	}
	return comment.Held
}

// tab is one list of the desk.
type tab struct {
	State agency.State
	Title string
	Empty string
}

func tabs() []tab {
	return []tab{
		{comment.Held, "Waiting", "Nothing waits. Everybody who wrote has been read."},
		{comment.Approved, "Published", "Nothing is published yet."},
		{comment.Trash, "Rejected", "Nothing was rejected."},
		{comment.Spam, "Spam", "No spam."},
		{comment.Withdrawn, "Taken back", "Nobody took a comment back."},
	}
}

// justDecided reads the comment named in done=<post>/<id>, for the notice with
// the way back.
func (s *Server) justDecided(r *http.Request) (*entry, error) {
	post, id := r.FormValue("post"), r.FormValue("done")
	if id == "" {
		return nil, nil
	}
	c, err := s.Comments.Find(r.Context(), post, id)
	if kindOf(err) == agency.KindNotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	e, err := s.entry(r.Context(), c)
	return &e, err
}

func (s *Server) deskComment(w http.ResponseWriter, r *http.Request, v visit) error {
	c, err := s.Comments.Find(r.Context(), r.PathValue("post"), r.PathValue("id"))
	if err != nil {
		return err
	}
	return s.deskCommentPage(w, r, http.StatusOK, v, c, deskForm{})
}

// deskForm is what the page of one comment gives back after a fault.
type deskForm struct {
	Problem string // what stood in the way of a decision
	Answer  string
	Wrong   theme.FieldErrors
	Key     string
}

func (s *Server) deskCommentPage(w http.ResponseWriter, r *http.Request, status int, v visit, c comment.Comment, form deskForm) error {
	e, err := s.entry(r.Context(), c)
	if err != nil {
		return err
	}
	if form.Key == "" {
		form.Key = s.IDs.Secret()
	}
	about := page{title: "Comment by " + c.Name}
	if status != http.StatusOK {
		about.title = "Error: " + about.title
	}
	s.page(w, r, status, about, deskCommentView(e, v.person.Slug != "", form))
	return nil
}

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
