package cloud

import (
	"context"
	"crypto/rand"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/decision"
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
	rooms := web.NewServer(web.Parts{Table: p.tables(), Site: edition, IDs: agency.NewIDs(now, rand.Reader), Now: now, Log: p.log})
	clock := decision.Clock{Room: rooms.Decisions}
	return func(ctx context.Context) error {
		err := clock.Strike(ctx)
		if err != nil {
			p.log.ErrorContext(ctx, "doing what is due", "cause", err)
		}
		return err
	}, nil
}
