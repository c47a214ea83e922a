package document

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/audit"
	"greenroom/functions/internal/table"
)

// Room is the room at work. Its methods take a document as it was read, and
// are refused with a conflict if it is another one by now.
type Room struct {
	Table table.Table
	IDs   *agency.IDs
	Now   agency.Clock
}

// Find returns a document as it is now.
func (s *Room) Find(ctx context.Context, id string) (Document, error) {
	if !agency.ValidID(id) {
		return Document{}, noSuchDocument()
	}
	i, err := s.Table.Get(ctx, key(id))
	if errors.Is(err, table.ErrNotFound) {
		return Document{}, noSuchDocument()
	}
	if err != nil {
		return Document{}, fmt.Errorf("finding document %s: %w", id, err)
	}
	return decode(i)
}

func noSuchDocument() error { return agency.NotFound("There is no such document.") }

// Content returns what a version says. What was frozen is checked against its
// hash.
func (s *Room) Content(ctx context.Context, d Document, number int) (Content, error) {
	var c Content
	v, ok := d.Numbered(number)
	if !ok {
		return c, agency.NotFound("There is no such version.")
	}
	if err := s.read(ctx, contentKey(d.ID, number), &c); err != nil {
		return c, err
	}
	if v.State != Draft && c.Hash() != v.Hash {
		return Content{}, fmt.Errorf("version %d of document %s does not have its hash: %w", number, d.ID, table.ErrCorrupt)
	}
	return c, nil
}

// Remarks returns what was said about a version.
func (s *Room) Remarks(ctx context.Context, d Document, number int) ([]Remark, error) {
	v, ok := d.Numbered(number)
	if !ok {
		return nil, agency.NotFound("There is no such version.")
	}
	if number == d.Current.Number || d.Live != nil && number == d.Live.Number {
		return v.Remarks, nil
	}
	var remarks []Remark
	err := s.read(ctx, remarksKey(d.ID, number), &remarks)
	if errors.Is(err, table.ErrNotFound) {
		return nil, nil
	}
	return remarks, err
}

// History returns what happened to a document, oldest first. The note of an
// event begins with the version it is about.
func (s *Room) History(ctx context.Context, d Document) ([]agency.Event, error) {
	return audit.Events(ctx, s.Table, d.Thing())
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

// somebody refuses who is not signed in.
func somebody(a agency.Actor) error {
	if a.ID == "" {
		return &agency.Error{Kind: agency.KindSignIn, Say: "Sign in first."}
	}
	return nil
}
