package submission

import (
	"context"
	"fmt"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/program"
)

// Verdict is what another project manager says of one disputed item.
type Verdict struct {
	Upheld bool
	Why    string
	Offer  Offer // what it comes with if it is a new ask after all
}

// Rule answers a dispute (E7): each disputed item is in the brief, or it is a
// new ask from now on. Whoever asked for the edit does not rule on it.
func (s *Room) Rule(ctx context.Context, actor agency.Actor, app string, number int, version int64, verdicts map[int]Verdict) (Deliverable, Edit, error) {
	c, p, err := s.asking(ctx, actor, app, number, version)
	if err != nil {
		return Deliverable{}, Edit{}, err
	}
	if !MayRule(actor, *c.edit) {
		return c.d, *c.edit, agency.Forbidden("You asked for this edit or read it before it was sent. Another project manager rules on it.")
	}
	if err := c.rule(verdicts); err != nil {
		return c.d, *c.edit, err
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
		one.Answer, one.Note = "", "" // the note stands with the ruling
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
