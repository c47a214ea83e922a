package web

import (
	"context"
	"fmt"
	"time"

	"greenroom/functions/internal/application"
	"greenroom/functions/internal/decision"
	"greenroom/functions/internal/program"
	"greenroom/site/content"
)

// programTasks are what the programs want of who runs them.
func (s *Server) programTasks(ctx context.Context, v visit) ([]task, error) {
	if !program.MayRun(v.person.Actor()) {
		return nil, nil
	}
	all, err := s.Programs.All(ctx)
	if err != nil {
		return nil, err
	}
	var tasks []task
	for _, p := range all {
		if p.Course.Applied == 0 {
			continue
		}
		rival, err := s.Vetting.Competes(ctx, v.person.Actor(), p.Slug)
		if err != nil {
			return nil, err
		}
		if rival {
			continue
		}
		list, err := s.Applications.Listed(ctx, p.Slug)
		if err != nil {
			return nil, err
		}
		found, err := s.tasksOf(ctx, v, p, list)
		if err != nil {
			return nil, err
		}
		tasks = append(tasks, found...)
	}
	return tasks, nil
}

func (s *Server) tasksOf(ctx context.Context, v visit, p program.Program, list []application.Application) ([]task, error) {
	desk := "/desk/programs/" + p.Slug
	var tasks []task
	decide, decided, waiting := 0, 0, 0
	var due time.Time
	for _, a := range list {
		if a.Live() && (due.IsZero() || a.HearBy.Before(due)) {
			due = a.HearBy
		}
		switch a.State {
		case application.InReview, application.Shortlisted:
			decide++
		case application.Decided:
			decided++
		case application.Waitlisted:
			waiting++
		}
	}
	closed := p.Standing.State == content.Closed || p.Standing.State == content.Deciding || p.Rolling != nil
	if decide > 0 && closed && decision.MayDecide(v.person.Actor()) {
		tasks = append(tasks, task{What: fmt.Sprintf("%s: %d to decide", p.Title, decide), Address: desk, Due: due})
	}
	if decided > 0 {
		tasks = append(tasks, task{What: fmt.Sprintf("%s: %d decided and not told yet", p.Title, decided), Address: desk + "/outcomes", Due: due})
	}
	if waiting == 0 {
		return tasks, nil
	}
	free, err := s.Applications.Free(ctx, p)
	if err != nil || free <= 0 {
		return tasks, err
	}
	next, err := s.Decisions.Waitlisted(ctx, p.Slug)
	if err != nil || len(next) == 0 {
		return tasks, err
	}
	return append(tasks, task{What: fmt.Sprintf("%s: a place is free, and somebody waits for it", p.Title),
		Address: "/desk/applications/" + next[0].ID, Due: next[0].Outcome.AnswerBy}), nil
}
