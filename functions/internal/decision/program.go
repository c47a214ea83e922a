package decision

import (
	"context"
	"errors"
	"fmt"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
)

// Run starts the work of a program (P10). It is refused while anybody who
// applied lacks an outcome that was sent.
func (s *Room) Run(ctx context.Context, actor agency.Actor, p program.Program, c program.Change) (program.Program, error) {
	if !program.MayRun(actor) {
		return p, agency.Forbidden("Only project managers may start the work of a program.")
	}
	if c.Notice = agency.Tidy(c.Notice); c.Notice != "" { // it needs none, and shows what it has
		if err := program.CheckNotice(&c); err != nil {
			return p, err
		}
	}
	everybody, err := s.Applications.Everybody(ctx, p.Slug)
	if err != nil {
		return p, err
	}
	waiting := 0
	for _, a := range everybody {
		told, err := s.told(ctx, a)
		if err != nil {
			return p, err
		}
		if !told {
			waiting++
		}
	}
	if waiting > 0 {
		return p, agency.Conflict(fmt.Sprintf("%d of %d applicants are without an answer that was sent. The work starts when everybody has theirs.", waiting, len(everybody)), nil)
	}
	c.Transition = "P10"
	return s.Programs.Take(ctx, actor, p, c, p.NobodyElse())
}

// told reports whether an applicant has an outcome whose letter was sent, or
// has left.
func (s *Room) told(ctx context.Context, a application.Application) (bool, error) {
	switch a.State {
	case application.Accepted, application.Confirmed, application.Waitlisted, application.Declined:
	case application.Draft, application.Submitted, application.InReview, application.NeedsInfo, application.Shortlisted, application.Decided:
		return false, nil
	default:
		return true, nil
	}
	if a.Outcome == nil || a.Outcome.Mail == "" { // declined because the program was called off
		return a.State == application.Declined, nil
	}
	m, err := s.Outbox.Find(ctx, a.Outcome.Mail)
	return m.State == outbox.Sent, err
}

// Reopen opens a closed program again (P8), as long as no outcome was
// released. Everybody who applied is told of the new dates.
func (s *Room) Reopen(ctx context.Context, actor agency.Actor, p program.Program, c program.Change) (program.Program, error) {
	if !program.MayRun(actor) {
		return p, agency.Forbidden("Only project managers may open a program again.")
	}
	release, err := s.Progress(ctx, p.Slug)
	if err != nil {
		return p, err
	}
	undecided, err := s.Applications.Undecided(ctx, p.Slug)
	if err != nil {
		return p, err
	}
	everybody, err := s.Applications.Everybody(ctx, p.Slug)
	if err != nil {
		return p, err
	}
	c.Promised = firstPromise(everybody)
	if err := faultsOf(program.CheckNotice(&c), s.Programs.CheckReopening(p, c)); err != nil {
		return p, err
	}
	if release.underWay() {
		return p, released()
	}
	decided := 0
	for _, a := range everybody {
		if !a.AnsweredAt.IsZero() {
			return p, released()
		}
		if a.State == application.Decided {
			decided++
		}
	}
	if decided > 0 {
		return p, agency.Conflict(fmt.Sprintf("%d outcomes are decided and not told. Take them back first: people would see that they cannot change their answers.", decided), nil)
	}
	c.Transition = "P8"
	if p, err = s.Programs.Take(ctx, actor, p, c, release.unchanged(p.Slug), undecided); err != nil {
		return p, err
	}
	return p, s.TellAll(ctx, p, s.Now().Add(tellFor))
}

func released() error {
	return agency.Conflict("An outcome was released already. Nobody else can apply on the same terms any more.", nil)
}

// faultsOf puts what is wrong with two parts of a form together.
func faultsOf(parts ...error) error {
	all := new(agency.Invalid)
	for _, err := range parts {
		if invalid, ok := errors.AsType[*agency.Invalid](err); ok {
			all.Fields = append(all.Fields, invalid.Fields...)
		} else if err != nil {
			return err
		}
	}
	if len(all.Fields) == 0 {
		return nil
	}
	return all
}

// Extend gives people longer, and tells those who have applied. It keeps every
// promise that can be kept: outcomes are decided after the closing day, so that
// day stays before the first one that somebody was promised.
func (s *Room) Extend(ctx context.Context, actor agency.Actor, p program.Program, c program.Change) (program.Program, error) {
	everybody, err := s.Applications.Everybody(ctx, p.Slug)
	if err != nil {
		return p, err
	}
	c.Promised = firstPromise(everybody)
	if p, err = s.Programs.Extend(ctx, actor, p, c); err != nil {
		return p, err
	}
	return p, s.TellAll(ctx, p, s.Now().Add(tellFor))
}

// Resume opens a paused program again, and keeps the promises that were made.
func (s *Room) Resume(ctx context.Context, actor agency.Actor, p program.Program, c program.Change) (program.Program, error) {
	everybody, err := s.Applications.Everybody(ctx, p.Slug)
	if err != nil {
		return p, err
	}
	c.Promised = firstPromise(everybody)
	return s.Programs.Resume(ctx, actor, p, c)
}

// CloseEarly closes the form before its day. A rolling program has none: it
// closes when its places are filled.
func (s *Room) CloseEarly(ctx context.Context, actor agency.Actor, p program.Program, c program.Change) (program.Program, error) {
	if p.Rolling != nil {
		free, err := s.Applications.Free(ctx, p)
		if err != nil {
			return p, err
		}
		if free > 0 {
			return p, agency.Conflict(fmt.Sprintf("%d places are free. A rolling program closes when its places are filled; until then it can pause.", free), nil)
		}
	}
	return s.Programs.CloseEarly(ctx, actor, p, c)
}

// firstPromise is the first day promised to somebody who still waits.
func firstPromise(everybody []application.Application) (first time.Time) {
	for _, a := range everybody {
		if a.Live() && (first.IsZero() || a.HearBy.Before(first)) {
			first = a.HearBy
		}
	}
	return first
}

// conflicted reports whether a write met another one.
func conflicted(err error) bool {
	_, raced := errors.AsType[*table.ConflictError](err)
	return raced
}
