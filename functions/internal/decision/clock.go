package decision

import (
	"context"
	"errors"
	"fmt"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/program"
	"greenroom/site/content"
)

// Clock does what falls due. However often it strikes, each due thing has one
// effect; what cannot be done now is done at the next stroke.
type Clock struct{ *Room }

// Strike goes through every program that somebody applied to.
func (c Clock) Strike(ctx context.Context) error {
	programs, err := c.Programs.All(ctx)
	if err != nil {
		return err
	}
	var faults []error
	for _, p := range programs {
		if p.Course.Applied == 0 || p.Standing.State == content.Completed || p.Standing.State == content.Archived {
			continue
		}
		if err := c.program(ctx, p); err != nil {
			faults = append(faults, fmt.Errorf("program %s: %w", p.Slug, err))
		}
	}
	return errors.Join(faults...)
}

// releaseFor is how long one stroke goes on releasing.
const releaseFor = 10 * time.Second

func (c Clock) program(ctx context.Context, p program.Program) error {
	// What cannot be done for one does not keep back the others.
	faults := []error{c.TellAll(ctx, p, c.Now().Add(releaseFor))}
	_, releasing := c.Continue(ctx, p.Slug, c.Now().Add(releaseFor))
	faults = append(faults, releasing)
	everybody, err := c.Applications.Everybody(ctx, p.Slug)
	if err != nil {
		return errors.Join(append(faults, err)...)
	}
	for _, a := range everybody {
		if err := c.due(ctx, p, a); err != nil && !conflicted(err) { // who raced us did it, or the next stroke does
			faults = append(faults, fmt.Errorf("application %s: %w", a.ID, err))
		}
	}
	p, err = c.Advance(ctx, p)
	return errors.Join(append(faults, err, c.remindManager(ctx, p, everybody))...)
}

// due does what has fallen due for one application.
func (c Clock) due(ctx context.Context, p program.Program, a application.Application) error {
	now := c.Now()
	switch {
	case a.State == application.NeedsInfo && now.After(a.Question.Due):
		a, err := c.Applications.LetDrop(ctx, a)
		if err != nil {
			return err
		}
		return c.Overdue(ctx, a) // their promised day may have passed as well
	case a.State == application.Accepted && now.After(a.Outcome.ConfirmBy):
		return c.Expire(ctx, p, a)
	case a.State == application.Accepted:
		return c.Remind(ctx, p, a)
	case a.State == application.Waitlisted && now.After(a.Outcome.AnswerBy):
		return c.endWait(ctx, p, a)
	}
	return c.Overdue(ctx, a)
}

// endWait declines who waited for a place until the day they were told of. While
// a place is free that would be a lie: then it waits for who runs the program,
// and is late on their desk.
func (c Clock) endWait(ctx context.Context, p program.Program, a application.Application) error {
	free, err := c.Applications.Free(ctx, p)
	if err != nil || free > 0 {
		return err
	}
	_, err = c.LetGo(ctx, agency.Machinery(), a.ID, a.Version)
	return err
}

// warnBefore is how long before a promised day the project manager is reminded
// of it.
const warnBefore = 48 * time.Hour

// remindManager writes to the project manager when answers are due soon, and
// once more when a promised day has passed without them.
func (c Clock) remindManager(ctx context.Context, p program.Program, everybody []application.Application) error {
	waiting, first := 0, firstPromise(everybody)
	for _, a := range everybody {
		if a.Live() {
			waiting++
		}
	}
	if waiting == 0 || c.Now().Before(first.Add(-warnBefore)) || p.Standing.State == content.Cancelled {
		return nil
	}
	late := c.Now().After(first)
	name, email := c.Applications.Staff.Manager(p.Manager)
	letter, err := c.post(p, email, LetterDue, c.IDs.New(), "program "+p.Slug, DueValues{
		Program: p.Slug, Title: p.Title, Manager: name, Waiting: waiting, HearBy: application.Day(first, p.TimeZone), Late: late})
	if err != nil {
		return err
	}
	purpose := fmt.Sprintf("answers due %s %s %v", p.Slug, first.UTC().Format(time.DateOnly), late)
	return c.once(ctx, purpose, email, letter)
}
