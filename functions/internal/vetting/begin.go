package vetting

import (
	"context"
	"errors"
	"fmt"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/table"
)

// Begin takes an application up: it counts as being read by the actor, so that
// the next reviewer is given another one. Beginning twice is no error.
func (s *Room) Begin(ctx context.Context, actor agency.Actor, id string) (Review, error) {
	f, err := s.mine(ctx, actor, id)
	if err != nil {
		return Review{}, err
	}
	r := f.ReviewBy(actor.ID)
	if !r.BegunAt.IsZero() && r.Skipped.IsZero() {
		return r, nil
	}
	r.BegunAt, r.Skipped = s.Now(), time.Time{}
	return s.save(ctx, r)
}

// Skip puts an application off: it comes up again after all others.
func (s *Room) Skip(ctx context.Context, actor agency.Actor, id string) error {
	f, err := s.mine(ctx, actor, id)
	if err != nil {
		return err
	}
	r := f.ReviewBy(actor.ID)
	if r.BegunAt.IsZero() {
		r.BegunAt = s.Now()
	}
	r.Skipped = s.Now()
	_, err = s.save(ctx, r)
	return err
}

// Opened records that the actor opened a piece of work: that is a look. It
// returns the answers with the piece in them.
func (s *Room) Opened(ctx context.Context, actor agency.Actor, id string) (application.Answers, error) {
	r, err := s.Begin(ctx, actor, id)
	if err != nil {
		return application.Answers{}, err
	}
	if r.OpenedAt.IsZero() {
		r.OpenedAt = s.Now()
		if r, err = s.save(ctx, r); err != nil {
			return application.Answers{}, err
		}
	}
	a, err := s.Applications.Find(ctx, id)
	if err != nil {
		return application.Answers{}, err
	}
	if a, err = s.Applications.Looked(ctx, actor, a, "opened"); err != nil {
		return application.Answers{}, err
	}
	return s.Applications.Answers(ctx, a)
}

// mine returns the file of an application that the actor may review.
func (s *Room) mine(ctx context.Context, actor agency.Actor, id string) (File, error) {
	if _, err := s.reachable(ctx, actor, id); err != nil {
		return File{}, err
	}
	f, err := s.File(ctx, id)
	if err == nil && f.Application.State == application.Withdrawn {
		return f, agency.Gone("This application was taken back. There is nothing to read any more.")
	}
	if err == nil && f.tied(actor.ID).Kind == StoodAside {
		return f, agency.Conflict("You stood aside for this application: others score it.", nil)
	}
	return f, err
}

// read reports whether the actor gave the application the time, or opened a
// piece of its work.
func (r Review) read(now time.Time) bool {
	return !r.OpenedAt.IsZero() || !r.BegunAt.IsZero() && now.Sub(r.BegunAt) >= application.ReadingTime
}

func (s *Room) save(ctx context.Context, r Review, more ...table.Write) (Review, error) {
	item, err := r.item()
	if err != nil {
		return r, err
	}
	err = s.Table.Write(ctx, "", append(more, table.Replace(item))...)
	if conflict, ok := errors.AsType[*table.ConflictError](err); ok {
		return r, agency.Conflict("You changed this review in another window meanwhile. Both versions are below; nothing was overwritten.", conflict)
	}
	if err != nil {
		return r, fmt.Errorf("keeping review of application %s: %w", r.Application, err)
	}
	r.Version++
	return r, nil
}
