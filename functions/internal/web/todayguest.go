package web

import (
	"context"

	"greenroom/functions/internal/document"
	"greenroom/functions/internal/guest"
)

// guestTasks are what guest posts want of the viewer. Nobody was promised a
// day, so they come last.
func (s *Server) guestTasks(ctx context.Context, v visit) ([]task, error) {
	if !guest.MayHandle(v.person.Actor()) {
		return nil, nil
	}
	all, err := s.Guests.Underway(ctx, v.person.Actor())
	if err != nil {
		return nil, err
	}
	var tasks []task
	for _, sub := range all {
		what := postTask(sub, v.person.ID)
		if what == "" {
			continue
		}
		line, err := s.postLine(ctx, sub)
		if err != nil {
			return nil, err
		}
		tasks = append(tasks, task{What: what + ": " + line.Title, Address: "/desk/posts/" + sub.ID})
	}
	return tasks, nil
}

// postTask is what a guest post wants of somebody, "" for nothing.
func postTask(sub guest.Submission, viewer string) string {
	may := powersOver(sub, viewer)
	switch {
	case sub.Person == viewer: // somebody else handles it
		return ""
	case may.Approve && sub.Amending():
		return "A correction of a guest post to read"
	case may.Approve:
		return "A guest post to read"
	case may.Release:
		return "A guest post to publish"
	case may.Correct:
		return "A correction of a guest post to publish"
	case returnedByWriter(sub):
		return "A guest writer wants something changed"
	case sub.State() == document.Draft && sub.Document.WrittenBy(viewer):
		return "A guest post was edited and not sent on"
	}
	return ""
}
