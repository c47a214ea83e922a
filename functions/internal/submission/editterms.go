package submission

import (
	"context"
	"fmt"

	"greenroom/functions/internal/agency"
)

// Revise answers other terms with a better offer (E9).
func (s *Room) Revise(ctx context.Context, actor agency.Actor, app string, number int, version int64, offers map[int]Offer) (Deliverable, Edit, error) {
	c, p, err := s.asking(ctx, actor, app, number, version)
	if err != nil {
		return Deliverable{}, Edit{}, err
	}
	var f faults
	items := append([]Item{}, c.edit.Items...)
	for i := range items {
		if items[i].Answer != Counter {
			continue
		}
		offer := *items[i].New
		offer.Fee, offer.Days = offers[i+1].Fee, offers[i+1].Days
		f.terms(fmt.Sprintf("item-%d-", i+1), offer)
		items[i].New, items[i].Answer, items[i].Counter = &offer, "", nil
	}
	c.edit.Items = items
	if err := f.err(); err != nil {
		return c.d, *c.edit, err
	}
	c.spoken(p)
	c.editStep("E9", "")
	return s.again(ctx, c, p, LetterEdits)
}

// Take takes the influencer's other terms (E10).
func (s *Room) Take(ctx context.Context, actor agency.Actor, app string, number int, version int64) (Deliverable, Edit, error) {
	c, p, err := s.asking(ctx, actor, app, number, version)
	if err != nil {
		return Deliverable{}, Edit{}, err
	}
	items := append([]Item{}, c.edit.Items...)
	for i := range items {
		if items[i].Answer == Counter {
			offer := *items[i].New
			offer.Fee, offer.Days = items[i].Counter.Fee, items[i].Counter.Days
			items[i].New, items[i].Answer = &offer, Accept
		}
	}
	c.edit.Items = items
	c.spoken(p)
	c.editStep("E10", "")
	c.agreed(p)
	if err := s.write(ctx, c, p, LetterTaken, func(about About) any { return editsValues(about, c.d, *c.edit, p) }); err != nil {
		return c.d, *c.edit, err
	}
	d, err := c.commit(ctx)
	return d, *c.edit, err
}

// Walk takes other terms back and declines the new asks that they were for
// (E11). The draft is read as it was agreed; the round is not used up.
func (s *Room) Walk(ctx context.Context, actor agency.Actor, app string, number int, version int64) (Deliverable, Edit, error) {
	c, p, err := s.answering(ctx, actor, app, number, version)
	if err != nil {
		return Deliverable{}, Edit{}, err
	}
	if c.edit.State != EditCountered {
		return c.d, *c.edit, agency.Conflict("No other terms of yours are waiting.", nil)
	}
	items := append([]Item{}, c.edit.Items...)
	for i := range items {
		if items[i].Answer == Counter {
			items[i].Answer = Decline
		}
	}
	c.edit.Items = items
	say := "The new asks were declined; the draft is as it was agreed"
	if c.edit.owed() {
		say = "The new asks were declined. What else the request asked for has to be asked for again"
	}
	c.spoken(p)
	c.decline()
	s.tell(c, p, say)
	d, err := c.commit(ctx)
	return d, *c.edit, err
}

// decline ends a request of which nothing is to be done (E11): the draft is
// read on the original ask.
func (c *change) decline() {
	c.editStep("E11", "")
	c.auto("D20", "")
	c.ours()
	c.giveBack()
}
