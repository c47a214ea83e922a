package web

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"net/http"
	"slices"
	"time"

	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/decision"
	"greenroom/functions/internal/outbox"
	"greenroom/site/theme"
)

func (s *Server) todayRoutes() []Route {
	return []Route{{"desk", http.MethodGet, "/desk/{$}", StaffOnly, s.today}}
}

// task is something that waits for the viewer.
type task struct {
	What    string
	Address string
	Due     time.Time // zero: nobody was promised a day
	Told    theme.Time
	Late    bool
	Can     string // what else can be done with a press, "" for nothing
	Press   string
}

// today is what waits for the viewer, from all queues, by the day it is due.
func (s *Server) today(w http.ResponseWriter, r *http.Request, v visit) error {
	var tasks []task
	for _, find := range []func(context.Context, visit) ([]task, error){s.commentTasks, s.readingTasks, s.programTasks, s.mailTasks, s.workTasks, s.briefTasks, s.guestTasks} {
		found, err := find(r.Context(), v)
		if err != nil {
			return err
		}
		tasks = append(tasks, found...)
	}
	slices.SortStableFunc(tasks, func(a, b task) int {
		return cmp.Compare(a.urgency(), b.urgency())
	})
	for i, t := range tasks {
		if !t.Due.IsZero() {
			tasks[i].Told = s.time(t.Due)
			tasks[i].Late = s.Now().After(t.Due)
		}
	}
	s.page(w, r, http.StatusOK, page{title: "Today"}, todayView(tasks, deskTabs(v)))
	return nil
}

// urgency orders tasks by the day they are due; what nobody was promised comes
// last.
func (t task) urgency() int64 {
	if t.Due.IsZero() {
		return math.MaxInt64
	}
	return t.Due.UnixNano()
}

// answerComments is how long a comment may wait.
const answerComments = 24 * time.Hour

func (s *Server) commentTasks(ctx context.Context, _ visit) ([]task, error) {
	held, next, err := s.Comments.List(ctx, comment.Held, "")
	if err != nil || len(held) == 0 {
		return nil, err
	}
	more := ""
	if next != "" {
		more = " or more"
	}
	return []task{{What: fmt.Sprintf("%d%s %s for approval", len(held), more, plural(len(held), "comment waits", "comments wait")),
		Address: "/desk/comments/", Due: held[0].At.Add(answerComments)}}, nil
}

func (s *Server) readingTasks(ctx context.Context, v visit) ([]task, error) {
	queue, err := s.Vetting.Queue(ctx, s.Applications, v.person.Actor())
	if err != nil || len(queue) == 0 {
		return nil, err
	}
	due := queue[0].Application.HearBy
	for _, q := range queue {
		if q.Application.HearBy.Before(due) {
			due = q.Application.HearBy
		}
	}
	return []task{{What: fmt.Sprintf("%d %s to read", len(queue), plural(len(queue), "application", "applications")),
		Address: "/desk/vetting/", Due: due}}, nil
}

// mailTasks are letters to read for somebody else, and mail that did not leave.
func (s *Server) mailTasks(ctx context.Context, v visit) ([]task, error) {
	if s.mayRead(v) != nil {
		return nil, nil
	}
	var tasks []task
	seen, cursor := map[string]bool{}, ""
	for more := true; more; more = cursor != "" {
		letters, next, err := s.Outbox.List(ctx, outbox.SecondLook, cursor)
		if err != nil {
			return nil, err
		}
		for _, m := range letters {
			if m.Author == v.person.ID || seen[m.Group] {
				continue
			}
			t, mine, err := s.lookTask(ctx, v, m)
			if err != nil {
				return nil, err
			}
			if mine {
				seen[m.Group] = true
				tasks = oneEach(tasks, t)
			}
		}
		cursor = next
	}
	failed, _, err := s.Outbox.List(ctx, outbox.Failed, "")
	for _, m := range failed {
		tasks = append(tasks, task{What: "A mail did not leave (" + m.Letter + "): " + m.Problem, Due: m.At,
			Can: "Send it again", Press: "/api/desk/mails/" + m.ID + "/retry"})
	}
	return tasks, err
}

// oneEach adds a task, unless one leads to the same page: that one is due when
// the first of them is.
func oneEach(tasks []task, t task) []task {
	i := slices.IndexFunc(tasks, func(one task) bool { return one.Address == t.Address })
	if i < 0 {
		return append(tasks, t)
	}
	if t.Due.Before(tasks[i].Due) {
		tasks[i].Due = t.Due
	}
	return tasks
}

// lookTask is a letter that the viewer may read for somebody else.
func (s *Server) lookTask(ctx context.Context, v visit, m outbox.Mail) (t task, mine bool, err error) {
	values, err := decision.OutcomeOf(m)
	if err != nil {
		return t, false, nil // another kind of letter
	}
	f, err := s.Vetting.File(ctx, values.Application)
	if err != nil {
		return t, false, err
	}
	rival, err := s.Vetting.Competes(ctx, v.person.Actor(), f.Program.Slug)
	if err != nil || rival || f.ClosedTo(v.person.ID) {
		return t, false, err
	}
	return task{What: "Letters wait for a second look: " + values.Title, Address: "/desk/programs/" + f.Program.Slug + "/outcomes",
		Due: f.Application.HearBy}, true, nil
}
