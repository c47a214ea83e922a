package program

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/audit"
	"greenroom/functions/internal/table"
	"greenroom/site/content"
)

// Files are the programs as their files say.
type Files interface {
	// Program returns one by its slug.
	Program(slug string) (content.Program, bool)
	// Programs returns all, by slug.
	Programs() []content.Program
}

// Room is the room at work.
type Room struct {
	Table table.Table
	Files Files
	IDs   *agency.IDs
	Now   agency.Clock
}

// Find returns a program as it stands now.
func (s *Room) Find(ctx context.Context, slug string) (Program, error) {
	file, ok := s.Files.Program(slug)
	if !ok {
		return Program{}, noSuchProgram()
	}
	return s.read(ctx, file)
}

// All returns every program as it stands now, by slug.
func (s *Room) All(ctx context.Context) ([]Program, error) {
	var all []Program
	for _, file := range s.Files.Programs() {
		p, err := s.read(ctx, file)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

func (s *Room) read(ctx context.Context, file content.Program) (Program, error) {
	c, version, counted, err := course(ctx, s.Table, file.Slug)
	return Program{Program: file, Course: c, Standing: file.Standing(s.Now(), c), Version: version, Counted: counted}, err
}

// Takes reports whether an application that arrives now is in time.
func (s *Room) Takes(p Program) bool { return p.Program.Takes(s.Now(), p.Course) }

// HearBy is when somebody who applies now is promised an answer.
func (s *Room) HearBy(p Program) time.Time { return p.Program.HearBy(s.Now(), p.Course) }

// Change is a step that somebody wants to take.
type Change struct {
	Transition       string // "P5", or Extending
	Version          int64  // of the record as it was shown
	Notice           string // for everybody to read
	Closes, DecideBy time.Time
	Promised         time.Time // the first day promised to somebody who still waits; zero if nobody does
}

// Extending moves the dates of a program that stays as it is.
const Extending = "extend"

// Take records a step, with more in the same write: what must still be so, and
// what follows from it.
func (s *Room) Take(ctx context.Context, a agency.Actor, p Program, c Change, more ...table.Write) (Program, error) {
	step, err := s.step(p, c)
	if err != nil {
		return p, err
	}
	r := record{Steps: append(p.Course.Steps[:len(p.Course.Steps):len(p.Course.Steps)], step)}
	body, err := json.Marshal(r)
	if err != nil {
		return p, fmt.Errorf("encoding course of program %s: %w", p.Slug, err)
	}
	event, err := audit.Write(agency.Event{ID: s.IDs.New(), At: step.At, Actor: a.ID, Action: c.Transition,
		Thing: kind + " " + p.Slug, From: agency.State(p.Standing.State), To: agency.State(step.To), Note: c.Notice})
	if err != nil {
		return p, err
	}
	writes := append(more, table.Replace(table.Item{Key: Key(p.Slug), Kind: kind, Body: body, Version: p.Version}), event)
	err = s.Table.Write(ctx, "", writes...)
	if conflict, ok := errors.AsType[*table.ConflictError](err); ok {
		return p, changed(conflict)
	}
	if err != nil {
		return p, fmt.Errorf("recording %s of program %s: %w", c.Transition, p.Slug, err)
	}
	return s.Find(ctx, p.Slug)
}

// step is the step that a change asks for, if it may be taken now.
func (s *Room) step(p Program, c Change) (content.Step, error) {
	to := agency.State(p.Standing.State)
	if c.Transition != Extending {
		var err error
		if to, err = Machine().Next(to, c.Transition); err != nil {
			return content.Step{}, err
		}
	}
	if c.Version != p.Version {
		return content.Step{}, changed(nil)
	}
	return content.Step{ID: c.Transition, To: content.ProgramState(to), At: s.Now(),
		Notice: c.Notice, Closes: c.Closes, DecideBy: c.DecideBy}, nil
}

func changed(cause error) error {
	return agency.Conflict("This program is not what it was when you looked at it. Nothing was changed.", cause)
}
