package decision

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
	"greenroom/functions/internal/vetting"
	"greenroom/site/content"
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
		return p, agency.Conflict(fmt.Sprintf("%d of %d applicants have no answer that was sent. The work starts when everybody has theirs.", waiting, len(everybody)), nil)
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
	for _, a := range everybody {
		if !a.AnsweredAt.IsZero() {
			return p, released()
		}
	}
	c.Transition = "P8"
	if p, err = s.Programs.Take(ctx, actor, p, c, release.unchanged(p.Slug)); err != nil {
		return p, err
	}
	return p, s.TellAll(ctx, p)
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
	return p, s.TellAll(ctx, p)
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

// TellAll writes to everybody whose program was moved or called off, once for
// each step: called again it goes on where it broke off.
func (s *Room) TellAll(ctx context.Context, p program.Program) error {
	step, news := lastNews(p)
	if !news {
		return nil
	}
	everybody, err := s.Applications.Everybody(ctx, p.Slug)
	if err != nil {
		return err
	}
	for _, a := range everybody {
		if step.ID == "P13" {
			err = s.callOff(ctx, p, a, step)
		} else if a.Live() && a.SubmittedAt.Before(step.At) {
			err = s.tellDates(ctx, p, a, step)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// lastNews is the last step that everybody is written to about. Others, such as
// a pause, may have come after it.
func lastNews(p program.Program) (content.Step, bool) {
	for _, step := range slices.Backward(p.Course.Steps) {
		if step.ID == "P8" || step.ID == program.Extending || step.ID == "P13" {
			return step, true
		}
	}
	return content.Step{}, false
}

func (s *Room) tellDates(ctx context.Context, p program.Program, a application.Application, step content.Step) error {
	about, zone, email, err := s.Applications.AboutOf(ctx, a)
	if err != nil {
		return err
	}
	letter, err := s.post(p, email, application.LetterDates, s.IDs.New(), a.Thing(), application.DatesValues{About: about, Notice: step.Notice,
		Closes: application.Day(p.Standing.Closes, zone), DecideBy: application.Day(p.Standing.DecideBy, zone), HearBy: application.Day(a.HearBy, zone)})
	if err != nil {
		return err
	}
	return s.once(ctx, "dates "+a.ID+" "+step.At.UTC().Format(time.RFC3339Nano), email, letter)
}

// Cancel calls a program off (P13). Everybody hears of it the same day: that it
// was the program, and not them.
func (s *Room) Cancel(ctx context.Context, actor agency.Actor, p program.Program, c program.Change) (program.Program, error) {
	if !actor.Is(agency.Admin) {
		return p, agency.Forbidden("Only an administrator may call a program off.")
	}
	if err := program.CheckNotice(&c); err != nil {
		return p, err
	}
	c.Transition = "P13"
	p, err := s.Programs.Take(ctx, actor, p, c)
	if err != nil {
		return p, err
	}
	return p, s.TellAll(ctx, p)
}

// callOff ends one application of a program that was called off (A20).
func (s *Room) callOff(ctx context.Context, p program.Program, a application.Application, step content.Step) error {
	for range raceTries {
		if _, err := application.Machine().Next(a.State, "A20"); err != nil {
			return nil // has ended, or was confirmed: that is settled with them
		}
		err := s.calledOff(ctx, p, a, step)
		if !conflicted(err) {
			return err
		}
		if a, err = s.Applications.Find(ctx, a.ID); err != nil {
			return err
		}
	}
	return fmt.Errorf("calling off application %s: %w", a.ID, table.ErrUnavailable)
}

func (s *Room) calledOff(ctx context.Context, p program.Program, a application.Application, step content.Step) error {
	about, _, email, err := s.Applications.AboutOf(ctx, a)
	if err != nil {
		return err
	}
	letter, err := s.post(p, email, application.LetterCancelled, s.IDs.New(), a.Thing(), application.CancelledValues{About: about, Notice: step.Notice})
	if err != nil {
		return err
	}
	undone, err := s.Applications.Undone(ctx, a)
	if err != nil {
		return err
	}
	answered, now := !a.AnsweredAt.IsZero(), s.Now()
	more := append(undone, letter)
	if !answered {
		more = append(more, s.Applications.Promise(&a, now, true)...)
	}
	_, err = s.Applications.Move(ctx, agency.Machinery(), a, "A20", "program_cancelled", func(a *application.Application) {
		a.Outcome = nil
		if !answered {
			a.AnsweredAt = now
		}
	}, more...)
	return err
}

// Advance moves a closed program on to deciding (P9) once everybody's
// application was read enough, or cites the rule that was not met. While it
// still takes what people were typing, nothing moves.
func (s *Room) Advance(ctx context.Context, p program.Program) (program.Program, error) {
	if p.Standing.State != content.Closed || p.Course.Applied == 0 || s.Programs.Takes(p) {
		return p, nil
	}
	everybody, err := s.Applications.Everybody(ctx, p.Slug)
	if err != nil {
		return p, err
	}
	for _, a := range everybody {
		read, err := s.readEnough(ctx, a)
		if err != nil || !read {
			return p, err
		}
	}
	moved, err := s.Programs.Take(ctx, agency.Machinery(), p, program.Change{Transition: "P9", Version: p.Version}, p.NobodyElse())
	if conflicted(err) {
		return p, nil
	}
	return moved, err
}

func (s *Room) readEnough(ctx context.Context, a application.Application) (bool, error) {
	switch a.State {
	case application.Submitted, application.NeedsInfo:
		return false, nil
	case application.InReview, application.Shortlisted:
	default:
		return true, nil
	}
	var f vetting.File
	f, err := s.Vetting.File(ctx, a.ID)
	return len(f.Reviewers()) >= f.Program.MinReviews, err
}

// conflicted reports whether a write met another one.
func conflicted(err error) bool {
	_, raced := errors.AsType[*table.ConflictError](err)
	return raced
}
