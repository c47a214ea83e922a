package mail

import (
	"bytes"
	"fmt"
	"time"

	gomail "github.com/wneessen/go-mail"
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

func domain(address string) string {
	for i := len(address) - 1; i >= 0; i-- {
		if address[i] == '@' {
			return address[i+1:]
		}
	}
	return address
}
