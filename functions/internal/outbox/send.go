package outbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"greenroom/functions/internal/table"
)

// maxTries is how often a mail is offered to the carrier before a person has
// to look at it.
const maxTries = 5

// Carrier takes a mail out of the house. Carry may be called again for a mail
// that already left, with the same ID; where it can, it then does nothing.
type Carrier interface {
	Carry(ctx context.Context, m Mail) error
}

// Sender sends what is approved.
type Sender struct {
	Table   table.Table
	Carrier Carrier
	Log     *slog.Logger
}

// Send sends the mail called id if it is approved, or if an earlier call died
// while sending it; called again later, it does nothing. An error means: call
// again. After maxTries failures
// the mail is kept as failed, the log says so and Send returns nil.
//
// The letter's values are dropped when it is sent: what the recipient holds is
// theirs, and no copy stays here.
func (s Sender) Send(ctx context.Context, id string) error {
	m, err := s.begin(ctx, id)
	if err != nil || m.State != Sending {
		return err
	}
	if cause := s.Carrier.Carry(ctx, m); cause != nil {
		return s.failed(ctx, m, cause)
	}
	m.Values = nil
	return s.move(ctx, &m, "O6")
}

// begin reads the mail and, if it is approved, marks it as being sent.
func (s Sender) begin(ctx context.Context, id string) (Mail, error) {
	i, err := s.Table.Get(ctx, key(id))
	if errors.Is(err, table.ErrNotFound) {
		return Mail{}, nil
	}
	if err != nil {
		return Mail{}, fmt.Errorf("sending mail %s: %w", id, err)
	}
	m, err := decode(i)
	if err != nil || m.State != Approved {
		return m, err
	}
	err = s.move(ctx, &m, "O5")
	return m, err
}

func (s Sender) failed(ctx context.Context, m Mail, cause error) error {
	m.Tries++
	if m.Tries < maxTries {
		return errors.Join(fmt.Errorf("carrying mail %s: %w", m.ID, cause), s.save(ctx, &m))
	}
	s.Log.ErrorContext(ctx, "mail given up", "mail", m.ID, "letter", m.Letter, "tries", m.Tries, "cause", cause)
	return s.move(ctx, &m, "O7")
}

func (s Sender) move(ctx context.Context, m *Mail, transition string) error {
	state, err := Machine().Next(m.State, transition)
	if err != nil {
		return err
	}
	m.State = state
	return s.save(ctx, m)
}

func (s Sender) save(ctx context.Context, m *Mail) error {
	i, err := item(*m)
	if err != nil {
		return err
	}
	if err := s.Table.Write(ctx, "", table.Replace(i)); err != nil {
		return fmt.Errorf("saving mail %s: %w", m.ID, err)
	}
	m.Version++
	return nil
}
