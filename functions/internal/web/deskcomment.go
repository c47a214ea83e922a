package web

import (
	"context"
	"net/http"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/comment"
	"greenroom/site/theme"
)

func (s *Server) deskRoutes() []Route {
	const on = "desk"
	const one = "/api/desk/comments/{post}/{id}/"
	return []Route{
		{on, http.MethodGet, "/desk/comments/{$}", StaffOnly, s.commentQueue},
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
	History []deed           // what happened to it; on its own page only
}

// deed is one line of a comment's history.
type deed struct {
	What string
	When theme.Time
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

// commentQueue is the list of what waits, or of what was decided.
func (s *Server) commentQueue(w http.ResponseWriter, r *http.Request, _ visit) error {
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
	s.page(w, r, http.StatusOK, page{title: "Comments"}, deskPage(q))
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
	if e.History, err = s.history(r.Context(), c); err != nil {
		return err
	}
	about := page{title: "Comment by " + c.Name}
	if status != http.StatusOK {
		about.title = "Error: " + about.title
	}
	s.page(w, r, status, about, deskCommentView(e, v.person.Slug != "", form))
	return nil
}

// history tells what happened to a comment, oldest first.
func (s *Server) history(ctx context.Context, c comment.Comment) ([]deed, error) {
	events, err := s.Comments.History(ctx, c)
	if err != nil {
		return nil, err
	}
	deeds := make([]deed, len(events))
	for i, e := range events {
		deeds[i] = deed{What: "came in, " + stateWords(e.To), When: s.time(e.At)}
		if e.From != "" {
			deeds[i].What = "from " + stateWords(e.From) + " to " + stateWords(e.To)
		}
		if e.Note != "" {
			deeds[i].What += ": " + e.Note
		}
	}
	return deeds, nil
}
