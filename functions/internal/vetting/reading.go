package vetting

import (
	"context"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/program"
	"greenroom/site/content"
)

// Reading is an application as its reviewer has it before them.
type Reading struct {
	Application application.Application
	Program     program.Program
	Answers     application.Answers
	Review      Review // their own; BegunAt is zero before they take it up
	Stale       bool   // what they handed in was about other answers or weights
}

// Blind returns what the first pass is about: work and answers. Nothing that
// tells who the applicant is, is read for it.
func (s *Room) Blind(ctx context.Context, actor agency.Actor, id string) (Reading, error) {
	f, err := s.mine(ctx, actor, id)
	if err != nil {
		return Reading{}, err
	}
	r := Reading{Application: f.Application, Program: f.Program, Review: f.ReviewBy(actor.ID)}
	r.Stale = r.Review.Stale(f.Program.Program, f.Application)
	r.Answers, err = s.Applications.Answers(ctx, f.Application)
	return r, err
}

// Revealed returns what the second pass is about. It is refused before the
// first was handed in, on these answers and by these weights.
func (s *Room) Revealed(ctx context.Context, actor agency.Actor, id string) (Reading, error) {
	r, err := s.Blind(ctx, actor, id)
	if err != nil {
		return Reading{}, err
	}
	if r.Review.Pass == "" || r.Stale {
		return Reading{}, ErrUnread
	}
	return r, nil
}

// Scored reports whether the actor has handed in all that a program wants.
func (r Reading) Scored() bool { return r.Review.Whole(r.Program.Program) && !r.Stale }

// Criteria are those of a pass that count here.
func (r Reading) Criteria(pass content.Pass) []content.Criterion {
	return Criteria(r.Program.Program, pass)
}
