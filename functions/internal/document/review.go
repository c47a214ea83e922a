package document

import (
	"context"
	"fmt"
	"slices"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/table"
)

// Send freezes a draft and puts it before its readers (B1). Only who wrote of
// it sends it.
func (s *Room) Send(ctx context.Context, actor agency.Actor, d Document, more ...table.Write) (Document, error) {
	before := d
	if actor.ID == "" || !d.WrittenBy(actor.ID) {
		return d, agency.Forbidden("Only who wrote this can send it to be read.")
	}
	sent, err := d.Current.move(actor.ID, "B1", "")
	if err != nil {
		return before, err
	}
	d.Current.SentAt = s.Now()
	return s.commit(ctx, before, d, []step{sent}, more...)
}

const (
	maxRemark  = 1000      // runes of one remark
	maxRemarks = 100       // remarks about one version
	maxSaid    = 100 << 10 // bytes of them together: they are kept with the document
)

// Remark keeps what somebody says about a version that others read. A blocking
// remark sends it back to be changed (B2), and is not for a writer to make.
func (s *Room) Remark(ctx context.Context, actor agency.Actor, d Document, r Remark, more ...table.Write) (Document, error) {
	if err := somebody(actor); err != nil {
		return d, err
	}
	before := d
	r.By, r.Name, r.Outside = actor.ID, actor.Name, false
	if r.Blocking && d.WrittenBy(actor.ID) {
		return d, agency.Forbidden("You wrote of this. Somebody else says whether it can stay as it is.")
	}
	if d.Current.State == Draft || d.Current.State == Released || d.Current.State == Withdrawn {
		return d, agency.Conflict(fmt.Sprintf("Remarks are for a version that is being read: version %d %s.", d.Current.Number, standing(d.Current.State)), nil)
	}
	if err := s.remark(ctx, &d, r); err != nil {
		return before, err
	}
	made := step{actor: actor.ID, action: "remark", number: d.Current.Number, from: d.Current.State, to: d.Current.State}
	if r.Blocking {
		var err error
		if made, err = d.Current.move(actor.ID, "B2", ""); err != nil {
			return before, err
		}
	}
	return s.commit(ctx, before, d, []step{made}, more...)
}

// remark adds remarks to the newest version, if they can be kept.
func (s *Room) remark(ctx context.Context, d *Document, remarks ...Remark) error {
	c, err := s.Content(ctx, *d, d.Current.Number)
	if err != nil {
		return err
	}
	said := 0
	all := slices.Clone(d.Current.Remarks)
	for _, r := range remarks {
		if r.Text = agency.Tidy(r.Text); r.Text == "" {
			return notSaid("Write what should change")
		}
		if len([]rune(r.Text)) > maxRemark || !agency.PlainText(r.Text) {
			return notSaid(fmt.Sprintf("A remark is plain text of %d characters at most", maxRemark))
		}
		if r.Part != "" && !c.has(r.Part) {
			return notSaid("There is no such part in this version")
		}
		r.At = s.Now()
		all = append(all, r)
	}
	for _, r := range all {
		said += len(r.Text)
	}
	if len(all) > maxRemarks || said > maxSaid {
		return notSaid("There are too many remarks about this version. Change it first")
	}
	d.Current.Remarks = all
	return nil
}

func notSaid(say string) error {
	return &agency.Invalid{Fields: []agency.FieldError{{Field: "text", Message: say}}}
}

// Approve keeps somebody's word that the newest version is right as it is. They
// have not written of it and say it once; pass is what they read it for, or "".
// The approval that meets the policy hands the version on in the same write
// (B4): to who signs outside, or, if nobody does, to be released (B5).
//
// Of two who approve at once, one gets a conflict and reads again: only so the
// one whose approval is the last one knows it, and their letters go with it.
func (s *Room) Approve(ctx context.Context, actor agency.Actor, d Document, pass string, more ...table.Write) (Document, error) {
	before := d
	if err := somebody(actor); err != nil {
		return d, err
	}
	if d.WrittenBy(actor.ID) {
		return d, agency.Forbidden("You wrote of this. Somebody else has to approve it.")
	}
	if pass != "" && !slices.Contains(d.Policy.Passes, pass) {
		return d, agency.Conflict("This text is not read for that.", nil)
	}
	if d.Current.said(actor.ID, pass) {
		return d, nil
	}
	if d.ApprovedBy(actor.ID) {
		return d, agency.Conflict("You have approved this version already. Each person counts once.", nil)
	}
	if d.Current.State != InReview {
		return d, agency.Conflict(fmt.Sprintf("This is not possible now: version %d %s.", d.Current.Number, standing(d.Current.State)), nil)
	}
	d.Current.Approvals = append(slices.Clone(d.Current.Approvals), Approval{By: actor.ID, Pass: pass, Hash: d.Current.Hash, At: s.Now()})
	steps := []step{{actor: actor.ID, action: "approve", number: d.Current.Number, from: InReview, to: InReview, note: pass}}
	onward, err := d.onward()
	if err != nil {
		return before, err
	}
	return s.commit(ctx, before, d, append(steps, onward...), more...)
}

// said reports whether this very approval was given and still counts.
func (v Version) said(person, pass string) bool {
	return v.State != ChangesRequested && v.State != Withdrawn &&
		slices.ContainsFunc(v.Approvals, func(a Approval) bool { return a.By == person && a.Pass == pass })
}

// onward is what happens by itself when enough people approved.
func (d *Document) onward() ([]step, error) {
	if !d.Policy.Met(d.Current) {
		return nil, nil
	}
	transitions := []string{"B4"}
	if !d.Policy.Outside {
		transitions = append(transitions, "B5")
	}
	var steps []step
	for _, id := range transitions {
		taken, err := d.Current.move(agency.Machinery().ID, id, "")
		if err != nil {
			return nil, err
		}
		steps = append(steps, taken)
	}
	return steps, nil
}
