package document

import (
	"context"
	"fmt"
	"slices"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/table"
)

// maxName is how long the name of who signs may be, in runes.
const maxName = 100

// Sign keeps the word of who signs outside (B5), on that hash only. The same
// signature again changes nothing.
func (s *Room) Sign(ctx context.Context, name string, d Document, hash string, more ...table.Write) (Document, error) {
	before := d
	name = agency.Tidy(name)
	if !agency.PlainLine(name) || len([]rune(name)) > maxName {
		return d, &agency.Invalid{Fields: []agency.FieldError{{Field: "name", Message: "Enter your name"}}}
	}
	if hash != d.Current.Hash {
		return d, anotherByNow()
	}
	if d.Current.Signed != "" {
		return d, nil
	}
	signed, err := d.Current.move("", "B5", "")
	if err != nil {
		return before, err
	}
	d.Current.Signed, d.Current.SignedAt = name, s.Now()
	return s.commit(ctx, before, d, []step{signed}, more...)
}

func anotherByNow() error {
	return agency.Gone("This text was changed after it was sent to you. You get the new version as soon as it was read here.")
}

// Return sends a version back from outside (B6) with everything that should
// change, in one list.
func (s *Room) Return(ctx context.Context, name string, d Document, hash string, remarks []Remark, more ...table.Write) (Document, error) {
	before := d
	if name = agency.Tidy(name); !agency.PlainLine(name) || len([]rune(name)) > maxName {
		return d, &agency.Invalid{Fields: []agency.FieldError{{Field: "name", Message: "Enter your name"}}}
	}
	if hash != d.Current.Hash {
		return d, anotherByNow()
	}
	returned, err := d.Current.move("", "B6", "")
	if err != nil {
		return before, err
	}
	if len(remarks) == 0 {
		return before, notSaid("Write what should change")
	}
	said := slices.Clone(remarks)
	for n := range said {
		said[n].By, said[n].Name, said[n].Blocking, said[n].Outside = "", name, true, true
	}
	if err := s.remark(ctx, &d, said...); err != nil {
		return before, err
	}
	return s.commit(ctx, before, d, []step{returned}, more...)
}

// Release puts the approved version in force (B7), and the one that was
// released before into the past (B8). It is refused unless what is kept, what
// the version says and what everybody approved have one hash (INV-4).
func (s *Room) Release(ctx context.Context, actor agency.Actor, d Document, more ...table.Write) (Document, error) {
	if err := somebody(actor); err != nil {
		return d, err
	}
	before := d
	released, err := d.Current.move(actor.ID, "B7", "")
	if err != nil {
		return before, err
	}
	if err := s.asApproved(ctx, before); err != nil {
		return before, err
	}
	steps := []step{released}
	if d.Live != nil {
		old := *d.Live
		replaced, err := old.move(agency.Machinery().ID, "B8", "")
		if err != nil {
			return before, err
		}
		archived, err := d.archive(old)
		if err != nil {
			return before, err
		}
		steps, more = append(steps, replaced), append(more, archived...)
	}
	d.Current.ReleasedAt = s.Now()
	live := d.Current
	d.Live = &live
	return s.commit(ctx, before, d, steps, more...)
}

// asApproved says whether the newest version is, to the byte, what was
// approved and signed.
func (s *Room) asApproved(ctx context.Context, d Document) error {
	v := d.Current
	if _, err := s.Content(ctx, d, v.Number); err != nil { // compares the hash
		return err
	}
	other := slices.ContainsFunc(v.Approvals, func(a Approval) bool { return a.Hash != v.Hash })
	if other || !d.Policy.Met(v) || d.Policy.Outside && v.Signed == "" {
		return agency.Conflict("This is not what was approved. Send it to be read again.",
			fmt.Errorf("approvals of version %d of document %s are not those of its hash", v.Number, d.ID))
	}
	return nil
}

// maxReason is how long a reason may be, in runes.
const maxReason = 500

// Withdraw gives up the newest version before it is released (B9). What was
// released stays in force.
func (s *Room) Withdraw(ctx context.Context, actor agency.Actor, d Document, reason string, more ...table.Write) (Document, error) {
	before := d
	if err := somebody(actor); err != nil {
		return d, err
	}
	if reason = agency.Tidy(reason); !agency.PlainText(reason) || len([]rune(reason)) > maxReason {
		return d, &agency.Invalid{Fields: []agency.FieldError{{Field: "reason", Message: "Say why, in 500 characters or fewer"}}}
	}
	withdrawn, err := d.Current.move(actor.ID, "B9", reason)
	if err != nil {
		return before, err
	}
	d.Current.Reason = reason
	return s.commit(ctx, before, d, []step{withdrawn}, more...)
}
