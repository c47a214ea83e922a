package document

import (
	"context"
	"fmt"
	"slices"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/table"
)

// maxVersions is how many versions a document can have: its record is one item.
const maxVersions = 200

// Begin begins a document with a first draft.
func (s *Room) Begin(ctx context.Context, actor agency.Actor, kind, owner string, policy Policy, c Content, more ...table.Write) (Document, error) {
	return s.BeginAs(ctx, s.IDs.New(), actor, kind, owner, policy, c, more...)
}

// BeginAs is Begin for a caller who names the id in the same write.
func (s *Room) BeginAs(ctx context.Context, id string, actor agency.Actor, kind, owner string, policy Policy, c Content, more ...table.Write) (Document, error) {
	if err := somebody(actor); err != nil {
		return Document{}, err
	}
	if err := c.check(); err != nil {
		return Document{}, err
	}
	d := Document{ID: id, Kind: kind, Owner: owner, Policy: policy,
		Current: Version{Number: 1, State: Machine().Initial, Hash: c.Hash(), Writers: []string{actor.ID}, At: s.Now()}}
	content, err := put(contentKey(d.ID, 1), "content", c)
	if err != nil {
		return d, err
	}
	begun := step{actor: actor.ID, action: "begin", number: 1, to: d.Current.State}
	return s.commit(ctx, Document{}, d, []step{begun}, append(more, table.Create(content))...)
}

// Save keeps what somebody wrote, and makes them a writer. A draft is replaced.
// Any other version stays as it is and a new one begins, without approvals: for
// one that was to be changed (B3), for the released one, which stays in force
// (B10), and for one on its way, which is withdrawn with that (B9). The same
// content again changes nothing, so approvals stay.
func (s *Room) Save(ctx context.Context, actor agency.Actor, d Document, c Content, more ...table.Write) (Document, error) {
	if err := somebody(actor); err != nil {
		return d, err
	}
	if err := c.check(); err != nil {
		return d, err
	}
	if d.Current.Hash == c.Hash() && d.Current.State != Withdrawn {
		return d, nil
	}
	if d.Current.State == Draft {
		return s.rewrite(ctx, actor, d, c, more...)
	}
	return s.renew(ctx, actor, d, c, more...)
}

// rewrite replaces a draft.
func (s *Room) rewrite(ctx context.Context, actor agency.Actor, d Document, c Content, more ...table.Write) (Document, error) {
	before := d
	d.Current.Hash, d.Current.Writers = c.Hash(), with(d.Current.Writers, actor.ID)
	content, err := put(contentKey(d.ID, d.Current.Number), "content", c)
	if err != nil {
		return before, err
	}
	saved := step{actor: actor.ID, action: "save", number: d.Current.Number, from: Draft, to: Draft}
	return s.commit(ctx, before, d, []step{saved}, append(more, table.Set(content))...)
}

// renew begins the next version.
func (s *Room) renew(ctx context.Context, actor agency.Actor, d Document, c Content, more ...table.Write) (Document, error) {
	before := d
	if d.Current.Number >= maxVersions {
		return d, agency.Conflict(fmt.Sprintf("This text has %d versions, and more cannot be kept.", maxVersions), nil)
	}
	next := Version{Number: d.Current.Number + 1, State: Draft, Hash: c.Hash(), Writers: with(d.Current.Writers, actor.ID), At: s.Now()}
	steps, err := d.leave(actor.ID, next)
	if err != nil {
		return before, err
	}
	if d.Live == nil || d.Live.Number != d.Current.Number {
		archived, err := d.archive(d.Current)
		if err != nil {
			return before, err
		}
		more = append(more, archived...)
	}
	d.Current = next
	content, err := put(contentKey(d.ID, next.Number), "content", c)
	if err != nil {
		return before, err
	}
	return s.commit(ctx, before, d, steps, append(more, table.Create(content))...)
}

// leave is what happens to the newest version when the next one begins.
func (d *Document) leave(actor string, next Version) ([]step, error) {
	begun := step{actor: actor, action: "begin", number: next.Number, to: Draft}
	switch d.Current.State {
	case ChangesRequested: // the version itself is kept as it was
		return []step{{actor: actor, action: "B3", number: next.Number, from: ChangesRequested, to: Draft}}, nil
	case Released:
		amended, err := d.Current.move(actor, "B10", "")
		return []step{amended, begun}, err
	case Withdrawn:
		return []step{begun}, nil
	}
	d.Current.Reason = "edited again"
	withdrawn, err := d.Current.move(actor, "B9", d.Current.Reason)
	return []step{withdrawn, begun}, err
}

// archive puts a version into the past, its remarks into an item of their own.
func (d *Document) archive(v Version) ([]table.Write, error) {
	remarks := v.Remarks
	v.Remarks = nil
	d.Past = append(d.Past[:len(d.Past):len(d.Past)], v)
	slices.SortFunc(d.Past, func(a, b Version) int { return a.Number - b.Number })
	if len(remarks) == 0 {
		return nil, nil
	}
	i, err := put(remarksKey(d.ID, v.Number), "remarks", remarks)
	return []table.Write{table.Create(i)}, err
}

func with(people []string, person string) []string {
	if slices.Contains(people, person) {
		return slices.Clone(people)
	}
	return append(slices.Clone(people), person)
}
