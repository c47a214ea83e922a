package outbox

import (
	"context"
	"errors"
	"slices"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/table"
)

// Approve says that a second person has read the mail as it was at that
// version (O3). Its author cannot. The same approval sent twice is one.
func (s *Room) Approve(ctx context.Context, a agency.Actor, id string, version int64) error {
	if err := may(a); err != nil {
		return err
	}
	m, err := s.Find(ctx, id)
	if err != nil {
		return err
	}
	if m.readBefore(a, version, "") {
		return nil
	}
	if err := m.readable(a, version); err != nil {
		return err
	}
	return s.approve(ctx, a, m, "")
}

// readable reports whether a may approve m, having read it at that version.
func (m Mail) readable(a agency.Actor, version int64) error {
	if m.Author == a.ID {
		return agency.Forbidden("You wrote or edited this mail last. Somebody else has to read it.")
	}
	next := m
	if err := next.step(approve); err != nil {
		return err
	}
	if m.Version != version {
		return changed(nil)
	}
	return nil
}

// readBefore reports whether this very approval was given already.
func (m Mail) readBefore(a agency.Actor, version int64, sample string) bool {
	return m.State == Approved && m.ReadBy == a.ID && m.Sample == sample && m.Version == version+1
}

func (s *Room) approve(ctx context.Context, a agency.Actor, m Mail, sample string) error {
	before := m.State
	if err := m.step(approve); err != nil {
		return err
	}
	m.ReadBy, m.ReadAt, m.Sample = a.ID, s.Now(), sample
	_, err := s.save(ctx, a, m, approve, before)
	return err
}

// ApproveGroup says that a second person has read one mail of the group, the
// sample, as it was at that version, and approves with it every mail of the
// group with the same letter that waits to be read and that somebody else wrote.
// n is how many were approved now; those named by except are left.
//
// Each mail is a write of its own and the sample is the last, so that a call
// that was cut off is finished by the same call, and one that came to its end
// approves nothing that joined the group later.
func (s *Room) ApproveGroup(ctx context.Context, a agency.Actor, group, sample string, version int64, except ...string) (n int, err error) {
	if err := may(a); err != nil {
		return 0, err
	}
	read, err := s.Find(ctx, sample)
	if err != nil {
		return 0, err
	}
	if group == "" || read.Group != group {
		return 0, noSuchMail()
	}
	if read.readBefore(a, version, sample) {
		return 0, nil
	}
	if err := read.readable(a, version); err != nil {
		return 0, err
	}
	if n, err = s.approveOthers(ctx, a, read, except); err != nil {
		return n, err
	}
	if err := s.approve(ctx, a, read, sample); err != nil {
		return n, err
	}
	return n + 1, nil
}

func (s *Room) approveOthers(ctx context.Context, a agency.Actor, sample Mail, except []string) (n int, err error) {
	mails, err := s.InGroup(ctx, sample.Group)
	if err != nil {
		return 0, err
	}
	for _, m := range mails {
		if m.ID == sample.ID || m.State != SecondLook || m.Author == a.ID || m.Letter != sample.Letter || slices.Contains(except, m.ID) {
			continue
		}
		err := s.approve(ctx, a, m, sample.ID)
		if _, raced := errors.AsType[*table.ConflictError](err); raced {
			continue // somebody edits it, or read it themselves
		}
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// Retry sends a mail again that was given up (O8). Whether it left after all is
// for a to know.
func (s *Room) Retry(ctx context.Context, a agency.Actor, id string) error {
	if err := may(a); err != nil {
		return err
	}
	m, err := s.Find(ctx, id)
	if err != nil {
		return err
	}
	before := m.State
	if err := m.step(retry); err != nil {
		return err
	}
	m.Tries, m.NextTry, m.Problem = 0, time.Time{}, ""
	_, err = s.save(ctx, a, m, retry, before)
	return err
}
