package submission

import (
	"context"
	"errors"
	"fmt"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/table"
)

// Clock does what falls due for work. However often it strikes, each due thing
// has one effect; what cannot be done now is done at the next stroke.
type Clock struct {
	*Room
	Tell Teller // nil where briefs are nobody's business
}

// most is how much one stroke does; what is left waits for the next.
const most = 200

// Strike does everything that is due.
func (c Clock) Strike(ctx context.Context) error {
	if c.Tell == nil {
		return c.fallen(ctx)
	}
	return errors.Join(c.give(ctx), c.fallen(ctx))
}

// fallen goes through the work for which something has fallen due. What cannot
// be done keeps back nothing else.
func (c Clock) fallen(ctx context.Context) error {
	now, done := c.Now(), 0
	q := table.Query{Space: table.Private, Index: 2, PK: dueList, To: now.UTC().Format(time.RFC3339) + "~", Limit: most}
	var wrong []error
	for {
		page, err := c.Table.Query(ctx, q)
		if err != nil {
			return errors.Join(append(wrong, fmt.Errorf("listing work that is due: %w", err))...)
		}
		for _, hint := range page.Items {
			if err := c.wakes(ctx, hint, now); err != nil {
				wrong = append(wrong, fmt.Errorf("work %s: %w", hint.PK, err))
			} else if done++; done == most {
				return errors.Join(wrong...)
			}
		}
		if q.Cursor = page.Cursor; q.Cursor == "" || len(wrong) > most {
			return errors.Join(wrong...)
		}
	}
}

// wakes does what has fallen due for the work that the index names. The index
// may lag: what counts is the work as it is.
func (c Clock) wakes(ctx context.Context, hint table.Item, now time.Time) error {
	d, err := decode(hint)
	if err == nil {
		d, err = c.Find(ctx, d.Application, d.Number)
	}
	if err == nil && !d.Wake.IsZero() && !d.Wake.After(now) {
		err = c.due(ctx, d)
	}
	if raced(err) {
		return nil
	}
	return err
}

// raced reports whether somebody else changed the work meanwhile: they did
// what was due, or the next stroke does.
func raced(err error) bool {
	e, ok := errors.AsType[*agency.Error](err)
	return ok && e.Kind == agency.KindConflict
}

// missing reports whether there is no such thing.
func missing(err error) bool {
	e, ok := errors.AsType[*agency.Error](err)
	return ok && e.Kind == agency.KindNotFound
}
