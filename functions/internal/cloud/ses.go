package cloud

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sesv2"
	"github.com/aws/aws-sdk-go-v2/service/sesv2/types"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/mail"
	"greenroom/functions/internal/outbox"
)

// SES sends mail through Amazon SES. It does not know what it has sent before:
// the same mail given to it twice arrives twice.
type SES struct {
	Client *sesv2.Client
	From   string // bare address
	// Settings names the configuration set, by which SES insists on TLS, and
	// tells of what came back.
	Settings string
	Now      agency.Clock
}

// sesPatience is how long SES may take for an answer.
const sesPatience = 10 * time.Second

// Deliver implements mail.Transport. The recipient is named beside the
// message, so that nothing in its headers can add another.
//
// SES is asked once. Whether to ask again is the outbox's to say, which must
// know whether the mail may have left. A call that was begun is waited for
// also when whoever wanted it is gone.
func (s SES) Deliver(ctx context.Context, m mail.Message) error {
	raw, err := mail.MIME(m, s.From, s.Now())
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("not given to SES: %v", err) // not wrapped: it did not leave
	}
	sending, cancel := context.WithTimeout(context.WithoutCancel(ctx), sesPatience)
	defer cancel()
	var connected atomic.Bool
	sending = httptrace.WithClientTrace(sending, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { connected.Store(true) }})
	_, err = s.Client.SendEmail(sending, &sesv2.SendEmailInput{
		FromEmailAddress:     &s.From,
		ConfigurationSetName: &s.Settings,
		Destination:          &types.Destination{ToAddresses: []string{m.To}},
		Content:              &types.EmailContent{Raw: &types.RawMessage{Data: raw}},
	}, func(o *sesv2.Options) { o.Retryer = aws.NopRetryer{} })
	switch {
	case err == nil:
		return nil
	case mayHaveLeft(err, connected.Load()):
		return &outbox.Unsure{Err: fmt.Errorf("sending through SES: %w", err)}
	}
	// Not wrapped: the outbox would take a connection that was not made in time
	// for an answer that did not come.
	return fmt.Errorf("sending through SES: %v", err)
}

// mayHaveLeft reports whether SES may have taken the mail although sending it
// failed. It has not if there never was a connection, or if it said no: with
// 4xx to the request, with 503 because it has too much to do.
func mayHaveLeft(err error, connected bool) bool {
	answer, answered := errors.AsType[*smithyhttp.ResponseError](err)
	if !answered || answer.HTTPStatusCode() == 0 {
		return connected
	}
	status := answer.HTTPStatusCode()
	refused := status >= http.StatusBadRequest && status < http.StatusInternalServerError || status == http.StatusServiceUnavailable
	return !refused
}
