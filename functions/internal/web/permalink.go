package web

import (
	"net/http"
	"strconv"
	"strings"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/comment"
)

// keepRedirect is how many seconds a browser may keep where a permalink leads:
// a comment may be taken away at any time, or move to another page.
const keepRedirect = 60

// followPermalink leads to where a comment stands on the site. The address is
// printed on pages and in feeds and never dies: when the comment is taken away
// it says so. That the last slash is missing is put right first, without
// looking whether there is such a comment.
func (s *Server) followPermalink(w http.ResponseWriter, r *http.Request, _ visit) error {
	id, whole := strings.CutSuffix(r.PathValue("id"), "/")
	if agency.ValidID(id) && !whole {
		redirect(w, r, permalink(id), http.StatusMovedPermanently)
		return nil
	}
	c, err := s.Comments.FindByID(r.Context(), id)
	if kindOf(err) == agency.KindNotFound || err == nil && !c.EverPublic() {
		s.notShown(w, r, neverShown()) // one answer, so that nobody learns what waits
		return nil
	}
	if err != nil {
		return err
	}
	return s.leadTo(w, r, c)
}

// leadTo answers for a comment that is public or was.
func (s *Server) leadTo(w http.ResponseWriter, r *http.Request, c comment.Comment) error {
	title, published := s.Site.Post(c.Post)
	if !published {
		s.notShown(w, r, shownNoMore("/blog/", "Read what is new in the blog"))
		return nil
	}
	thread, err := comment.ThreadOfPost(r.Context(), s.Comments.Table, c.Post)
	if err != nil {
		return err
	}
	address, found := s.Site.CommentAddress(c.Post, thread, c.ID)
	switch {
	case found && c.State == comment.Approved:
		redirect(w, r, address, http.StatusFound)
	case found: // a tombstone
		s.notShown(w, r, shownNoMore(address, "Read the answers to it, below “"+title+"”"))
	default:
		s.notShown(w, r, shownNoMore("/blog/"+c.Post+"/", "Read “"+title+"”"))
	}
	return nil
}

func redirect(w http.ResponseWriter, r *http.Request, to string, status int) {
	w.Header().Set("Cache-Control", "public, max-age="+strconv.Itoa(keepRedirect))
	http.Redirect(w, r, to, status)
}

// notShown is what a permalink answers that leads to no comment, and where to
// go instead.
type notShown struct {
	Status        int
	Heading, Say  string
	Address, Link string
}

func neverShown() notShown {
	return notShown{
		Status: http.StatusNotFound, Heading: "There is no comment to show here",
		Say:     "Either the link is cut off, or the comment is not public.",
		Address: "/blog/", Link: "Read what is new in the blog",
	}
}

func shownNoMore(address, link string) notShown {
	return notShown{
		Status: http.StatusGone, Heading: "This comment is not shown any more",
		Say:     "It was public once. Who wrote it took it back, or our team took it off the site.",
		Address: address, Link: link,
	}
}

func (s *Server) notShown(w http.ResponseWriter, r *http.Request, n notShown) {
	if asksForJSON(r) {
		s.problem(w, r, n.Status, n.Heading+". "+n.Say)
		return
	}
	s.page(w, r, n.Status, page{title: n.Heading}, notShownPage(n))
}
