package cloud

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/sesv2"
	"github.com/aws/aws-sdk-go-v2/service/sesv2/types"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/mail"
)

// SES sends mail through Amazon SES. It does not know what it has sent before:
// a mail whose sending was cut off may arrive twice, with one Message-ID.
type SES struct {
	Client *sesv2.Client
	From   string // bare address
	Now    agency.Clock
}

// Deliver implements mail.Transport. The recipient is named beside the
// message, so that nothing in its headers can add another.
func (s SES) Deliver(ctx context.Context, m mail.Message) error {
	raw, err := mail.MIME(m, s.From, s.Now())
	if err != nil {
		return err
	}
	_, err = s.Client.SendEmail(ctx, &sesv2.SendEmailInput{
		FromEmailAddress: &s.From,
		Destination:      &types.Destination{ToAddresses: []string{m.To}},
		Content:          &types.EmailContent{Raw: &types.RawMessage{Data: raw}},
	})
	if err != nil {
		return fmt.Errorf("sending through SES: %w", err)
	}
	return nil
}
