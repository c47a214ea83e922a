package submission

import (
	"context"
	"fmt"
	"slices"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/program"
)

// Wish is an edit request as it is typed.
type Wish struct {
	Good  string
	Days  int
	Items []Item // What, Where, Why, Clause, New and Client are read
}

// Write keeps an edit request that is not sent yet: a new one, or the draft of
// the one that is open. Every item quotes a clause of the brief that the
// influencer acknowledged, or is a new ask.
func (s *Room) Write(ctx context.Context, actor agency.Actor, app string, number int, version int64, w Wish) (Deliverable, Edit, error) {
	d, p, err := s.deciding(ctx, actor, app, number)
	if err != nil {
		return d, Edit{}, err
	}
	c, err := s.editing(ctx, actor, d, version)
	if err != nil {
		return d, Edit{}, err
	}
	if err := s.wish(ctx, c, p, w); err != nil {
		return d, *c.edit, err
	}
	c.edit.wroteIn(actor.ID)
	c.event("edit draft", c.edit.State, c.edit.State, c.edit.name())
	d, err = c.commit(ctx)
	return d, *c.edit, err
}

// wroteIn notes who wrote in the request.
func (e *Edit) wroteIn(person string) {
	e.Author = person
	if !slices.Contains(e.Writers, person) {
		e.Writers = append(e.Writers[:len(e.Writers):len(e.Writers)], person)
	}
}

// editing begins an edit request, or goes on with the one that is a draft.
func (s *Room) editing(ctx context.Context, actor agency.Actor, d Deliverable, version int64) (*change, error) {
	c := s.change(actor, d)
	c.seen(version)
	open, err := s.open(ctx, d)
	switch {
	case err != nil:
		return nil, err
	case d.State != InReview:
		return nil, agency.Conflict("This work "+Standing(d.State)+". Edits are asked for while a draft is being read.", nil)
	case open != nil && open.State != EditDraft:
		return nil, agency.Conflict("An edit request is open already, and "+EditStanding(open.State)+". There is one at a time.", nil)
	case open != nil:
		c.edit = open
	case d.Edits >= maxEdits:
		return nil, agency.Conflict(fmt.Sprintf("There were %d edit requests for this work. Talk to its maker, and approve it, waive it or stop it.", maxEdits), nil)
	default:
		c.d.Edits++
		c.edit = &Edit{Number: c.d.Edits, State: EditMachine().Initial, Draft: d.Drafts, At: c.now}
		c.d.OpenEdit = c.edit.Number
	}
	return c, c.err
}

// wish puts what was typed into the request, or says what is wrong with it.
func (s *Room) wish(ctx context.Context, c *change, p program.Program, w Wish) error {
	t, err := s.acknowledged(ctx, c.d)
	if err != nil {
		return err
	}
	var f faults
	c.edit.Brief, c.edit.Days = t.number, w.Days
	c.edit.Good = f.text("good", w.Good, maxRemark, "Say what was already good: they read it first")
	if w.Days < leastDays || w.Days > maxDays {
		f.add("days", fmt.Sprintf("Give them between %d and %d days", leastDays, maxDays))
	}
	switch n := len(w.Items); {
	case n == 0:
		f.add("item-1-what", "Ask for one change at least")
	case n > maxItems:
		f.add("item-1-what", fmt.Sprintf("Ask for %d changes at most: more is another draft", maxItems))
	}
	c.edit.Items = nil
	for i, item := range w.Items[:min(len(w.Items), maxItems)] {
		c.edit.Items = append(c.edit.Items, f.item(fmt.Sprintf("item-%d-", i+1), item, t, c.d, p))
	}
	c.edit.Counts = c.edit.anyOriginal()
	return f.err()
}

// maxDays is the most that an edit request, or a new ask, gives in days.
const maxDays = brief.MaxDays

// maxEdits is how many requests one piece of work may have: all that are open
// to be seen done are written together when a draft is approved.
const maxEdits = 30

// maxFee is the most that is offered for one change, in whole units.
const maxFee = brief.MaxFee

// item checks one change that is asked for.
func (f *faults) item(at string, typed Item, t terms, d Deliverable, p program.Program) Item {
	one := Item{Clause: typed.Clause, Client: typed.Client}
	one.What = f.text(at+"what", typed.What, maxRemark, "Say what should be different")
	one.Where = f.text(at+"where", typed.Where, maxLine, "")
	one.Why = f.text(at+"why", typed.Why, maxRemark, "Say why")
	f.kind(at+"what", one.What)
	f.kind(at+"why", one.Why)
	if typed.New == nil {
		f.original(at, &one, t, d, p)
		return one
	}
	if one.Clause != 0 {
		f.add(at+"clause", "It is in the brief, or it is new: not both")
	}
	one.New = f.offer(at, *typed.New)
	return one
}

// original checks an item that is said to be in the brief.
func (f *faults) original(at string, one *Item, t terms, d Deliverable, p program.Program) {
	clauses := t.clauses(d)
	i := slices.IndexFunc(clauses, func(c brief.Clause) bool { return c.Number == one.Clause })
	switch {
	case one.Clause == 0:
		f.add(at+"clause", "Name the clause of the brief that asks for this. If there is none, it is a new ask: give a reason, a fee and days")
	case i < 0:
		f.add(at+"clause", fmt.Sprintf("Clause %d is not in the brief that they acknowledged, or not for this work", one.Clause))
	case clauses[i].Kind == brief.Info:
		f.add(at+"clause", fmt.Sprintf("Clause %d only informs. Name one that asks for something", one.Clause))
	case d.Rounds >= p.EditRounds:
		f.add(at+"clause", fmt.Sprintf("The %d rounds in their terms are used up. Another change is a new ask, with a fee", p.EditRounds))
	default:
		one.Quote = clauses[i].Text
	}
}

// offer checks what a new ask comes with.
func (f *faults) offer(at string, o Offer) *Offer {
	if _, known := ReasonWords(o.Reason); !known {
		f.add(at+"reason", "Choose why it was not in the brief")
	}
	f.terms(at, o)
	o.Tried = f.text(at+"tried", o.Tried, maxRemark, "Say how you tried to avoid this")
	f.kind(at+"tried", o.Tried)
	return &o
}

// terms checks fee and days of an offer.
func (f *faults) terms(at string, o Offer) {
	for _, wrong := range (brief.Offer{Fee: o.Fee, Days: o.Days, Correction: o.Correction}).Terms() {
		f.add(at+wrong.Field, wrong.Message)
	}
}
