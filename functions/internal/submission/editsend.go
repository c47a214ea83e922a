package submission

import (
	"context"
	"slices"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/program"
)

// needsLook reports whether a second person reads a request before it leaves.
func (c *change) needsLook() bool {
	e := c.edit
	for _, i := range e.Items {
		if i.IsNew() || i.Client {
			return true
		}
	}
	return c.d.Rounds >= 1
}

// Send sends an edit request to the influencer (E2), or to a second person
// first if it is not the first round, asks for anything new, or comes from the
// client (E1).
func (s *Room) Send(ctx context.Context, actor agency.Actor, app string, number int, version int64) (Deliverable, Edit, error) {
	c, p, err := s.asking(ctx, actor, app, number, version)
	if err != nil {
		return Deliverable{}, Edit{}, err
	}
	c.edit.SentBy = actor.ID
	c.putForward()
	if c.needsLook() {
		c.editStep("E1", "")
		d, err := c.commit(ctx)
		return d, *c.edit, err
	}
	c.editStep("E2", "")
	return s.dispatch(ctx, c, p)
}

// putForward fails a request that passes over what the client said: it would
// look as if that had been asked for.
func (c *change) putForward() {
	client := slices.ContainsFunc(c.edit.Items, func(i Item) bool { return i.Client })
	if !client {
		c.unclassified()
	}
}

// withEdit begins what somebody does to the open edit request.
func (s *Room) withEdit(ctx context.Context, actor agency.Actor, d Deliverable, version int64) (*change, error) {
	c := s.change(actor, d)
	c.seen(version)
	open, err := s.open(ctx, d)
	if err != nil {
		return nil, err
	}
	if open == nil {
		return nil, agency.Conflict("No edit request is open for this work.", nil)
	}
	c.edit = open
	return c, c.err
}

// asking begins what a project manager does to the open edit request.
func (s *Room) asking(ctx context.Context, actor agency.Actor, app string, number int, version int64) (*change, program.Program, error) {
	d, p, err := s.deciding(ctx, actor, app, number)
	if err != nil {
		return nil, p, err
	}
	c, err := s.withEdit(ctx, actor, d, version)
	return c, p, err
}

// dispatch lets a request go: the influencer's turn begins.
func (s *Room) dispatch(ctx context.Context, c *change, p program.Program) (Deliverable, Edit, error) {
	c.step("D5", "")
	c.answered(p)
	e := c.edit
	e.SentAt, e.Due = c.now, endOf(c.now.In(p.TimeZone).AddDate(0, 0, answerDays), p.TimeZone)
	if e.Counts {
		c.d.Rounds++
	}
	for i, r := range c.d.Remarks {
		if r.Settled == "" {
			c.settle(i, "asked")
		}
	}
	if err := s.write(ctx, c, p, LetterEdits, func(about About) any { return editsValues(about, c.d, *e, p) }); err != nil {
		return c.d, *e, err
	}
	d, err := c.commit(ctx)
	return d, *e, err
}

// Look is the second person's yes to a request (E3): it is sent.
func (s *Room) Look(ctx context.Context, actor agency.Actor, app string, number int, version int64) (Deliverable, Edit, error) {
	c, p, err := s.looking(ctx, actor, app, number, version)
	if err != nil {
		return Deliverable{}, Edit{}, err
	}
	c.edit.ReadBy, c.edit.Comment = actor.ID, ""
	c.editStep("E3", "")
	return s.dispatch(ctx, c, p)
}

// SendBack is the second person's no (E4), with what to change.
func (s *Room) SendBack(ctx context.Context, actor agency.Actor, app string, number int, version int64, comment string) (Deliverable, Edit, error) {
	c, _, err := s.looking(ctx, actor, app, number, version)
	if err != nil {
		return Deliverable{}, Edit{}, err
	}
	var f faults
	c.edit.Comment = f.text("comment", comment, maxRemark, "Say what should be different")
	if err := f.err(); err != nil {
		return c.d, *c.edit, err
	}
	c.editStep("E4", "")
	d, err := c.commit(ctx)
	return d, *c.edit, err
}

// looking begins what the second person does.
func (s *Room) looking(ctx context.Context, actor agency.Actor, app string, number int, version int64) (*change, program.Program, error) {
	var p program.Program
	d, err := s.ForStaff(ctx, actor, app, number)
	if err != nil {
		return nil, p, err
	}
	if p, err = s.Programs.Find(ctx, d.Program); err != nil {
		return nil, p, err
	}
	c, err := s.withEdit(ctx, actor, d, version)
	if err == nil && c.edit.askedBy(actor.ID) {
		err = agency.Forbidden("You wrote this edit request, or sent it. Somebody else has to read it.")
	}
	return c, p, err
}

// TakeBack withdraws a request (E14). If it had been sent, the influencer is
// told, and the draft is being read again.
func (s *Room) TakeBack(ctx context.Context, actor agency.Actor, app string, number int, version int64, reason string) (Deliverable, Edit, error) {
	c, p, err := s.asking(ctx, actor, app, number, version)
	if err != nil {
		return Deliverable{}, Edit{}, err
	}
	var f faults
	c.edit.Reason = f.text("reason", reason, maxReason, "Say why it is taken back")
	if err := f.err(); err != nil {
		return c.d, *c.edit, err
	}
	c.spoken(p)
	c.editStep("E14", "")
	c.giveBack()
	if err := s.closeEdit(ctx, c, p, LetterEditEnded); err != nil {
		return c.d, *c.edit, err
	}
	d, err := c.commit(ctx)
	return d, *c.edit, err
}

// giveBack says that a request came to nothing: no round is used up by it.
func (c *change) giveBack() {
	if c.edit.counted() {
		c.d.Rounds--
	}
	c.edit.Counts = false
}

// closeEdit brings the draft back to the reader after a request ended without
// being worked in (D20), and tells who has it. Where a check sent the next draft
// back to its writer, it stays with them.
func (s *Room) closeEdit(ctx context.Context, c *change, p program.Program, letter string) error {
	if !c.edit.Shown() {
		return nil
	}
	if c.d.State == EditsRequested {
		c.auto("D20", "")
		c.ours()
	}
	return s.write(ctx, c, p, letter, func(about About) any {
		return EndedValues{About: about, Reason: c.edit.Reason, DraftDue: day(c.d.DraftDue, p.TimeZone),
			Yours: c.d.State == InProgress, Lost: money(c.lost, p)}
	})
}
