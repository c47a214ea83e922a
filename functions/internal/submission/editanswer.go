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
	d, err := s.OwnedBy(ctx, actor, app, number)
	if err != nil {
		return d, Edit{}, err
	}
	p, err := s.Programs.Find(ctx, d.Program)
	if err != nil {
		return d, Edit{}, err
	}
	c, err := s.withEdit(ctx, actor, d, version)
	if err != nil {
		return d, Edit{}, err
	}
	if !c.edit.Shown() {
		return d, Edit{}, agency.Conflict("No edit request is open for this work.", nil)
	}
	if err := c.replies(replies); err != nil {
		return d, *c.edit, err
	}
	if err := s.answer(ctx, c, p); err != nil {
		return d, *c.edit, err
	}
	d, err = c.commit(ctx)
	return d, *c.edit, err
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
		s.tell(c, p, LetterWaiting, "An edit is disputed, and another project manager rules on it")
	case is[Counter]:
		c.editStep("E8", "")
		c.edit.RuleBy = s.Calendar.After(c.now, termsDays)
		s.tell(c, p, LetterWaiting, "Other terms are suggested for a new ask")
	case !c.edit.owed():
		c.decline()
		s.tell(c, p, LetterWaiting, "The new asks were declined; the draft is as it was agreed")
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
	c.d.extend(c.edit.Due, more, c.now, p.TimeZone)
}

// Verdict is what another project manager says of one disputed item.
type Verdict struct {
	Upheld bool
	Why    string
	Offer  Offer // what it comes with if it is a new ask after all
}

// Rule answers a dispute (E7): each disputed item is in the brief, or it is a
// new ask from now on. Whoever asked for the edit does not rule on it.
func (s *Room) Rule(ctx context.Context, actor agency.Actor, app string, number int, version int64, verdicts map[int]Verdict) (Deliverable, Edit, error) {
	d, p, err := s.deciding(ctx, actor, app, number)
	if err != nil {
		return d, Edit{}, err
	}
	c, err := s.withEdit(ctx, actor, d, version)
	if err != nil {
		return d, Edit{}, err
	}
	if c.edit.askedBy(actor.ID) || actor.ID == c.edit.ReadBy {
		return d, *c.edit, agency.Forbidden("You asked for this edit or read it before it was sent. Another project manager rules on it.")
	}
	if err := c.rule(verdicts); err != nil {
		return d, *c.edit, err
	}
	c.spoken(p)
	c.editStep("E7", "")
	return s.again(ctx, c, p, LetterRuling)
}

// again puts a request before the influencer once more.
func (s *Room) again(ctx context.Context, c *change, p program.Program, letter string) (Deliverable, Edit, error) {
	e := c.edit
	e.Due, e.Reminded = endOf(c.now.In(p.TimeZone).AddDate(0, 0, answerDays), p.TimeZone), 0
	if err := s.write(ctx, c, p, letter, func(about About) any { return editsValues(about, c.d, *e, p) }); err != nil {
		return c.d, *e, err
	}
	d, err := c.commit(ctx)
	return d, *e, err
}

func (c *change) rule(verdicts map[int]Verdict) error {
	var f faults
	items := append([]Item{}, c.edit.Items...)
	for i := range items {
		one := &items[i]
		if one.Answer != Dispute {
			continue
		}
		v, at := verdicts[i+1], fmt.Sprintf("item-%d-", i+1)
		one.Ruling = &Ruling{By: c.actor.ID, Upheld: v.Upheld, At: c.now, Clause: one.Clause, Said: one.Note}
		one.Ruling.Why = f.text(at+"why", v.Why, maxRemark, "Say why, for both sides to read")
		one.Answer = ""
		if !v.Upheld {
			one.Clause, one.Quote, one.New = 0, "", f.offer(at, v.Offer)
		}
	}
	c.edit.Items = items
	if !c.edit.anyOriginal() { // nothing of it is in the brief after all
		c.giveBack()
	}
	return f.err()
}

// Revise answers other terms with a better offer (E9).
func (s *Room) Revise(ctx context.Context, actor agency.Actor, app string, number int, version int64, offers map[int]Offer) (Deliverable, Edit, error) {
	d, p, err := s.deciding(ctx, actor, app, number)
	if err != nil {
		return d, Edit{}, err
	}
	c, err := s.withEdit(ctx, actor, d, version)
	if err != nil {
		return d, Edit{}, err
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
		return d, *c.edit, err
	}
	c.spoken(p)
	c.editStep("E9", "")
	return s.again(ctx, c, p, LetterEdits)
}

// Take takes the influencer's other terms (E10).
func (s *Room) Take(ctx context.Context, actor agency.Actor, app string, number int, version int64) (Deliverable, Edit, error) {
	d, p, err := s.deciding(ctx, actor, app, number)
	if err != nil {
		return d, Edit{}, err
	}
	c, err := s.withEdit(ctx, actor, d, version)
	if err != nil {
		return d, Edit{}, err
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
		return d, *c.edit, err
	}
	d, err = c.commit(ctx)
	return d, *c.edit, err
}

// Walk takes other terms back and declines the new asks that they were for
// (E11). The draft is read as it was agreed; the round is not used up.
func (s *Room) Walk(ctx context.Context, actor agency.Actor, app string, number int, version int64) (Deliverable, Edit, error) {
	d, err := s.OwnedBy(ctx, actor, app, number)
	if err != nil {
		return d, Edit{}, err
	}
	p, err := s.Programs.Find(ctx, d.Program)
	if err != nil {
		return d, Edit{}, err
	}
	c, err := s.withEdit(ctx, actor, d, version)
	if err != nil {
		return d, Edit{}, err
	}
	if c.edit.State != EditCountered {
		return d, *c.edit, agency.Conflict("No other terms of yours are waiting.", nil)
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
	s.tell(c, p, LetterWaiting, say)
	d, err = c.commit(ctx)
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
