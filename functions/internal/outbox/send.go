package outbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/table"
)

// Carrier takes a mail out of the house. An error means that it did not leave;
// if that is not certain, the carrier says so with Unsure.
type Carrier interface {
	Carry(ctx context.Context, m Mail) error
}

// Sender sends what is approved and not held.
type Sender struct {
	Table   table.Table
	Carrier Carrier
	Log     *slog.Logger
	Now     agency.Clock // without it nothing is tried a second time
	IDs     *agency.IDs  // names the audit events; without it none are written

	// Again says that the carrier drops a mail it took before, by its ID. Then a
	// mail whose sending was cut off is carried again. If it does not, such a
	// mail may have left, and whether to send it again is for a person to decide.
	Again bool
}

func (s Sender) now() time.Time {
	if s.Now == nil {
		return time.Time{}
	}
	return s.Now()
}

// Send sends the mail called id if it is its turn; called again, it does
// nothing. An error means that the store did not answer: call again. A mail
// that could not be carried is no error, so that it keeps back no other: it is
// kept with its problem and sent by SendDue later, maxTries times in all.
//
// The letter's values are dropped when it is sent: what the recipient holds is
// theirs, and no copy stays here.
func (s Sender) Send(ctx context.Context, id string) error {
	_, err := s.send(ctx, id)
	return err
}

// SendDue sends what Send left for later: what failed and is to be tried again,
// what was cut off, and what nobody asked for. It returns how many mails left.
func (s Sender) SendDue(ctx context.Context) (n int, err error) {
	var faults []error
	for _, state := range []agency.State{Approved, Sending} {
		sent, err := s.sendListed(ctx, state)
		n += sent
		faults = append(faults, err)
	}
	return n, errors.Join(faults...)
}

// sendListed goes through the index of a state. One mail that cannot be read
// does not keep back those behind it.
func (s Sender) sendListed(ctx context.Context, state agency.State) (n int, err error) {
	q := table.Query{Space: table.Private, Index: 1, PK: listed(state)}
	var faults []error
	for {
		page, err := s.Table.Query(ctx, q)
		if err != nil {
			return n, errors.Join(append(faults, fmt.Errorf("listing mail to send: %w", err))...)
		}
		for _, i := range page.Items {
			sent, err := s.sendItem(ctx, i)
			if err != nil {
				faults = append(faults, err)
			}
			if sent {
				n++
			}
			if err := ctx.Err(); err != nil {
				return n, errors.Join(append(faults, err)...)
			}
		}
		if q.Cursor = page.Cursor; q.Cursor == "" {
			return n, errors.Join(faults...)
		}
	}
}

// sendItem sends what the index shows. What it shows as not yet due is left
// for the next time, unread: hundreds of outcomes may be held at once.
func (s Sender) sendItem(ctx context.Context, i table.Item) (sent bool, err error) {
	m, err := decode(i)
	if err != nil || !s.due(m) {
		return false, err
	}
	return s.send(ctx, m.ID)
}

func (s Sender) send(ctx context.Context, id string) (sent bool, err error) {
	m, ok, err := s.claim(ctx, id)
	if err != nil || !ok {
		return false, err
	}
	cause := s.Carrier.Carry(ctx, m)
	// What happened is noted also if whoever asked is gone by now.
	ctx = context.WithoutCancel(ctx)
	if cause != nil {
		return false, s.failed(ctx, m, cause)
	}
	m.Values, m.Problem, m.NextTry, m.SentAt = nil, "", time.Time{}, s.now()
	return true, s.finish(ctx, m)
}

// claim reads the mail and, if it is its turn, marks it as being sent by this
// call and no other.
func (s Sender) claim(ctx context.Context, id string) (m Mail, ok bool, err error) {
	i, err := s.Table.Get(ctx, key(id))
	if errors.Is(err, table.ErrNotFound) {
		return m, false, nil
	}
	if err != nil {
		return m, false, fmt.Errorf("sending mail %s: %w", id, err)
	}
	if m, err = decode(i); err != nil || !s.due(m) {
		return m, false, err
	}
	if m.cutOff() {
		m.Tries++
		if !s.Again || m.Tries >= maxTries {
			return m, false, s.giveUp(ctx, m, cutOffWords)
		}
	}
	m.Problem, m.NextTry = "", s.now().Add(claimed)
	action := begin
	if m.State == Sending {
		action = "" // one more try of the same
	}
	err = s.save(ctx, &m, action)
	if _, raced := errors.AsType[*table.ConflictError](err); raced {
		return m, false, nil // somebody else sends it, or took it back
	}
	return m, err == nil, err
}

// due reports whether it is the mail's turn.
func (s Sender) due(m Mail) bool {
	switch {
	case m.State == Approved:
		return !m.Held && !m.NextTry.After(s.now())
	case m.State == Sending && s.Again && m.cutOff():
		return true // whoever claimed it: the carrier takes it once
	}
	return m.State == Sending && !m.NextTry.After(s.now())
}

// cutOff reports whether a try began of which nobody wrote how it ended. Until
// its claim is over that try may still be going on.
func (m Mail) cutOff() bool { return m.State == Sending && m.Problem == "" }

// finish notes that the mail left. That must not be lost: without it nobody
// knows, so a store that does not answer is asked again with the same token.
func (s Sender) finish(ctx context.Context, m Mail) error {
	writes, err := s.writes(&m, finish)
	if err != nil {
		return err
	}
	token := fmt.Sprintf("%s-%d", m.ID, m.Version)
	for range maxTries {
		if err = s.Table.Write(ctx, token, writes...); !errors.Is(err, table.ErrUnavailable) {
			break
		}
	}
	if _, raced := errors.AsType[*table.ConflictError](err); raced && s.Again {
		return nil // two carried it, the carrier took one, the other noted it
	}
	if err != nil {
		return fmt.Errorf("noting that mail %s was sent: %w", m.ID, err)
	}
	return nil
}
