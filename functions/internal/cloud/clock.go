package cloud

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/decision"
	"greenroom/functions/internal/submission"
	"greenroom/functions/internal/web"
)

// Clock runs the function that does what falls due. It does not return.
func Clock() { start("clock", wireClock) }

// wireClock makes the rooms that the clock strikes in. It is not told the
// agency's secret: letters are kept as values, and deliver puts them into
// words. Nor may it send: the schedule strikes deliver as well, which has that
// right and sends what was left for later. So no function needs another's
// rights, and none the right to call another.
func wireClock(ctx context.Context, p parts) (any, error) {
	edition, err := p.edition(ctx)
	if err != nil {
		return nil, err
	}
	now := agency.Clock(time.Now)
	rooms := web.NewServer(web.Parts{Table: p.tables(), Site: edition, IDs: agency.NewIDs(now, rand.Reader), Now: now, Log: p.log,
		Visitor: newFetcher(p.BaseURL)})
	outcomes, work := decision.Clock{Room: rooms.Decisions}, submission.Clock{Room: rooms.Work, Tell: rooms.Briefs}
	return func(ctx context.Context) error {
		err := strike(ctx, outcomes, work)
		if err != nil {
			p.log.ErrorContext(ctx, "doing what is due", "cause", err)
		}
		return err
	}, nil
}

// striker does what is due in one room.
type striker interface {
	Strike(ctx context.Context) error
}

// strike strikes in each room; what cannot be done in one keeps back nothing in
// the next. It ends before the function's time is up, for pages and for the
// tables at once: that a page was not looked at for want of time is not kept as
// if it had not answered, and the next stroke looks.
func strike(ctx context.Context, rooms ...striker) error {
	ctx, cancel := sooner(ctx, toAnswer)
	defer cancel()
	var wrong []error
	for _, room := range rooms {
		wrong = append(wrong, room.Strike(ctx))
	}
	return errors.Join(wrong...)
}
