package submission

import (
	"context"
	"errors"
	"fmt"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/audit"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/table"
)

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
