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

// Enrol returns the writes that add a person. They fail if somebody already
// has the address.
func Enrol(p Person) ([]table.Write, error) {
	if !agency.Mailbox(p.Email) {
		return nil, fmt.Errorf("enrolling person %s: not a mailbox", p.ID)
	}
	body, err := json.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("encoding person %s: %w", p.ID, err)
	}
	who, err := json.Marshal(p.ID)
	if err != nil {
		return nil, fmt.Errorf("encoding person %s: %w", p.ID, err)
	}
	return []table.Write{
		table.Create(table.Item{Key: personKey(p.ID), Kind: "person", Body: body}),
		table.Create(table.Item{Key: addressKey(p.Email), Kind: "address", Body: who}),
	}, nil
}

// person returns who has that id.
func (s *Service) person(ctx context.Context, id string) (Person, error) {
	var p Person
	err := s.read(ctx, personKey(id), &p)
	return p, err
}

// personAt returns who has that address; ok is false if nobody does.
func (s *Service) personAt(ctx context.Context, email string) (p Person, ok bool, err error) {
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
func (s *Service) read(ctx context.Context, k table.Key, v any) error {
	i, err := s.Table.Get(ctx, k)
	if err != nil {
		return fmt.Errorf("reading %s: %w", k, err)
	}
	if err := json.Unmarshal(i.Body, v); err != nil {
		return fmt.Errorf("reading %s: %w", k, err)
	}
	return nil
}
