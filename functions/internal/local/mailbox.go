package local

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/mail"
	"greenroom/functions/internal/table"
)

// Mailbox is where mail goes on a laptop: nothing leaves the machine.
type Mailbox struct {
	Table table.Table
	Now   agency.Clock
}

// Letter is a delivered mail, as /dev/mail.json shows it.
type Letter struct {
	To      string `json:"to"`
	Subject string `json:"subject"`
	Text    string `json:"text"`
	HTML    string `json:"html"`
	At      string `json:"at"` // RFC 3339
}

const mailboxPK = "MAILBOX"

// Deliver keeps the message. A message that was delivered before is dropped,
// so that a crash between delivering and noting it doubles nothing.
func (b Mailbox) Deliver(ctx context.Context, m mail.Message) error {
	body, err := json.Marshal(Letter{To: m.To, Subject: m.Subject, Text: m.Text, HTML: m.HTML,
		At: b.Now().UTC().Format("2006-01-02T15:04:05Z07:00")})
	if err != nil {
		return fmt.Errorf("encoding letter %s: %w", m.ID, err)
	}
	key := table.Key{Space: table.Private, PK: mailboxPK, SK: m.ID}
	err = b.Table.Write(ctx, "", table.Create(table.Item{Key: key, Kind: "letter", Body: body}))
	if _, before := errors.AsType[*table.ConflictError](err); before {
		return nil
	}
	return err
}

// Letters returns everything delivered, newest first.
func (b Mailbox) Letters(ctx context.Context) ([]Letter, error) {
	letters := []Letter{} // an empty mailbox is [] in JSON
	q := table.Query{Space: table.Private, PK: mailboxPK, Descending: true, Limit: table.MaxPageSize}
	for {
		page, err := b.Table.Query(ctx, q)
		if err != nil {
			return nil, fmt.Errorf("opening mailbox: %w", err)
		}
		for _, i := range page.Items {
			var l Letter
			if err := json.Unmarshal(i.Body, &l); err != nil {
				return nil, fmt.Errorf("reading letter %s: %w", i.SK, err)
			}
			letters = append(letters, l)
		}
		if q.Cursor = page.Cursor; q.Cursor == "" {
			return letters, nil
		}
	}
}
