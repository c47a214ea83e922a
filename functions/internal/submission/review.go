package submission

import (
	"context"
	"fmt"
	"slices"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/program"
)

// Approve says that the newest draft may be published (D9), or goes to the
// client first (D6). ok marks the items of the last edit request that a person
// saw done: all of them have to be. version is the deliverable's as it was
// shown.
func (s *Room) Approve(ctx context.Context, actor agency.Actor, app string, number int, version int64, ok []int) (Deliverable, error) {
	d, p, err := s.deciding(ctx, actor, app, number)
	if err != nil {
		return d, err
	}
	c := s.change(actor, d)
	c.seen(version)
	if d.OpenEdit != 0 {
		c.fail(agency.Conflict("An edit request is open for this draft. Take it back, or wait until it is settled.", nil))
	}
	if _, err := Machine().Next(d.State, "D9"); err != nil {
		c.fail(agency.Conflict("This work "+Standing(d.State)+". Drafts are approved while they are being read.", err))
	}
	c.unclassified()
	if c.err != nil {
		return d, c.err
	}
	if err := s.verifyEdit(ctx, c, ok); err != nil {
		return d, err
	}
	if p.ClientReads && !d.clientSaw() {
		return s.toClient(ctx, c, p)
	}
	c.step("D9", "")
	return s.clear(ctx, c, p, Clearance{Draft: d.Drafts, By: actor.ID, At: c.now})
}

// deciding returns a deliverable for who may decide on it, and its program.
func (s *Room) deciding(ctx context.Context, actor agency.Actor, app string, number int) (Deliverable, program.Program, error) {
	d, err := s.ForStaff(ctx, actor, app, number)
	if err != nil {
		return d, program.Program{}, err
	}
	if !MayDecide(actor) {
		return d, program.Program{}, agency.Forbidden("Only project managers ask for edits and approve drafts.")
	}
	p, err := s.Programs.Find(ctx, d.Program)
	return d, p, err
}

// clear ends the reading of a draft: it may be published.
func (s *Room) clear(ctx context.Context, c *change, p program.Program, by Clearance) (Deliverable, error) {
	c.answered(p)
	c.d.Cleared = &by
	if err := s.write(ctx, c, p, LetterApproved, func(about About) any {
		return ApprovedValues{About: about, LiveFrom: day(c.d.LiveFrom, p.TimeZone), LiveTo: day(c.d.LiveTo, p.TimeZone),
			Auto: by.Auto, Moved: c.d.moved(), TermsDays: p.TermsDays}
	}); err != nil {
		return c.d, err
	}
	return c.commit(ctx)
}

// unclassified fails what would be done while something that the client said
// has no answer yet.
func (c *change) unclassified() {
	for _, r := range c.d.Remarks {
		if r.Settled == "" {
			c.fail(agency.Conflict("The client said something about this draft that nobody has classified. Put each remark into an edit request, or say why it is dropped.", nil))
			return
		}
	}
}

// DropRemark says why nothing comes of something that a client said.
func (s *Room) DropRemark(ctx context.Context, actor agency.Actor, app string, number int, version int64, remark int, why string) (Deliverable, error) {
	d, _, err := s.deciding(ctx, actor, app, number)
	if err != nil {
		return d, err
	}
	var f faults
	why = f.text("why", why, maxReason, "Say why nothing comes of it")
	if remark < 1 || remark > len(d.Remarks) {
		return d, agency.NotFound("There is no such remark.")
	}
	if err := f.err(); err != nil {
		return d, err
	}
	c := s.change(actor, d)
	c.seen(version)
	if d.Remarks[remark-1].Settled == "" {
		c.settle(remark-1, why)
		c.event("drop remark", d.State, d.State, "")
	}
	return c.commit(ctx)
}

// settle says what becomes of a client's remark.
func (c *change) settle(i int, how string) {
	remarks := append([]ClientRemark{}, c.d.Remarks...) // what was read is not ours to change
	remarks[i].Settled = how
	c.d.Remarks = remarks
}

// unpay takes back what was agreed on for one new ask that was not made.
func (c *change) unpay(edit, item int) {
	c.d.Extras = slices.DeleteFunc(slices.Clone(c.d.Extras), func(e Extra) bool { return e.Edit == edit && e.Item == item })
}

// verifyEdit ends the requests that were worked in (E13): a person has seen
// every item of the newest of them. What an older one asked for was seen again
// with it.
func (s *Room) verifyEdit(ctx context.Context, c *change, ok []int) error {
	requests, err := s.Requests(ctx, c.d)
	if err != nil {
		return err
	}
	requests = slices.DeleteFunc(requests, func(e Edit) bool { return e.State != EditDone })
	var f faults
	for n, e := range requests {
		e.Items = append([]Item{}, e.Items...)
		for i := range e.Items {
			item := &e.Items[i]
			item.OK = item.Owed()
			switch seen := n < len(requests)-1 || slices.Contains(ok, i+1); {
			case !item.OK || seen:
			case item.IsNew() && item.Result == Refused: // not made, not needed, and not paid
				item.OK = false
				c.unpay(e.Number, i+1)
			default:
				f.add(fmt.Sprintf("ok-%d", i+1), fmt.Sprintf("Say that you saw change %d done, or ask for it again", i+1))
			}
		}
		c.edit = &e
		c.editStep("E13", "")
		c.keepEdit()
	}
	c.edit = nil
	return f.err()
}
