package submission

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/audit"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/fetch"
	"greenroom/functions/internal/outbox"
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
	Visitor      Visitor
	Files        Files
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

// ForStaff returns a deliverable for who reviews it. Nobody reviews their own.
func (s *Room) ForStaff(ctx context.Context, actor agency.Actor, app string, number int) (Deliverable, error) {
	if !MayReview(actor) {
		return Deliverable{}, agency.Forbidden("Only reviewers and project managers read drafts.")
	}
	d, err := s.Find(ctx, app, number)
	if err == nil && d.Person == actor.ID {
		return Deliverable{}, noSuchWork()
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

// change is everything that one write does to a deliverable.
type change struct {
	room   *Room
	actor  agency.Actor
	d      Deliverable
	edit   *Edit // the request that changes with it
	now    time.Time
	lost   int // what was agreed on top of the fee and is not owed any more
	writes []table.Write
	err    error // the first thing that went wrong
}

// change begins what one actor does.
func (s *Room) change(actor agency.Actor, d Deliverable) *change {
	return &change{room: s, actor: actor, d: d, now: s.Now()}
}

// step moves the deliverable along a transition.
func (c *change) step(id, note string) {
	before := c.d.State
	next, err := Machine().Next(before, id)
	if err != nil {
		c.fail(agency.Conflict("This work "+Standing(before)+". That cannot be done with it now.", err))
		return
	}
	c.d.State = next
	c.event(id, before, next, note)
}

// auto moves the deliverable along a transition that follows by itself from
// what somebody did.
func (c *change) auto(id, note string) {
	who := c.actor
	c.actor = agency.Machinery()
	c.step(id, note)
	c.actor = who
}

// editStep moves the edit request along a transition.
func (c *change) editStep(id, note string) {
	before := c.edit.State
	next, err := EditMachine().Next(before, id)
	if err != nil {
		c.fail(agency.Conflict("This edit request "+EditStanding(before)+". That cannot be done with it now.", err))
		return
	}
	c.edit.State = next
	if note != "" {
		note = ": " + note
	}
	c.event(id, before, next, c.edit.name()+note)
	c.d.OpenEdit = 0
	if c.edit.Open() {
		c.d.OpenEdit = c.edit.Number
	}
}

func (c *change) fail(err error) {
	if c.err == nil {
		c.err = err
	}
}

func (c *change) event(action string, from, to agency.State, note string) {
	write, err := audit.Write(agency.Event{ID: c.room.IDs.New(), At: c.now, Actor: c.actor.ID, Action: action,
		Thing: c.d.Thing(), From: from, To: to, Note: note})
	c.add(write, err)
}

func (c *change) add(write table.Write, err error) {
	if err != nil {
		c.fail(err)
		return
	}
	c.writes = append(c.writes, write)
}

// keep stores something beside the deliverable that never changes again.
func (c *change) keep(k table.Key, kind string, v any) {
	i, err := encode(k, kind, v)
	c.add(table.Create(i), err)
}

// post writes a letter that goes out at once. Answers reach reply.
func (c *change) post(to, reply, letter string, values any) {
	c.add(outbox.PostMail(outbox.Mail{ID: c.room.IDs.New(), At: c.now, To: to, ReplyTo: reply, Letter: letter, About: c.d.Thing()}, values))
}

// commit writes everything, or nothing if the deliverable is no longer as it
// was read.
func (c *change) commit(ctx context.Context) (Deliverable, error) {
	if c.err != nil {
		return c.d, c.err
	}
	c.d.Wake = c.wake()
	kept, err := item(c.d)
	if err != nil {
		return c.d, err
	}
	if c.edit != nil {
		c.keepEdit()
	}
	if c.err != nil {
		return c.d, c.err
	}
	err = c.room.Table.Write(ctx, "", append(c.writes, table.Replace(kept))...)
	if conflict, ok := errors.AsType[*table.ConflictError](err); ok {
		return c.d, changed(conflict)
	}
	if errors.Is(err, table.ErrTooLarge) {
		return c.d, &agency.Invalid{Fields: []agency.FieldError{{Field: "text", Message: "This is more than can be kept in one piece. Shorten it, or send it as a file"}}}
	}
	if err != nil {
		return c.d, fmt.Errorf("recording change of deliverable %s: %w", c.d.Ref(), err)
	}
	c.d.Version++
	return c.d, nil
}

// keepEdit writes the request as it is now. Its deliverable's version guards it.
func (c *change) keepEdit() {
	i, err := encode(nth(c.d, "EDIT", c.edit.Number), "edit request", *c.edit)
	c.add(table.Set(i), err)
}

func changed(cause error) error {
	return agency.Conflict("This work is not what it was when you looked at it. Nothing was changed. Look at it as it is now.", cause)
}

// seen refuses who acts on what they saw before somebody else changed it.
func (c *change) seen(version int64) {
	if c.d.Version != version {
		c.fail(changed(nil))
	}
}
