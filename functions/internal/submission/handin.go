package submission

import (
	"context"
	"fmt"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/program"
)

// SendDraft takes a draft in (D1, D2) and checks it. If a hard check fails, its
// writer is told at once and nobody else is troubled (D3), unless they want a
// person to look; otherwise a person has two business days to answer (D4). The
// same draft twice is one.
func (s *Room) SendDraft(ctx context.Context, actor agency.Actor, app string, number int, f DraftForm) (Deliverable, Draft, error) {
	d, err := s.OwnedBy(ctx, actor, app, number)
	if err != nil {
		return d, Draft{}, err
	}
	if last, err := s.repeated(ctx, d, f); err != nil || last != nil {
		return d, deref(last), err
	}
	t, err := s.current(ctx, d)
	if err != nil {
		return d, Draft{}, err
	}
	p, err := s.Programs.Find(ctx, d.Program)
	if err != nil {
		return d, Draft{}, err
	}
	c, err := s.handIn(ctx, actor, d, f.Version)
	if err != nil {
		return d, Draft{}, err
	}
	draft, err := s.draft(ctx, c, t, f)
	if err != nil {
		return d, draft, err
	}
	w, err := s.held(ctx, d, f.Spoken, f.Screen)
	if err != nil {
		return d, draft, err
	}
	if draft.Findings, err = s.inspect(ctx, w, draft); err != nil {
		return d, draft, err
	}
	c.take(&draft, f.Anyway, p)
	c.keep(nth(d, "SUB", draft.Number), "draft", draft)
	if !draft.Bounced {
		s.tell(c, p, "A draft waits for you")
	}
	d, err = c.commit(ctx)
	return d, draft, err
}

// handIn begins what a draft does to the work, and to the edit request that it
// answers.
func (s *Room) handIn(ctx context.Context, actor agency.Actor, d Deliverable, version int64) (*change, error) {
	c := s.change(actor, d)
	c.seen(version)
	if d.Drafts >= maxDrafts {
		c.fail(&agency.Error{Kind: agency.KindTooMany, Say: "That are 100 versions of one piece of work. Write to the project manager: they help."})
	}
	if d.State == Assigned {
		c.step("D1", "")
	}
	c.step("D2", "")
	if c.err != nil {
		return c, c.err
	}
	var err error
	c.edit, err = s.workable(ctx, d)
	return c, err
}

// take moves the work on: back to its writer, or to a person.
func (c *change) take(draft *Draft, anyway bool, p program.Program) {
	if c.edit != nil && c.edit.State == EditSent { // whoever sends a draft has begun the work
		who := c.actor
		c.actor = agency.Machinery()
		c.editStep("E5", "")
		c.actor = who
		c.agreed(p)
	}
	draft.Bounced = failed(draft.Findings) && !anyway
	if draft.Bounced {
		c.auto("D3", "")
		return
	}
	if c.edit != nil {
		c.editStep("E12", "")
	}
	c.auto("D4", "")
	c.ours()
}

// repeated returns the newest draft if the form holds the same and was filled in
// before it was taken. Who sends the same again after they saw that a check
// failed has put it right behind its link: it is looked at again.
func (s *Room) repeated(ctx context.Context, d Deliverable, f DraftForm) (*Draft, error) {
	if d.Drafts == 0 || d.State != InReview && (d.State != InProgress || d.Version == f.Version) {
		return nil, nil
	}
	last, err := s.Draft(ctx, d, d.Drafts)
	if err != nil || last.Hash != f.hash() {
		return nil, err
	}
	return &last, nil
}

func deref(d *Draft) Draft {
	if d == nil {
		return Draft{}
	}
	return *d
}

// current returns the brief in force, if its newest version was acknowledged.
func (s *Room) current(ctx context.Context, d Deliverable) (terms, error) {
	released, err := s.Briefs.Released(ctx, d.Program)
	if err != nil {
		return terms{}, err
	}
	t, err := s.acknowledged(ctx, d)
	if err == nil && t.number != released.Number {
		err = agency.Conflict(fmt.Sprintf("Version %d of the brief is out. Read it and answer its three questions first; what you typed is still in your browser.", released.Number), nil)
	}
	return t, err
}

// maxDrafts is how many versions one piece of work may have.
const maxDrafts = 100

// workable returns the edit request that a draft answers, if there is one.
func (s *Room) workable(ctx context.Context, d Deliverable) (*Edit, error) {
	open, err := s.open(ctx, d)
	if err != nil || open == nil {
		return nil, err
	}
	if open.State == EditAccepted || open.State == EditSent && open.original() {
		return open, nil
	}
	return nil, agency.Conflict("Answer the edit request first: it "+EditStanding(open.State)+".", nil)
}
