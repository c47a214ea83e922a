package submission

import (
	"context"
	"time"

	"greenroom/functions/internal/program"
)

// ours reports whether a request waits for us, though it was sent.
func (e Edit) ours() bool { return e.State == EditDisputed || e.State == EditCountered }

// nextRuling is when something falls due for a request that waits for us: on the
// last day, and when we are late.
func (e Edit) nextRuling() time.Time {
	switch {
	case e.RuleBy.IsZero():
		return time.Time{}
	case e.Reminded == 0:
		return e.RuleBy.Add(-12 * time.Hour)
	case e.Reminded == 1:
		return e.RuleBy.Add(time.Second)
	}
	return time.Time{}
}

// ruleDue reminds once of a ruling, or of an answer to other terms, and says once
// that it is late: from then on the dates of the work move with every day.
func (c Clock) ruleDue(ctx context.Context, ch *change, p program.Program) error {
	late := ch.now.After(ch.edit.RuleBy)
	if ch.edit.Reminded = 1; late {
		ch.edit.Reminded = 2
	}
	if ch.edit.State == EditDisputed {
		if err := c.rulingDue(ctx, ch, p, late); err != nil {
			return err
		}
	} else if late {
		c.tell(ch, p, "Our answer to other terms is late, and the dates of the work move with every day")
	} else {
		c.tell(ch, p, "Other terms still wait for an answer")
	}
	_, err := ch.commit(ctx)
	return err
}

// rulingDue tells those who may rule, and the project manager too once it is late.
func (c Clock) rulingDue(ctx context.Context, ch *change, p program.Program, late bool) error {
	if !late {
		_, err := c.tellRulers(ctx, ch, p, "A dispute still waits for a ruling, and you may rule on it")
		return err
	}
	const say = "A ruling on a dispute is late, and the dates of the work move with every day"
	told, err := c.tellRulers(ctx, ch, p, say)
	if _, manager := c.Applications.Staff.Manager(p.Manager); err == nil && !told[manager] {
		c.tell(ch, p, say)
	}
	return err
}
