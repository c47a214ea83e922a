package submission

import (
	"context"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/check"
	"greenroom/functions/internal/program"
)

// Verify says that what went live is what was agreed (D11). A failed check that
// is not about disclosure, or one that could not be made, needs a reason; a
// failed check of the disclosure cannot be overridden by anybody (INV-5).
func (s *Room) Verify(ctx context.Context, actor agency.Actor, app string, number int, version int64, reason string) (Deliverable, error) {
	d, p, err := s.deciding(ctx, actor, app, number)
	if err != nil {
		return d, err
	}
	c := s.change(actor, d)
	c.seen(version)
	c.step("D11", "")
	if c.err != nil {
		return d, c.err
	}
	l := *d.Live
	text, err := s.afresh(ctx, d, &l)
	if err != nil {
		return d, err
	}
	if undisclosed(l.Findings) {
		return s.notSaid(ctx, d, l, p)
	}
	var f faults
	l.Override = f.text("reason", reason, maxReason, whatFor(l.Findings))
	if err := f.err(); err != nil {
		return d, err
	}
	l.VerifiedAt, l.VerifiedBy, l.LookedAt = c.now, actor.ID, c.now
	l.PayBy = payBy(c.now, p)
	l.KeepUntil = endOf(c.now.In(p.TimeZone).AddDate(0, 0, p.KeepDays), p.TimeZone)
	l.CheckAt = c.now.Add(time.Hour)
	c.d.Live = &l
	c.snapshot(text)
	if err := s.write(ctx, c, p, LetterVerified, func(about About) any {
		return VerifiedValues{About: about, PayBy: day(l.PayBy, p.TimeZone), KeepUntil: day(l.KeepUntil, p.TimeZone), Extra: money(d.Fee(), p)}
	}); err != nil {
		return d, err
	}
	return c.commit(ctx)
}

// notSaid sends a post back to its writer (D12) whose readers are not told that
// they read an ad: it was otherwise when it was sent in.
func (s *Room) notSaid(ctx context.Context, d Deliverable, l Live, p program.Program) (Deliverable, error) {
	c := s.change(agency.Machinery(), d)
	c.step("D12", "")
	for _, f := range l.Findings {
		if f.Result == check.Fail && !f.Overridable() {
			l.Failure = f.Say
			break
		}
	}
	if err := s.sendFix(ctx, c, l, p); err != nil {
		return d, err
	}
	if back, err := c.commit(ctx); err != nil {
		return back, err
	}
	return d, agency.Forbidden("The post does not say clearly that it is paid for, and nobody can approve that. It went back to its writer, who was told what to put right.")
}

// afresh looks at the post once more before it counts: it may not be any more
// what it was when it was sent in. If it cannot be reached now, what was found
// then holds.
func (s *Room) afresh(ctx context.Context, d Deliverable, l *Live) (text string, err error) {
	w, err := s.liveWork(ctx, d, LiveForm{Spoken: l.Spoken, Screen: l.Screen})
	if err != nil {
		return "", err
	}
	found, text, seen := w.look(ctx, l.Address, l.At)
	if seen {
		l.Findings = few(found)
	}
	return text, nil
}

// whatFor says why a post counts only with a reason; "" if it needs none.
func whatFor(found []check.Finding) string {
	for _, f := range found {
		if f.Hard && f.Result == check.Fail {
			return "A check failed. Say why it counts all the same: " + f.Say
		}
	}
	if unknown(found) {
		return "Something could not be checked. Say what you saw when you looked yourself"
	}
	return ""
}

// AskFix sends a live post back to its writer (D12): a person saw what the
// checks did not.
func (s *Room) AskFix(ctx context.Context, actor agency.Actor, app string, number int, version int64, what string) (Deliverable, error) {
	d, p, err := s.deciding(ctx, actor, app, number)
	if err != nil {
		return d, err
	}
	var f faults
	what = f.text("what", what, maxRemark, "Say what has to be put right, and how")
	f.kind("what", what)
	if err := f.err(); err != nil {
		return d, err
	}
	c := s.change(actor, d)
	c.seen(version)
	c.step("D12", "")
	if c.err != nil {
		return d, c.err
	}
	l := *d.Live
	l.Failure = what
	if err := s.sendFix(ctx, c, l, p); err != nil {
		return d, err
	}
	return c.commit(ctx)
}
