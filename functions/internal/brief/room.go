package brief

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/document"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
)

// LinkChecker asks whether an address answers.
type LinkChecker interface {
	// Answers reports whether there is a page; known is false where nobody can
	// tell.
	Answers(ctx context.Context, address string) (ok, known bool)
}

// Progress is how far the work of a program is.
type Progress struct {
	Drafts int // people who have handed in a draft
	Live   int // people whose work is published
}

// Works knows what was handed in.
type Works interface {
	// Progress returns how far the work of a program is.
	Progress(ctx context.Context, program string) (Progress, error)
}

// Room is the room at work. Links, Works and Owing may be nil: then nobody knows.
type Room struct {
	Table        table.Table
	Documents    *document.Room
	Programs     *program.Room
	Applications *application.Room
	Links        LinkChecker
	Works        Works
	Owing        Owing
	IDs          *agency.IDs
	Now          agency.Clock
	Calendar     agency.Calendar
	Proofs       Proofs
}

// docKind is the kind of the documents of this room.
const docKind = "brief"

// pass is what a compliance reader's approval is called.
const pass = "compliance"

// MayWrite reports whether the actor writes briefs, sends and releases them.
func MayWrite(a agency.Actor) bool {
	return a.ID != "" && a.Is(agency.ProjectManager, agency.Lead)
}

// MayRead reports whether the actor reads briefs on the desk, remarks and
// approves.
func MayRead(a agency.Actor) bool {
	return a.ID != "" && a.Is(agency.Reviewer, agency.ProjectManager, agency.Lead, agency.Editor, agency.Compliance, agency.Admin)
}

func mayWrite(a agency.Actor) error {
	if MayWrite(a) {
		return nil
	}
	return agency.Forbidden("Only project managers may write and release briefs.")
}

func mayRead(a agency.Actor) error {
	if MayRead(a) {
		return nil
	}
	return agency.Forbidden("Only people who read briefs here may do that.")
}

func pk(program string) string { return "BRIEF#" + program }

func key(program, sk string) table.Key {
	return table.Key{Space: table.Private, PK: pk(program), SK: sk}
}

// read decodes the item under k into v.
func (s *Room) read(ctx context.Context, k table.Key, v any) error {
	i, err := s.Table.Get(ctx, k)
	if err != nil {
		return fmt.Errorf("reading %s: %w", k, err)
	}
	if err := json.Unmarshal(i.Body, v); err != nil {
		return fmt.Errorf("reading %s: %w", k, err)
	}
	return nil
}

// each hands over every item of a query.
func (s *Room) each(ctx context.Context, q table.Query, take func(table.Item) error) error {
	for {
		page, err := s.Table.Query(ctx, q)
		if err != nil {
			return fmt.Errorf("listing of a brief: %w", err)
		}
		for _, i := range page.Items {
			if err := take(i); err != nil {
				return err
			}
		}
		if q.Cursor = page.Cursor; q.Cursor == "" {
			return nil
		}
	}
}

func put(k table.Key, kind string, v any) (table.Item, error) {
	body, err := json.Marshal(v)
	if err != nil {
		return table.Item{}, fmt.Errorf("encoding %s: %w", kind, err)
	}
	return table.Item{Key: k, Kind: kind, Body: body}, nil
}

// raced reports whether a write met another one.
func raced(err error) bool {
	_, met := errors.AsType[*table.ConflictError](err)
	return met
}

// raceTries is how often a write that met another one is tried.
const raceTries = 5

func changed() error {
	return agency.Conflict("This brief is not what it was when you looked at it. Nothing was changed.", nil)
}
