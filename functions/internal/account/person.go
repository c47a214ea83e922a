// Package account is the room of people and of how they sign in: by a mailed
// link or a six-digit code, never by a password. Everything here lies in the
// private space.
//
// It knows nothing of cookies or pages.
package account

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/table"
)

// Person is somebody who may sign in.
type Person struct {
	ID    string // ULID
	Name  string
	Email string
	Slug  string // page below /people/, "" if there is none
	Roles []agency.Role
}

// Actor returns the person as one who acts.
func (p Person) Actor() agency.Actor {
	return agency.Actor{ID: p.ID, Name: p.Name, Slug: p.Slug, Roles: p.Roles}
}

func personKey(id string) table.Key {
	return table.Key{Space: table.Private, PK: "PERSON#" + id, SK: "META"}
}

// addressKey leads from an address to the one person who has it. Addresses are
// compared without regard to case.
func addressKey(email string) table.Key {
	return table.Key{Space: table.Private, PK: "EMAIL#" + digest(strings.ToLower(email)), SK: "UNIQ"}
}

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// Enrol adds a person, who gets an id. Whoever has the address already keeps
// the id and takes the name, page and roles of p.
func (s *Room) Enrol(ctx context.Context, p Person) error {
	if !agency.Mailbox(p.Email) {
		return fmt.Errorf("enrolling %s: their address is not a mailbox", p.Slug)
	}
	known, ok, err := s.personAt(ctx, p.Email)
	if err != nil {
		return err
	}
	if !ok {
		p.ID = s.IDs.New()
		return s.add(ctx, p)
	}
	if p.ID, p.Email = known.ID, known.Email; reflect.DeepEqual(p, known) {
		return nil
	}
	return s.put(ctx, p, table.Set)
}

// add keeps a new person under their address.
func (s *Room) add(ctx context.Context, p Person) error {
	who, err := json.Marshal(p.ID)
	if err != nil {
		return fmt.Errorf("encoding person %s: %w", p.ID, err)
	}
	return s.put(ctx, p, table.Create, table.Create(table.Item{Key: addressKey(p.Email), Kind: "address", Body: who}))
}

func (s *Room) put(ctx context.Context, p Person, how func(table.Item) table.Write, more ...table.Write) error {
	body, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("encoding person %s: %w", p.ID, err)
	}
	writes := append(more, how(table.Item{Key: personKey(p.ID), Kind: "person", Body: body}))
	if err := s.Table.Write(ctx, "", writes...); err != nil {
		return fmt.Errorf("enrolling person %s: %w", p.ID, err)
	}
	return nil
}

// person returns who has that id.
func (s *Room) person(ctx context.Context, id string) (Person, error) {
	var p Person
	err := s.read(ctx, personKey(id), &p)
	return p, err
}

// personAt returns who has that address; ok is false if nobody does.
func (s *Room) personAt(ctx context.Context, email string) (p Person, ok bool, err error) {
	var id string
	err = s.read(ctx, addressKey(email), &id)
	if errors.Is(err, table.ErrNotFound) {
		return p, false, nil
	}
	if err != nil {
		return p, false, err
	}
	p, err = s.person(ctx, id)
	return p, err == nil, err
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
