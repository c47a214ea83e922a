package submission

import (
	"context"
	"fmt"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/program"
)

// Reply is what an influencer says to one item.
type Reply struct {
	Answer    string // Accept, Dispute, Counter or Decline
	Note      string
	Fee, Days int // of other terms
}

// Answer takes the influencer's word on every item of a request. What was in
// the brief is accepted or disputed; what is new is accepted, declined, or
// answered with other terms. Declining what is new changes nothing else.
func (s *Room) Answer(ctx context.Context, actor agency.Actor, app string, number int, version int64, replies []Reply) (Deliverable, Edit, error) {
	c, p, err := s.answering(ctx, actor, app, number, version)
	if err != nil {
		return Deliverable{}, Edit{}, err
	}
	if !c.edit.Shown() {
		return c.d, Edit{}, agency.Conflict("No edit request is open for this work.", nil)
	}
	if err := c.replies(replies); err != nil {
		return c.d, *c.edit, err
	}
	if err := s.answer(ctx, c, p); err != nil {
		return c.d, *c.edit, err
	}
	d, err := c.commit(ctx)
	return d, *c.edit, err
}

// answering begins what the influencer does to the open edit request.
func (s *Room) answering(ctx context.Context, actor agency.Actor, app string, number int, version int64) (*change, program.Program, error) {
	d, err := s.OwnedBy(ctx, actor, app, number)
	if err != nil {
		return nil, program.Program{}, err
	}
	p, err := s.Programs.Find(ctx, d.Program)
	if err != nil {
		return nil, p, err
	}
	c, err := s.withEdit(ctx, actor, d, version)
	return c, p, err
}

// replies puts the answers to the items.
func (c *change) replies(replies []Reply) error {
	var f faults
	items := append([]Item{}, c.edit.Items...)
	for i := range items {
		var r Reply
		if i < len(replies) {
			r = replies[i]
		}
		f.reply(fmt.Sprintf("item-%d-", i+1), &items[i], r)
	}
	c.edit.Items = items
	return f.err()
}

func (f *faults) reply(at string, i *Item, r Reply) {
	i.Answer, i.Counter = r.Answer, nil
	i.Note = f.text(at+"note", r.Note, maxNote, "")
	switch {
	case !i.IsNew() && r.Answer != Accept && r.Answer != Dispute:
		f.add(at+"answer", "Say that you will do it, or that it is not in the brief")
	case i.IsNew() && r.Answer != Accept && r.Answer != Counter && r.Answer != Decline:
		f.add(at+"answer", "Say yes, no, or suggest other terms")
	case r.Answer == Dispute && i.Ruling != nil:
		f.add(at+"answer", "Another project manager has ruled on this already")
	case r.Answer == Dispute && i.Note == "":
		f.add(at+"note", "Say why it is not in the brief")
	case r.Answer == Counter:
		i.Counter = &Offer{Fee: r.Fee, Days: r.Days}
		if r.Fee < 0 || r.Fee > maxFee {
			f.add(at+"fee", "Enter a fee in whole units")
		}
		if r.Days < 0 || r.Days > maxDays {
			f.add(at+"days", fmt.Sprintf("Enter 0 to %d days", maxDays))
		}
	}
}

// answer moves the request to where the answers lead: one disputed item takes
// all of it to another project manager, other terms for one to its author.
func (s *Room) answer(ctx context.Context, c *change, p program.Program) error {
	is := map[string]bool{}
	for _, i := range c.edit.Items {
		is[i.Answer] = true
	}
	switch {
	case is[Dispute]:
		c.editStep("E6", "")
		c.edit.RuleBy = s.Calendar.After(c.now, rulingDays)
		c.edit.Reminded = 0
		_, err := s.tellRulers(ctx, c, p, "An edit is disputed, and you may rule on it: you had no part in it")
		return err
	case is[Counter]:
		c.editStep("E8", "")
		c.edit.RuleBy, c.edit.Reminded = s.Calendar.After(c.now, termsDays), 0
		s.tell(c, p, "Other terms are suggested for a new ask")
	case !c.edit.owed():
		c.decline()
		s.tell(c, p, "The new asks were declined; the draft is as it was agreed")
	default:
		c.editStep("E5", "")
		c.agreed(p)
	}
	return nil
}

// agreed sets the day on which what is owed of a request is due, and notes what
// new asks were agreed on. A request is agreed on once: nothing leads back from
// there.
func (c *change) agreed(p program.Program) {
	days, more := c.edit.Days, 0
	for i, item := range c.edit.Items {
		if item.IsNew() && item.Answer == Accept {
			days, more = days+item.New.Days, more+item.New.Days
			c.d.Extras = append(c.d.Extras[:len(c.d.Extras):len(c.d.Extras)],
				Extra{Edit: c.edit.Number, Item: i + 1, Fee: item.New.Fee, Days: item.New.Days})
		}
	}
	c.edit.Due, c.edit.Reminded = endOf(c.now.In(p.TimeZone).AddDate(0, 0, days), p.TimeZone), 0
	c.d.extend(c.edit.Due, more, Shift{Why: ShiftEdit, At: c.now}, p.TimeZone)
	c.edit.Due = c.d.DraftDue // there is one day to work towards, and it is the later one
}
