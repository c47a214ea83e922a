package web

import (
	"context"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/document"
	"greenroom/functions/internal/program"
)

// briefTasks are what the briefs want of the viewer.
func (s *Server) briefTasks(ctx context.Context, v visit) ([]task, error) {
	if !brief.MayRead(v.person.Actor()) {
		return nil, nil
	}
	all, err := s.Programs.All(ctx)
	if err != nil {
		return nil, err
	}
	var tasks []task
	for _, p := range all {
		d, err := s.Briefs.Document(ctx, p.Slug)
		if kindOf(err) == agency.KindNotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		rival, err := s.Vetting.Competes(ctx, v.person.Actor(), p.Slug)
		if err != nil {
			return nil, err
		}
		if rival {
			continue
		}
		found, err := s.tasksOfBrief(ctx, v, p, d)
		if err != nil {
			return nil, err
		}
		tasks = append(tasks, found...)
	}
	return tasks, nil
}

// tasksOfBrief are what one brief wants of the viewer.
func (s *Server) tasksOfBrief(ctx context.Context, v visit, p program.Program, d document.Document) ([]task, error) {
	actor := v.person.Actor()
	may := briefMay(actor, d)
	due := p.BriefBy
	if d.Live != nil {
		due = time.Time{} // it is out; nobody was promised a day for the next version
	}
	desk := briefPath(p.Slug)
	var tasks []task
	switch {
	case may.Approve:
		tasks = append(tasks, task{What: p.Title + ": a brief to read", Address: desk, Due: due})
	case d.Current.State == document.ChangesRequested && may.Write && d.WrittenBy(actor.ID):
		tasks = append(tasks, task{What: p.Title + ": a brief to change", Address: desk, Due: due})
	case may.Release:
		tasks = append(tasks, task{What: p.Title + ": a brief to release", Address: desk, Due: due})
	}
	if d.Amending() && may.Agree {
		_, open, err := s.Briefs.Amending(ctx, p.Slug)
		if err != nil {
			return nil, err
		}
		if len(open) > 0 {
			tasks = append(tasks, task{What: p.Title + ": a change of the brief to agree to, or not", Address: desk + "#changes"})
		}
	}
	if !may.Answer || d.Live == nil {
		return tasks, nil
	}
	waiting, err := s.Briefs.Unanswered(ctx, p.Slug)
	if len(waiting) > 0 {
		tasks = append(tasks, task{What: p.Title + ": " + plural(len(waiting), "a question", "questions") + " about the brief to answer",
			Address: desk + "#board", Due: waiting[0].Due})
	}
	return tasks, err
}
