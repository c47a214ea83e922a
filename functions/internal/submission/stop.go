package submission

import (
	"context"
	"slices"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/program"
)

// Faults are whose doing it is that work is stopped.
func Faults() []string { return []string{"none", "influencer", "client", "agency"} }

// Cancel stops work (D18), or gives up a post that broke and was not repaired
// in two weeks (D17). What is owed then is what the program's terms say.
func (s *Room) Cancel(ctx context.Context, actor agency.Actor, app string, number int, version int64, reason, fault string) (Deliverable, error) {
	return s.end(ctx, actor, app, number, version, End{Reason: reason, Fault: fault}, func(c *change) string {
		if c.d.State != LiveBroken {
			c.step("D18", "")
			return LetterStopped
		}
		if c.now.Before(c.d.Live.BrokenAt.Add(repairDays * 24 * time.Hour)) {
			c.fail(agency.Conflict("They have two weeks to bring it back, until "+day(c.d.Live.BrokenAt.AddDate(0, 0, repairDays), s.Calendar.Zone)+".", nil))
		}
		c.step("D17", "")
		return LetterStopped
	})
}

// Waive says that work is not needed any more, and is paid as if it had been
// delivered (D19).
func (s *Room) Waive(ctx context.Context, actor agency.Actor, app string, number int, version int64, reason string) (Deliverable, error) {
	return s.end(ctx, actor, app, number, version, End{Reason: reason, Fault: "agency"}, func(c *change) string {
		c.step("D19", "")
		return LetterWaived
	})
}

func (s *Room) end(ctx context.Context, actor agency.Actor, app string, number int, version int64, end End, how func(*change) string) (Deliverable, error) {
	d, p, err := s.deciding(ctx, actor, app, number)
	if err != nil {
		return d, err
	}
	var f faults
	end.Reason = f.text("reason", end.Reason, maxReason, "Say why: they read it")
	if !slices.Contains(Faults(), end.Fault) {
		f.add("fault", "Choose whose doing it is")
	}
	if err := f.err(); err != nil {
		return d, err
	}
	c := s.change(actor, d)
	c.seen(version)
	letter := how(c)
	if err := s.dropEdit(ctx, c, d); err != nil {
		return d, err
	}
	end.By, end.At = actor.ID, c.now
	if c.d.State == Waived {
		end.PayBy = payBy(c.now, p)
	}
	c.d.Ended = &end
	if c.err != nil {
		return d, c.err
	}
	if err := s.write(ctx, c, p, letter, func(about About) any { return stopped(about, d, end, p) }); err != nil {
		return d, err
	}
	return c.commit(ctx)
}

func stopped(about About, d Deliverable, end End, p program.Program) StoppedValues {
	return StoppedValues{About: about, Reason: end.Reason, Fault: end.Fault, KillFee: p.KillFee,
		PayBy: day(end.PayBy, p.TimeZone), Extra: money(d.Fee(), p)}
}

// payBy is the day by which what counts as delivered now is paid.
func payBy(now time.Time, p program.Program) time.Time {
	return endOf(now.In(p.TimeZone).AddDate(0, 0, p.TermsDays), p.TimeZone)
}

// dropEdit ends the request that is open when the work itself ends.
func (s *Room) dropEdit(ctx context.Context, c *change, d Deliverable) error {
	open, err := s.open(ctx, d)
	if err != nil || open == nil {
		return err
	}
	c.edit = open
	c.edit.Reason = "the work ended"
	if open.State == EditAccepted {
		c.editStep("E16", "the work ended")
		return nil
	}
	c.editStep("E14", "the work ended")
	c.giveBack()
	return nil
}
