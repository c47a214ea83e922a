package vetting

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/audit"
	"greenroom/functions/internal/table"
)

// Kinds of conflict. StoodAside is none: who decides about an application
// without scoring it says so before they see who it is.
const (
	Friend     = "friend"
	Relative   = "relative"
	PaidBy     = "paid"
	Competitor = "competitor"
	OtherTie   = "other"
	StoodAside = "aside"
)

// Conflicts are the kinds that somebody can declare, with their words.
func Conflicts() [][2]string {
	return [][2]string{
		{Friend, "We are friends"}, {Relative, "We are related"}, {PaidBy, "One of us pays the other"},
		{Competitor, "We compete with each other"}, {OtherTie, "Something else ties us"},
	}
}

// Conflict keeps a person from reviewing an application.
type Conflict struct {
	Person string
	Kind   string
	At     time.Time
}

func conflictKey(application, person string) table.Key {
	return table.Key{Space: table.Private, PK: appPK(application), SK: "CONFLICT#" + person}
}

// Declare keeps the actor from reviewing an application, whether they have
// already or not. Conflicts are never taken back; who stood aside can declare
// one still.
func (s *Room) Declare(ctx context.Context, actor agency.Actor, id, kind string) error {
	for range raceTries {
		err := s.declare(ctx, actor, id, kind)
		if _, raced := errors.AsType[*table.ConflictError](err); !raced {
			return err
		}
	}
	return fmt.Errorf("declaring conflict: %w", table.ErrUnavailable)
}

// raceTries is how often a declaration that met another one is tried.
const raceTries = 4

func (s *Room) declare(ctx context.Context, actor agency.Actor, id, kind string) error {
	a, err := s.reachable(ctx, actor, id)
	if err != nil {
		return err
	}
	before, err := s.Table.Get(ctx, conflictKey(a.ID, actor.ID))
	if err != nil && !errors.Is(err, table.ErrNotFound) {
		return fmt.Errorf("declaring conflict: %w", err)
	}
	known := kind == StoodAside || slices.ContainsFunc(Conflicts(), func(c [2]string) bool { return c[0] == kind })
	if !known {
		return &agency.Invalid{Fields: []agency.FieldError{{Field: "kind", Message: "Choose what ties you to this applicant"}}}
	}
	body, err := json.Marshal(Conflict{Person: actor.ID, Kind: kind, At: s.Now()})
	if err != nil {
		return fmt.Errorf("encoding conflict: %w", err)
	}
	event, err := audit.Write(agency.Event{ID: s.IDs.New(), At: s.Now(), Actor: actor.ID, Action: "declare " + kind, Thing: a.Thing()})
	if err != nil {
		return err
	}
	item := table.Item{Key: conflictKey(a.ID, actor.ID), Kind: "conflict", Body: body, Version: before.Version}
	item.Index[0] = table.IndexKey{PK: "TIES#" + a.Program, SK: a.ID + "#" + actor.ID}
	err = s.Table.Write(ctx, "", event, table.Replace(item))
	if err != nil {
		return fmt.Errorf("declaring conflict: %w", err)
	}
	return nil
}

// tied returns the conflict between a person and an application, found or
// declared; Kind is "" if there is none.
func (f File) tied(person string) Conflict {
	if person == f.Application.Person {
		return Conflict{Person: person, Kind: "own"}
	}
	for _, c := range f.Conflicts {
		if c.Person == person {
			return c
		}
	}
	return Conflict{}
}

// locked reports whether a conflict keeps a person from seeing the file at
// all. Standing aside keeps them from scoring only.
func (c Conflict) locked() bool { return c.Kind != "" && c.Kind != StoodAside }

// ClosedTo reports whether a person must not touch the application: it is their
// own, or a conflict keeps it from them.
func (f File) ClosedTo(person string) bool { return f.tied(person).locked() }

// reachable returns an application that the actor may review: their own, and
// one that a conflict keeps from them, are the same as none.
func (s *Room) reachable(ctx context.Context, actor agency.Actor, id string) (application.Application, error) {
	if !MayReview(actor) {
		return application.Application{}, mayNotRead()
	}
	f, err := s.File(ctx, id)
	if err != nil {
		return f.Application, err
	}
	rival, err := s.Competes(ctx, actor, f.Program.Slug)
	if err != nil {
		return f.Application, err
	}
	if rival || f.tied(actor.ID).locked() {
		return f.Application, agency.NotFound("There is no such application.")
	}
	return f.Application, nil
}

func mayNotRead() error {
	return agency.Forbidden("Only reviewers and project managers may read applications.")
}

// MayReview reports whether the actor's role lets them read applications.
func MayReview(a agency.Actor) bool {
	return a.Is(agency.Reviewer, agency.ProjectManager, agency.Lead)
}
