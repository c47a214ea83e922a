package application

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
	"greenroom/site/content"
)

// Drafts that were never sent are forgotten so long after the program closed
// (A2): the table lets them expire.
const keepDraft = 30 * 24 * time.Hour

// rollingDraft is how long a draft for a program without a closing day is kept.
const rollingDraft = 90 * 24 * time.Hour

func draftKey(id string) table.Key {
	return table.Key{Space: table.Private, PK: PK(id), SK: "DRAFT"}
}

// maxDraft is how much a draft may hold, in bytes of all its fields.
const maxDraft = 32 << 10

// SaveDraft keeps what a signed-in person has filled in so far, whatever is
// still wrong with it, and sends nothing.
func (s *Room) SaveDraft(ctx context.Context, actor agency.Actor, f Form) (Application, error) {
	if actor.ID == "" {
		return Application{}, &agency.Error{Kind: agency.KindSignIn, Say: "Sign in to save an application for later."}
	}
	p, err := s.Programs.Find(ctx, f.Program)
	if err != nil {
		return Application{}, err
	}
	if _, err := s.admission(ctx, p, f.Code); err != nil {
		return Application{}, err
	}
	f.Key, f.Trap = "", ""
	item, err := put(draftKey(""), "draft", f)
	if err != nil {
		return Application{}, err
	}
	if len(item.Body) > maxDraft || !utf8.Valid(item.Body) {
		return Application{}, &agency.Invalid{Fields: []agency.FieldError{{Field: "angle", Message: "These answers are too long to be saved. Shorten them"}}}
	}
	for range raceTries {
		a, err := s.saveDraft(ctx, actor, p, item)
		if _, raced := errors.AsType[*table.ConflictError](err); !raced {
			return a, err
		}
	}
	return Application{}, fmt.Errorf("keeping draft: %w", table.ErrUnavailable)
}

func (s *Room) saveDraft(ctx context.Context, actor agency.Actor, p program.Program, item table.Item) (Application, error) {
	a, lock, err := s.mine(ctx, p.Slug, actor.ID)
	if err != nil {
		return a, err
	}
	if a.ID != "" && a.State != Draft && a.State != Withdrawn {
		return a, agency.Conflict("You have applied to this program already. You can change your answers on your own pages.", nil)
	}
	if a.State != Draft {
		a = Application{ID: s.IDs.New(), Program: p.Slug, Person: actor.ID, State: Draft, Again: a.sentBefore()}
	}
	a.At = s.Now()
	application, err := a.Item()
	if err != nil {
		return a, err
	}
	if lock.Body, err = json.Marshal(a.ID); err != nil {
		return a, fmt.Errorf("encoding lock: %w", err)
	}
	until := a.At.Add(rollingDraft)
	if p.Rolling == nil {
		until = content.EndOf(p.Standing.Closes, p.TimeZone).Add(keepDraft)
	}
	lock.Kind, item.Key = "lock", draftKey(a.ID)
	application.Expires, lock.Expires, item.Expires = until, until, until
	return a, s.Table.Write(ctx, "", table.Replace(application), table.Replace(lock), table.Set(item))
}

// SavedDraft returns what was filled in so far.
func (s *Room) SavedDraft(ctx context.Context, a Application) (Form, error) {
	var f Form
	err := s.read(ctx, draftKey(a.ID), &f)
	if errors.Is(err, table.ErrNotFound) {
		return Form{Program: a.Program}, nil
	}
	return f, err
}
