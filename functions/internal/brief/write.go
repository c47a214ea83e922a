package brief

import (
	"context"
	"fmt"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/document"
)

// Write keeps what somebody wrote, finished or not. version is that of the
// document as it was shown to them. After the release it is an amendment: each
// clause that changed is classified.
func (s *Room) Write(ctx context.Context, actor agency.Actor, slug string, version int64, b Brief) (document.Document, error) {
	p, d, err := s.opened(ctx, mayWrite(actor), slug)
	if err != nil {
		return d, err
	}
	if len(b.Clauses) > maxClauses { // nothing else is looked at in ten thousand of them
		f := new(faults)
		f.add("clauses", fmt.Sprintf("There can be %d clauses at most", maxClauses))
		return d, f.err()
	}
	if b, err = s.asKept(ctx, d, b); err != nil {
		return d, err
	}
	b.Program = p.Slug
	if err := b.check(); err != nil {
		return d, err
	}
	c, err := b.Content()
	if err != nil {
		return d, err
	}
	if d.Current.Hash == c.Hash() && d.Current.State != document.Withdrawn {
		return d, nil
	}
	if d.Version != version {
		return d, changed()
	}
	return s.Documents.Save(ctx, actor, d, c)
}

// asKept is what somebody wrote as it is kept, its changes since the release
// classified.
func (s *Room) asKept(ctx context.Context, d document.Document, b Brief) (Brief, error) {
	before, err := s.version(ctx, d, d.Current.Number)
	if err != nil {
		return b, err
	}
	live, released, err := s.live(ctx, d)
	if err != nil {
		return b, err
	}
	b = b.tidied(max(before.highest(), live.highest()))
	if !released {
		b.Removed = nil
		for n := range b.Clauses {
			b.Clauses[n].Why = Change{}
		}
		return b, nil
	}
	return b.classified(live, d.Live.Number, d.Current.Number == d.Live.Number), nil
}

// highest is the highest number that a clause has or had.
func (b Brief) highest() int {
	n := 0
	for _, c := range b.Clauses {
		n = max(n, c.Number)
	}
	for _, r := range b.Removed {
		n = max(n, r.Number)
	}
	return n
}

// Send puts the newest version before its readers (B1), if nothing is missing
// in it.
func (s *Room) Send(ctx context.Context, actor agency.Actor, slug string, version int64) (document.Document, error) {
	p, d, err := s.shown(ctx, mayWrite(actor), slug, version)
	if err != nil {
		return d, err
	}
	b, err := s.version(ctx, d, d.Current.Number)
	if err != nil {
		return d, err
	}
	if _, err := document.Machine().Next(d.Current.State, "B1"); err == nil {
		if err := s.ready(ctx, p.Slug, d, b); err != nil {
			return d, err
		}
	}
	return s.Documents.Send(ctx, actor, d)
}

// ready returns what is still to be done before a version may be sent.
func (s *Room) ready(ctx context.Context, slug string, d document.Document, b Brief) error {
	p, err := s.Programs.Find(ctx, slug)
	if err != nil {
		return err
	}
	found, err := s.lint(ctx, p, d, b)
	if err != nil {
		return err
	}
	f := new(faults)
	for _, fault := range found {
		if !fault.Warning {
			f.add(fault.Field, fault.Say)
		}
	}
	return f.err()
}

// Withdraw gives up the newest version (B9); what was released stays in force.
func (s *Room) Withdraw(ctx context.Context, actor agency.Actor, slug string, version int64, reason string) (document.Document, error) {
	_, d, err := s.shown(ctx, mayWrite(actor), slug, version)
	if err != nil {
		return d, err
	}
	return s.Documents.Withdraw(ctx, actor, d, reason)
}
