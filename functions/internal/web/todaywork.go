package web

import (
	"context"
	"fmt"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/submission"
)

// workTasks are what work that was sent wants of the viewer.
func (s *Server) workTasks(ctx context.Context, v visit) ([]task, error) {
	if !submission.MayReview(v.person.Actor()) {
		return nil, nil
	}
	var tasks []task
	for _, state := range []agency.State{submission.InReview, submission.EditsRequested, submission.LiveChecking, submission.LiveBroken} {
		list, err := s.Work.InState(ctx, state)
		if err != nil {
			return nil, err
		}
		for _, d := range list {
			if d.Person == v.person.ID {
				continue
			}
			t, waits, err := s.workTask(ctx, v, d)
			if err != nil {
				return nil, err
			}
			if !waits {
				continue
			}
			tied, err := s.Work.Tied(ctx, v.person.Actor(), d)
			if err != nil {
				return nil, err
			}
			if !tied {
				tasks = append(tasks, t)
			}
		}
	}
	return tasks, nil
}

// workTask is what one piece of work wants of the viewer, if it wants
// something.
func (s *Server) workTask(ctx context.Context, v visit, d submission.Deliverable) (t task, waits bool, err error) {
	p, found := s.Site.Program(d.Program)
	if !found {
		return t, false, nil
	}
	may, what, due := submission.MayDecide(v.person.Actor()), "", time.Time{}
	open := submission.Edit{}
	if d.OpenEdit > 0 {
		if open, err = s.Work.Edit(ctx, d, d.OpenEdit); err != nil {
			return t, false, err
		}
	}
	mine := open.Author == v.person.ID
	switch {
	case open.State == submission.EditSecondLook && !mine:
		what, due = "an edit request waits for a second look", d.ReviewDue
	case open.State == submission.EditDisputed && submission.MayRule(v.person.Actor(), open):
		what, due = "an edit is disputed, and you may rule on it", open.RuleBy
	case open.State == submission.EditCountered && may:
		what, due = "other terms are suggested for a new ask", open.RuleBy
	case d.State == submission.InReview && may && (open.Number == 0 || open.State == submission.EditDraft):
		what, due = "a draft to read", d.ReviewDue
	case d.State == submission.LiveChecking && may:
		what, due = "a live post to verify", d.VerifyDue
	case d.State == submission.LiveBroken && may:
		what = "a post cannot be found as it was verified"
	default:
		return t, false, nil
	}
	return task{What: fmt.Sprintf("%s: %s (%s)", p.Title, what, d.Title), Address: deskWorkPath(d), Due: due}, true, nil
}
