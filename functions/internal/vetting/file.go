package vetting

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
)

// Applications are where applications come from.
type Applications interface {
	Find(ctx context.Context, id string) (application.Application, error)
	Answers(ctx context.Context, a application.Application) (application.Answers, error)
	Mine(ctx context.Context, actor agency.Actor, program string) (application.Application, error)
	Looked(ctx context.Context, actor agency.Actor, a application.Application, how string) (application.Application, error)
}

// Room is the room at work.
type Room struct {
	Table        table.Table
	Programs     *program.Room
	Applications Applications
	IDs          *agency.IDs
	Now          agency.Clock
}

// File is an application with its reviews and conflicts, as it is on disk now.
type File struct {
	Application application.Application
	Program     program.Program
	Reviews     []Review // by reviewer, begun ones too
	Conflicts   []Conflict
}

// File reads everything that was said about an application.
func (s *Room) File(ctx context.Context, id string) (File, error) {
	a, err := s.Applications.Find(ctx, id)
	if err != nil {
		return File{}, err
	}
	if neverSent(a) {
		return File{}, agency.NotFound("There is no such application.")
	}
	f := File{Application: a}
	if f.Program, err = s.Programs.Find(ctx, a.Program); err != nil {
		return f, err
	}
	return f, s.said(ctx, &f)
}

// neverSent reports whether nobody but its sender may know of an application:
// it is a draft, or was given up as one.
func neverSent(a application.Application) bool { return a.Revision == 0 }

// said reads reviews and conflicts and nothing else of the application's
// partition: what tells who the applicant is lies there too.
func (s *Room) said(ctx context.Context, f *File) error {
	for _, prefix := range []string{"CONFLICT#", "REV#"} {
		q := table.Query{Space: table.Private, PK: appPK(f.Application.ID), Prefix: prefix, Limit: table.MaxPageSize}
		for more := true; more; more = q.Cursor != "" {
			page, err := s.Table.Query(ctx, q)
			if err != nil {
				return fmt.Errorf("reading file of application %s: %w", f.Application.ID, err)
			}
			for _, i := range page.Items {
				if err := f.add(i); err != nil {
					return err
				}
			}
			q.Cursor = page.Cursor
		}
	}
	return nil
}

func (f *File) add(i table.Item) error {
	switch {
	case strings.HasPrefix(i.SK, "REV#"):
		r, err := decodeReview(i)
		f.Reviews = append(f.Reviews, r)
		return err
	case strings.HasPrefix(i.SK, "CONFLICT#"):
		var c Conflict
		if err := json.Unmarshal(i.Body, &c); err != nil {
			return fmt.Errorf("reading conflict: %w", err)
		}
		f.Conflicts = append(f.Conflicts, c)
	}
	return nil
}

// ReviewBy returns a person's review; its BegunAt is zero if they have none.
func (f File) ReviewBy(person string) Review {
	i := slices.IndexFunc(f.Reviews, func(r Review) bool { return r.Reviewer == person })
	if i < 0 {
		return Review{Application: f.Application.ID, Program: f.Application.Program, Reviewer: person}
	}
	return f.Reviews[i]
}

// Open returns a file for somebody who wants to see all of it: who the
// applicant is and what others said. They have handed in a whole review of
// their own, or stood aside. Until then there is the first pass for them.
func (s *Room) Open(ctx context.Context, actor agency.Actor, id string) (File, error) {
	if !MayReview(actor) {
		return File{}, mayNotRead()
	}
	f, err := s.File(ctx, id)
	if err != nil {
		return f, err
	}
	tie := f.tied(actor.ID)
	rival, err := s.Competes(ctx, actor, f.Program.Slug)
	switch {
	case err != nil:
		return File{}, err
	case rival || tie.locked():
		return File{}, agency.NotFound("There is no such application.")
	case tie.Kind == StoodAside || f.ReviewBy(actor.ID).Whole(f.Program.Program):
		return f, nil
	}
	return File{}, ErrUnread
}

// Competes reports whether the actor has applied to a program: then they are a
// competitor of everybody else who has, and see nothing of them.
func (s *Room) Competes(ctx context.Context, actor agency.Actor, program string) (bool, error) {
	a, err := s.Applications.Mine(ctx, actor, program)
	return a.ID != "" && a.State != application.Draft && a.State != application.Withdrawn, err
}

// ErrUnread says that the actor has to score an application first, or to stand
// aside.
var ErrUnread = agency.Forbidden("Score this application first, or stand aside. Names and what others think come after.")
