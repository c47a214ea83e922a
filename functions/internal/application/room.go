package application

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/audit"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
)

// People are those who can sign in.
type People interface {
	// Register returns the person with that address, and the writes that make
	// one if there is none.
	Register(ctx context.Context, name, email string) (id string, writes []table.Write, err error)
	// Contact returns the name and the address of a person.
	Contact(ctx context.Context, id string) (name, email string, err error)
}

// Staff are the people who answer for programs.
type Staff interface {
	// Manager returns the name and the mailbox of who has that page.
	Manager(slug string) (name, email string)
}

// Room is the room at work.
type Room struct {
	Table    table.Table
	Programs *program.Room
	People   People
	Staff    Staff
	IDs      *agency.IDs
	Now      agency.Clock
	Rules    *agency.Validator
}

// Find returns one application, in whatever state it is.
func (s *Room) Find(ctx context.Context, id string) (Application, error) {
	if !agency.ValidID(id) {
		return Application{}, noSuchApplication()
	}
	i, err := s.Table.Get(ctx, Key(id))
	if errors.Is(err, table.ErrNotFound) {
		return Application{}, noSuchApplication()
	}
	if err != nil {
		return Application{}, fmt.Errorf("finding application %s: %w", id, err)
	}
	return Decode(i)
}

func noSuchApplication() error { return agency.NotFound("There is no such application.") }

// OwnedBy returns an application of the actor's own. Another person's is the
// same as none.
func (s *Room) OwnedBy(ctx context.Context, a agency.Actor, id string) (Application, error) {
	found, err := s.Find(ctx, id)
	if err == nil && (a.ID == "" || found.Person != a.ID) {
		return Application{}, noSuchApplication()
	}
	return found, err
}

// Answers returns a revision of the answers.
func (s *Room) Answers(ctx context.Context, a Application) (Answers, error) {
	var answers Answers
	err := s.read(ctx, answersKey(a.ID, a.Revision), &answers)
	return answers, err
}

// Who returns what tells who the applicant is. Nobody who reads the work first
// is given it.
func (s *Room) Who(ctx context.Context, a Application) (Who, error) {
	var who Who
	err := s.read(ctx, whoKey(a.ID), &who)
	return who, err
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

// Event returns the write of an audit event about a, which was in another
// state before.
func (s *Room) Event(actor agency.Actor, action string, a Application, before agency.State, note string) (table.Write, error) {
	return audit.Write(agency.Event{ID: s.IDs.New(), At: s.Now(), Actor: actor.ID, Action: action,
		Thing: a.Thing(), From: before, To: a.State, Note: note})
}

// Move changes the state of an application by one transition, with what else
// change alters in it and with more in the same write. It is refused if the
// application is no longer as it was read.
func (s *Room) Move(ctx context.Context, actor agency.Actor, a Application, transition, note string, change func(*Application), more ...table.Write) (Application, error) {
	writes, moved, err := s.Moved(actor, a, transition, note, change)
	if err != nil {
		return a, err
	}
	return moved, s.commit(ctx, transition, moved, append(writes, more...))
}

// Moved returns the writes of Move, for a transaction of the caller's.
func (s *Room) Moved(actor agency.Actor, a Application, transition, note string, change func(*Application)) ([]table.Write, Application, error) {
	before := a.State
	next, err := Machine().Next(before, transition)
	if err != nil {
		return nil, a, err
	}
	a.State = next
	if change != nil {
		change(&a)
	}
	item, err := a.Item()
	if err != nil {
		return nil, a, err
	}
	event, err := s.Event(actor, transition, a, before, note)
	a.Version++
	return []table.Write{table.Replace(item), event}, a, err
}

func (s *Room) commit(ctx context.Context, doing string, a Application, writes []table.Write) error {
	err := s.Table.Write(ctx, "", writes...)
	if conflict, ok := errors.AsType[*table.ConflictError](err); ok {
		return Changed(conflict)
	}
	if err != nil {
		return fmt.Errorf("recording %s of application %s: %w", doing, a.ID, err)
	}
	return nil
}

// Changed says that an application is not what it was when somebody looked.
func Changed(cause error) error {
	return agency.Conflict("This application is not what it was when you looked at it. Nothing was changed.", cause)
}

// Note keeps what changed in an application that stays in its state, with more
// in the same write.
func (s *Room) Note(ctx context.Context, a Application, action string, more ...table.Write) error {
	item, err := a.Item()
	if err != nil {
		return err
	}
	event, err := s.Event(agency.Machinery(), action, a, a.State, "")
	if err != nil {
		return err
	}
	return s.commit(ctx, action, a, append(more, table.Replace(item), event))
}
