package mail

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	gomail "github.com/wneessen/go-mail"

	"greenroom/functions/internal/agency"
)

// MIME returns the message as it goes over the wire: text and HTML as
// alternatives, headers encoded, Message-ID made of the mail's id so that a
// second delivery can be recognised.
func MIME(m Message, from string, at time.Time) ([]byte, error) {
	msg := gomail.NewMsg()
	if err := msg.From(from); err != nil {
		return nil, fmt.Errorf("addressing mail %s: from: %w", m.ID, err)
	}
	if err := msg.To(m.To); err != nil {
		return nil, fmt.Errorf("addressing mail %s: to: %w", m.ID, err)
	}
	if err := answerTo(msg, m.ReplyTo); err != nil {
		return nil, fmt.Errorf("addressing mail %s: %w", m.ID, err)
	}
	msg.Subject(m.Subject)
	msg.SetDateWithValue(at)
	msg.SetMessageIDWithValue(m.ID + "@" + domain(from))
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no out-of-office replies, please
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	msg.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	var out bytes.Buffer
	if _, err := msg.WriteTo(&out); err != nil {
		return nil, fmt.Errorf("writing mail %s: %w", m.ID, err)
	}
	return out.Bytes(), nil
}

// answerTo sets who reads an answer: one mailbox, or the sender's if it is "".
// The error does not repeat the address.
func answerTo(msg *gomail.Msg, address string) error {
	if address == "" {
		return nil
	}
	if !agency.Mailbox(address) {
		return errors.New("reply-to: it is not a mailbox")
	}
	return msg.ReplyTo(address)
}

func domain(address string) string {
	for i := len(address) - 1; i >= 0; i-- {
		if address[i] == '@' {
			return address[i+1:]
		}
	}
	return address
}
