package submission

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/audit"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/fetch"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
)

// Briefs are what people work from.
type Briefs interface {
	// Released returns the brief that holds now.
	Released(ctx context.Context, program string) (brief.Released, error)
	// Agreed returns the newest version that an applicant acknowledged, as it
	// holds for them: offers that they took are clauses like others.
	Agreed(ctx context.Context, a application.Application) (b brief.Brief, ack brief.Ack, ok bool, err error)
}

// Contacts are the people at clients.
type Contacts interface {
	// Contact returns who speaks for the client of a program; its Email is ""
	// if nobody was named.
	Contact(ctx context.Context, actor agency.Actor, program string) (brief.Contact, error)
	// Turn returns how often somebody else took over for the client.
	Turn(ctx context.Context, program string) (int, error)
}

// Visitor looks at pages on the web.
type Visitor interface {
	Fetch(ctx context.Context, address string) (fetch.Page, error)
}

// Files keeps what people upload, named by the hash of its bytes.
type Files interface {
	// Keep stores data under its hash. Storing the same again is no error.
	Keep(ctx context.Context, hash string, data []byte) error
	// Open returns what is stored, or an error that is fs.ErrNotExist.
	Open(ctx context.Context, hash string) (io.ReadCloser, error)
}

// Room is the room at work.
type Room struct {
	Table        table.Table
	Programs     *program.Room
	Applications *application.Room
	Briefs       Briefs
	Contacts     Contacts
	Staff        Staff
	Ties         Ties
	Visitor      Visitor
	Files        Files
	MaxFile      int // the most that one file may have, in bytes
	IDs          *agency.IDs
	Now          agency.Clock
	Calendar     agency.Calendar
	Proofs       brief.Proofs
}

// Find returns one deliverable, whatever state it is in.
func (s *Room) Find(ctx context.Context, app string, number int) (Deliverable, error) {
	if !agency.ValidID(app) || number < 1 || number > maxDeliverables {
		return Deliverable{}, noSuchWork()
	}
	i, err := s.Table.Get(ctx, key(app, number))
	if errors.Is(err, table.ErrNotFound) {
		return Deliverable{}, noSuchWork()
	}
	if err != nil {
		return Deliverable{}, fmt.Errorf("finding deliverable %s-%d: %w", app, number, err)
	}
	return decode(i)
}

func noSuchWork() error { return agency.NotFound("There is no such piece of work.") }

// OwnedBy returns a deliverable of the actor's own. Another person's is the
// same as none.
func (s *Room) OwnedBy(ctx context.Context, actor agency.Actor, app string, number int) (Deliverable, error) {
	d, err := s.Find(ctx, app, number)
	if err == nil && (actor.ID == "" || d.Person != actor.ID) {
		return Deliverable{}, noSuchWork()
	}
	return d, err
}

// ForStaff returns a deliverable for who reviews it. Nobody reviews their own, or
// that of somebody they know.
func (s *Room) ForStaff(ctx context.Context, actor agency.Actor, app string, number int) (Deliverable, error) {
	if !MayReview(actor) {
		return Deliverable{}, agency.Forbidden("Only reviewers and project managers read drafts.")
	}
	d, err := s.Find(ctx, app, number)
	if err != nil {
		return d, err
	}
	if d.Person == actor.ID {
		return Deliverable{}, noSuchWork()
	}
	tied, err := s.Tied(ctx, actor, d)
	if tied {
		return Deliverable{}, agency.Forbidden("You said that you know this person. Somebody else reads their work and decides about it.")
	}
	return d, err
}

// MayReview reports whether the actor reads drafts and takes second looks.
func MayReview(a agency.Actor) bool {
	return a.Is(agency.Reviewer, agency.ProjectManager, agency.Lead, agency.Editor, agency.Admin)
}

// MayDecide reports whether the actor asks for edits, approves and verifies.
func MayDecide(a agency.Actor) bool { return a.Is(agency.ProjectManager, agency.Lead) }

// Edit returns one edit request of a deliverable.
func (s *Room) Edit(ctx context.Context, d Deliverable, number int) (Edit, error) {
	var e Edit
	if number < 1 || number > d.Edits {
		return e, agency.NotFound("There is no such edit request.")
	}
	return e, s.read(ctx, nth(d, "EDIT", number), &e)
}

// open returns the edit request that is not settled; nil if there is none.
func (s *Room) open(ctx context.Context, d Deliverable) (*Edit, error) {
	if d.OpenEdit == 0 {
		return nil, nil
	}
	e, err := s.Edit(ctx, d, d.OpenEdit)
	return &e, err
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

// History returns what happened to a deliverable and to its edit requests,
// oldest first.
func (s *Room) History(ctx context.Context, d Deliverable) ([]agency.Event, error) {
	return audit.Events(ctx, s.Table, d.Thing())
}
