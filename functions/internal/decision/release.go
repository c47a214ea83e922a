package decision

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
	"greenroom/site/content"
)

// Release is one action that tells many people at once. Who is in it is fixed
// when it begins; each person's state and letter change in one write, so that
// it can break off anywhere and go on later.
type Release struct {
	Program string // slug
	By      string // person id
	At      time.Time
	People  []string  // ids of applications
	EndedAt time.Time `json:",omitzero"`
	Done    int       `json:"-"`
	Version int64     `json:"-"`
}

// maxRelease is how many people one release tells: its record is one item.
const maxRelease = 5000

func releaseKey(program string) table.Key {
	return table.Key{Space: table.Private, PK: "RELEASE#" + program, SK: "T"}
}

func (r Release) item() (table.Item, error) {
	body, err := json.Marshal(r)
	if err != nil {
		return table.Item{}, fmt.Errorf("encoding release: %w", err)
	}
	return table.Item{Key: releaseKey(r.Program), Kind: "release", Body: body, Version: r.Version}, nil
}

// underWay reports whether some people of the release may still be told.
func (r Release) underWay() bool { return r.Program != "" && r.EndedAt.IsZero() }

// unchanged demands that no release of the program began since r was read.
func (r Release) unchanged(slug string) table.Write { return table.Check(releaseKey(slug), r.Version) }

// Begin begins to release every outcome of a program whose letter was
// approved. If one is under way already, it is that one that goes on.
func (s *Room) Begin(ctx context.Context, actor agency.Actor, slug string) (Release, error) {
	if !MayDecide(actor) {
		return Release{}, agency.Forbidden("Only lead project managers may release outcomes.")
	}
	for range raceTries {
		r, err := s.begin(ctx, actor, slug)
		if !conflicted(err) {
			return r, err
		}
	}
	return Release{}, fmt.Errorf("beginning release of %s: %w", slug, table.ErrUnavailable)
}

func (s *Room) begin(ctx context.Context, actor agency.Actor, slug string) (Release, error) {
	p, err := s.Programs.Find(ctx, slug)
	if err != nil {
		return Release{}, err
	}
	before, err := s.Progress(ctx, slug)
	if err != nil || before.underWay() {
		return before, err
	}
	switch state := p.Standing.State; {
	case p.Rolling == nil && (state == content.Open || state == content.Paused):
		return Release{}, agency.Conflict("Outcomes are released when the program has closed. It was opened again: people can still apply.", nil)
	case state == content.Cancelled:
		return Release{}, agency.Conflict("The program was called off. Everybody is told that, and nothing else.", nil)
	}
	ready, err := s.ready(ctx, slug)
	if err != nil {
		return Release{}, err
	}
	if len(ready) == 0 {
		return Release{}, agency.Conflict("Nothing is ready to be released: every letter is read by a second person first.", nil)
	}
	r := Release{Program: slug, By: actor.ID, At: s.Now(), People: ready, Version: before.Version}
	item, err := r.item()
	if err != nil {
		return r, err
	}
	r.Version++
	return r, s.Table.Write(ctx, "", table.Replace(item), p.Unmoved())
}

// ready are the applications of a program whose letter may go.
func (s *Room) ready(ctx context.Context, slug string) ([]string, error) {
	everybody, err := s.Applications.Everybody(ctx, slug)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, a := range everybody {
		if a.State != application.Decided || len(ids) == maxRelease {
			continue
		}
		m, err := s.Outbox.Find(ctx, a.Outcome.Mail)
		if err != nil {
			return nil, err
		}
		if m.State == outbox.Approved {
			ids = append(ids, a.ID)
		}
	}
	return ids, nil
}

// Progress returns the last release of a program and how far it came; its
// Program is "" if there was none.
func (s *Room) Progress(ctx context.Context, slug string) (Release, error) {
	var r Release
	i, err := s.Table.Get(ctx, releaseKey(slug))
	if errors.Is(err, table.ErrNotFound) {
		return r, nil
	}
	if err != nil {
		return r, fmt.Errorf("reading release of %s: %w", slug, err)
	}
	if err := json.Unmarshal(i.Body, &r); err != nil {
		return r, fmt.Errorf("reading release of %s: %w", slug, err)
	}
	r.Version = i.Version
	if !r.EndedAt.IsZero() {
		r.Done = len(r.People)
		return r, nil
	}
	for _, id := range r.People {
		a, err := s.Applications.Find(ctx, id)
		if err != nil {
			return r, err
		}
		if a.State != application.Decided {
			r.Done++
		}
	}
	return r, nil
}

// Continue tells people until all of a release were told or the time is up.
// Whoever was told before is passed over.
func (s *Room) Continue(ctx context.Context, slug string, until time.Time) (Release, error) {
	r, err := s.Progress(ctx, slug)
	if err != nil || r.Program == "" || !r.EndedAt.IsZero() {
		return r, err
	}
	var faults []error
	for _, id := range r.People {
		if s.Now().After(until) {
			return s.Progress(ctx, slug)
		}
		if err := s.tell(ctx, r, id); err != nil { // and the others are told all the same
			faults = append(faults, fmt.Errorf("telling application %s: %w", id, err))
		}
	}
	if len(faults) > 0 {
		return r, errors.Join(faults...)
	}
	r.EndedAt = s.Now()
	item, err := r.item()
	if err != nil {
		return r, err
	}
	err = s.Table.Write(ctx, "", table.Replace(item))
	if _, raced := errors.AsType[*table.ConflictError](err); raced {
		return s.Progress(ctx, slug)
	}
	r.Done = len(r.People)
	return r, err
}

// tell releases one outcome, if it still is as it was approved: whoever has
// withdrawn, or was decided anew, is not told.
func (s *Room) tell(ctx context.Context, r Release, id string) error {
	for range raceTries {
		a, err := s.Applications.Find(ctx, id)
		if err != nil || a.State != application.Decided {
			return err
		}
		m, err := s.Outbox.Find(ctx, a.Outcome.Mail)
		if err != nil || m.State != outbox.Approved || m.ReadAt.After(r.At) {
			return err
		}
		err = s.release(ctx, r, a, m)
		if _, raced := errors.AsType[*table.ConflictError](err); !raced {
			return err
		}
	}
	return fmt.Errorf("releasing application %s: %w", id, table.ErrUnavailable)
}

// raceTries is how often a person's release that met another write is tried.
const raceTries = 4

// release changes one person's state and lets the letter go, in one write
// (A10, A11, A12).
func (s *Room) release(ctx context.Context, r Release, a application.Application, m outbox.Mail) error {
	p, err := s.Programs.Find(ctx, a.Program)
	if err != nil || p.Standing.State == content.Cancelled {
		return err
	}
	outcome, err := worded(*a.Outcome, m)
	if err != nil {
		return err
	}
	now, outcome := s.Now(), s.inGoodTime(p, outcome)
	if m, err = s.upToDate(ctx, p, outcome, m); err != nil {
		return err
	}
	letter, err := outbox.Release(m)
	if err != nil {
		return err
	}
	more := append(s.Applications.Promise(&a, now, true), letter, p.Unmoved())
	_, err = s.Applications.Move(ctx, agency.Actor{ID: r.By}, a, transitionOf(a.Outcome.Kind), "", func(a *application.Application) {
		a.AnsweredAt, a.Outcome = now, &outcome
	}, more...)
	return err
}

// upToDate is a letter whose facts are those of the moment it leaves. What
// somebody wrote and somebody else approved stays to the letter.
func (s *Room) upToDate(ctx context.Context, p program.Program, o application.Outcome, m outbox.Mail) (outbox.Mail, error) {
	v, err := OutcomeOf(m)
	if err != nil {
		return m, err
	}
	v.Applied = p.Course.Applied
	switch o.Kind {
	case application.Accept:
		v.ConfirmBy = application.Day(o.ConfirmBy, p.TimeZone)
	case application.Waitlist:
		v.AnswerBy = application.Day(o.AnswerBy, p.TimeZone)
	}
	if v.Suggestion != nil {
		if other, err := s.Programs.Find(ctx, v.Suggestion.Slug); err != nil || other.Standing.State != content.Open {
			v.Suggestion = nil
		}
	}
	m.Values, err = encode(v)
	return m, err
}

// leastTime is what is left at least of a day that somebody is told of.
const leastTime = 24 * time.Hour

// inGoodTime is an outcome whose days were named when it was decided and may
// have passed before it is told: then they are reckoned anew.
func (s *Room) inGoodTime(p program.Program, o application.Outcome) application.Outcome {
	soonest := s.Now().Add(leastTime)
	switch {
	case o.Kind == application.Accept && o.ConfirmBy.Before(soonest):
		o.ConfirmBy = s.confirmBy(p)
	case o.Kind == application.Waitlist && o.AnswerBy.Before(soonest):
		o.AnswerBy = s.answerBy(p)
	}
	return o
}

func transitionOf(kind string) string {
	switch kind {
	case application.Accept:
		return "A10"
	case application.Waitlist:
		return "A11"
	}
	return "A12"
}
