package mail

import (
	"context"
	"fmt"

	"greenroom/functions/internal/outbox"
)

// Transport takes a message to its mailbox. A message with an ID it has taken
// before may be dropped.
type Transport interface {
	Deliver(ctx context.Context, m Message) error
}

// Carrier puts a letter into words and hands it to the transport.
type Carrier struct {
	Writer    *Writer
	Transport Transport
}

// Carry implements outbox.Carrier.
func (c Carrier) Carry(ctx context.Context, m outbox.Mail) error {
	message, err := c.Writer.Write(m)
	if err != nil {
		return err
	}
	if err := c.Transport.Deliver(ctx, message); err != nil {
		return fmt.Errorf("delivering mail %s: %w", m.ID, err)
	}
	return nil
}
