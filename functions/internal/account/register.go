package account

import (
	"context"
	"encoding/json"
	"fmt"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/audit"
	"greenroom/functions/internal/table"
)

// Register returns the id of the person who has that address. If nobody has
// it, an influencer by that name is made, by writes that go into the
// transaction of what they come here for: who loses a race for the address is
// told of a conflict there and asks again.
func (s *Room) Register(ctx context.Context, name, email string) (id string, writes []table.Write, err error) {
	known, ok, err := s.personAt(ctx, email)
	if err != nil || ok {
		return known.ID, nil, err
	}
	p, writes, err := s.newcomer(name, email)
	return p.ID, writes, err
}

// newcomer returns a person whom nobody knew, and the writes that make them.
func (s *Room) newcomer(name, email string) (Person, []table.Write, error) {
	p := Person{ID: s.IDs.New(), Name: name, Email: email, Roles: []agency.Role{agency.Influencer}}
	body, err := json.Marshal(p)
	if err != nil {
		return p, nil, fmt.Errorf("encoding person %s: %w", p.ID, err)
	}
	who, err := json.Marshal(p.ID)
	if err != nil {
		return p, nil, fmt.Errorf("encoding person %s: %w", p.ID, err)
	}
	event, err := audit.Write(agency.Event{ID: s.IDs.New(), At: s.Now(), Action: "register", Thing: "person " + p.ID})
	return p, []table.Write{
		table.Create(table.Item{Key: personKey(p.ID), Kind: "person", Body: body}),
		table.Create(table.Item{Key: addressKey(email), Kind: "address", Body: who}),
		event,
	}, err
}

// Contact returns the name and the address of a person.
func (s *Room) Contact(ctx context.Context, id string) (name, email string, err error) {
	p, err := s.person(ctx, id)
	return p.Name, p.Email, err
}
