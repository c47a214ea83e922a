package account

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/audit"
	"greenroom/functions/internal/table"
)

// How long a session lasts. Staff, who see other people's data, sign in anew
// every working day.
const (
	staffSession = 12 * time.Hour
	otherSession = 7 * 24 * time.Hour
)

// Session is what signing in gives.
type Session struct {
	Secret  string // for the browser; only its hash is kept here
	Expires time.Time
	Next    string // path the person was going to, or ""
	Person  Person
}

// session is what is kept under the hash of the secret.
type session struct{ Person string }

// open ends the request and begins a session, in one write: a link or a code
// signs in once.
func (s *Room) open(ctx context.Context, r request, ask table.Item) (Session, error) {
	p, made, err := s.whoAsked(ctx, r)
	if err != nil {
		return Session{}, err
	}
	now := s.Now()
	opened := Session{Secret: s.IDs.Secret(), Expires: now.Add(life(p)), Next: r.Next, Person: p}
	body, err := json.Marshal(session{Person: p.ID})
	if err != nil {
		return Session{}, fmt.Errorf("encoding session: %w", err)
	}
	event, err := audit.Write(agency.Event{ID: s.IDs.New(), At: now, Actor: p.ID, Action: "sign in", Thing: "person " + p.ID})
	if err != nil {
		return Session{}, err
	}
	err = s.Table.Write(ctx, "", append(made, event,
		table.Delete(ask.Key, ask.Version),
		table.Create(table.Item{Key: sessionKey(opened.Secret), Kind: "session", Body: body, Expires: opened.Expires}))...)
	if _, raced := errors.AsType[*table.ConflictError](err); raced {
		return Session{}, expired()
	}
	if err != nil {
		return Session{}, fmt.Errorf("opening session: %w", err)
	}
	return opened, nil
}

// whoAsked returns who signs in, and for somebody new the writes that make
// them. Who has become a person since, by an application say, is that person.
func (s *Room) whoAsked(ctx context.Context, r request) (Person, []table.Write, error) {
	switch {
	case r.Person != "":
		p, err := s.person(ctx, r.Person)
		return p, nil, err
	case r.New == nil: // nobody has the address that was asked for
		return Person{}, nil, expired()
	}
	p, known, err := s.personAt(ctx, r.New.Email)
	if err != nil || known {
		return p, nil, err
	}
	return s.newcomer(r.New.Name, r.New.Email)
}

func life(p Person) time.Duration {
	if p.Actor().Staff() {
		return staffSession
	}
	return otherSession
}

func sessionKey(secret string) table.Key {
	return table.Key{Space: table.Private, PK: "SESS#" + digest(secret), SK: "T"}
}

// Viewer returns who holds the session. Roles are read anew each time, so that
// a role taken away is gone at once. No session is a KindSignIn error.
func (s *Room) Viewer(ctx context.Context, secret string) (Person, error) {
	nobody := &agency.Error{Kind: agency.KindSignIn, Say: "Sign in to see this page."}
	if secret == "" {
		return Person{}, nobody
	}
	var held session
	err := s.read(ctx, sessionKey(secret), &held)
	if err == nil {
		var p Person
		if p, err = s.person(ctx, held.Person); err == nil {
			return s.today(p), nil
		}
	}
	if errors.Is(err, table.ErrNotFound) {
		return Person{}, nobody
	}
	return Person{}, err
}

// SignOut ends the session.
func (s *Room) SignOut(ctx context.Context, secret string) error {
	if err := s.Table.Write(ctx, "", table.Delete(sessionKey(secret), table.Any)); err != nil {
		return fmt.Errorf("ending session: %w", err)
	}
	return nil
}
