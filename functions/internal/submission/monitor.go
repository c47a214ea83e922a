package submission

import (
	"context"
	"errors"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/check"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
)

// How often a live post is looked at: hourly on its first day, daily for a
// month, weekly after that.
const (
	firstDay   = 24 * time.Hour
	firstMonth = 30 * 24 * time.Hour
	weekly     = 7 * 24 * time.Hour
)

// patience is how far apart two failures are at least before anybody is told.
const patience = 24 * time.Hour

func every(since time.Duration) time.Duration {
	switch {
	case since < firstDay:
		return time.Hour
	case since < firstMonth:
		return firstDay
	}
	return weekly
}

// snapshot is what a live post said when it was verified.
type snapshot struct {
	Text string
	At   time.Time
}

// snapshot keeps what the post says. Of a page that nobody could read, or that
// is too long to be kept, there is none: then only later looks can tell whether
// it is there and says that it is an ad.
func (c *change) snapshot(text string) {
	i, err := encode(part(c.d.Application, "SNAPSHOT", c.d.Number), "snapshot", snapshot{Text: text, At: c.now})
	if text != "" && table.Size(i) <= table.MaxItemSize {
		c.add(table.Set(i), err)
	}
}

// cut shortens a text to so many bytes without splitting a character.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && text[most]&0xC0 == 0x80 {
		most--
	}
	return text[:most]
}

// keepLook looks once more whether a verified post is still there as it was
// (K10). Two failures at least a day apart break it (D14); when it is back it
// is verified again (D15), and at the end of its time it is done (D16).
func (s *Room) keepLook(ctx context.Context, d Deliverable) error {
	p, err := s.Programs.Find(ctx, d.Program)
	if err != nil {
		return err
	}
	c := s.change(agency.Machinery(), d)
	l := *d.Live
	c.d.Live = &l
	if d.State == LiveVerified && c.now.After(l.KeepUntil) {
		c.step("D16", "")
		l.CheckAt = time.Time{}
		return s.finish(ctx, c, p)
	}
	found, err := s.stillLive(ctx, c)
	if err != nil {
		return err
	}
	l.CheckAt = c.now.Add(every(c.now.Sub(l.VerifiedAt)))
	switch found.Result {
	case check.Pass:
		err = s.back(ctx, c, &l, p, "")
	case check.Fail:
		err = s.missing(ctx, c, &l, p, cut(found.Say, maxEvidence))
	default: // a platform that keeps us out says nothing about the post
		if l.UnknownAt.IsZero() {
			l.UnknownAt = c.now
		}
	}
	if err != nil {
		return err
	}
	_, err = c.commit(ctx)
	return err
}

// stillLive looks at the post as it is now, beside what was verified. If that
// could not be read then, it is from the first time that it can.
func (s *Room) stillLive(ctx context.Context, c *change) (check.Finding, error) {
	var kept snapshot
	err := s.read(ctx, part(c.d.Application, "SNAPSHOT", c.d.Number), &kept)
	if err != nil && !errors.Is(err, table.ErrNotFound) {
		return check.Finding{}, err
	}
	w, err := s.liveWork(ctx, c.d, LiveForm{})
	if err != nil {
		return check.Finding{}, err
	}
	f, text := w.stillLive(ctx, c.d.Live.Address, kept.Text)
	if kept.Text == "" && f.Result == check.Pass {
		c.snapshot(text)
	}
	return f, nil
}

// Restore says that a post that broke is there again (D15): a person looked,
// where we are kept out. What we see to be gone, or not to be called an ad, is
// not back.
func (s *Room) Restore(ctx context.Context, actor agency.Actor, app string, number int, version int64, reason string) (Deliverable, error) {
	d, p, err := s.deciding(ctx, actor, app, number)
	if err != nil {
		return d, err
	}
	var f faults
	reason = f.text("reason", reason, maxReason, "Say what you saw when you looked yourself")
	if err := f.err(); err != nil {
		return d, err
	}
	c := s.change(actor, d)
	if c.seen(version); d.State != LiveBroken {
		c.fail(agency.Conflict("This work "+Standing(d.State)+". Nothing has to be brought back.", nil))
	}
	if c.err != nil {
		return d, c.err
	}
	found, err := s.stillLive(ctx, c)
	if err != nil {
		return d, err
	}
	if found.Result == check.Fail {
		return d, agency.Conflict("We looked at it now, and it is not there as it was verified. "+found.Say, nil)
	}
	l := *d.Live
	l.CheckAt = c.now.Add(every(c.now.Sub(l.VerifiedAt)))
	c.d.Live = &l
	if err := s.back(ctx, c, &l, p, reason); err != nil {
		return d, err
	}
	return c.commit(ctx)
}

// back notes that the post is there as it was verified.
func (s *Room) back(ctx context.Context, c *change, l *Live, p program.Program, note string) error {
	l.LookedAt, l.FailedAt, l.UnknownAt, l.Failure = c.now, time.Time{}, time.Time{}, ""
	if c.d.State != LiveBroken {
		return nil
	}
	c.step("D15", note)
	l.BrokenAt = time.Time{}
	return s.write(ctx, c, p, LetterBack, func(about About) any { return about })
}

// missing notes a failure, and tells people of the second one.
func (s *Room) missing(ctx context.Context, c *change, l *Live, p program.Program, say string) error {
	l.Failure, l.UnknownAt = say, time.Time{}
	if l.FailedAt.IsZero() {
		l.FailedAt = c.now
	}
	if next := l.FailedAt.Add(patience); c.d.State == LiveVerified && c.now.Before(next) {
		if l.CheckAt.After(next) {
			l.CheckAt = next
		}
		return nil
	}
	if c.d.State == LiveBroken {
		l.CheckAt = c.now.Add(firstDay)
		return nil
	}
	c.step("D14", "")
	l.BrokenAt, l.CheckAt = c.now, c.now.Add(firstDay)
	s.tell(c, p, "A post cannot be found as it was verified")
	return s.write(ctx, c, p, LetterBroken, func(about About) any {
		return FixValues{About: about, What: say, Until: day(c.now.AddDate(0, 0, repairDays), p.TimeZone)}
	})
}

func (s *Room) finish(ctx context.Context, c *change, p program.Program) error {
	if err := s.write(ctx, c, p, LetterDone, func(about About) any { return about }); err != nil {
		return err
	}
	_, err := c.commit(ctx)
	return err
}
