package decision

import (
	"context"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/vetting"
	"greenroom/site/content"
)

// Advance moves a closed program on to deciding (P9) once everybody's
// application was read enough, or cites the rule that was not met. While it
// still takes what people were typing, nothing moves.
func (s *Room) Advance(ctx context.Context, p program.Program) (program.Program, error) {
	if p.Standing.State != content.Closed || p.Course.Applied == 0 || s.Programs.Takes(p) {
		return p, nil
	}
	everybody, err := s.Applications.Everybody(ctx, p.Slug)
	if err != nil {
		return p, err
	}
	for _, a := range everybody {
		read, err := s.readEnough(ctx, a)
		if err != nil || !read {
			return p, err
		}
	}
	moved, err := s.Programs.Take(ctx, agency.Machinery(), p, program.Change{Transition: "P9", Version: p.Version}, p.NobodyElse())
	if conflicted(err) {
		return p, nil
	}
	return moved, err
}

func (s *Room) readEnough(ctx context.Context, a application.Application) (bool, error) {
	switch a.State {
	case application.Submitted, application.NeedsInfo:
		return false, nil
	case application.InReview, application.Shortlisted:
	default:
		return true, nil
	}
	var f vetting.File
	f, err := s.Vetting.File(ctx, a.ID)
	return len(f.Reviewers()) >= f.Program.MinReviews, err
}
