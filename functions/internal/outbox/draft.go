package outbox

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/table"
)

// Draft writes a letter that a second person reads before it leaves, and that
// leaves only when it is released. The caller sets ID, At, To, Letter, Values
// and Author, and what else there is of ReplyTo, About and Group; the rest is
// not the caller's to set. The write goes into the transaction of what the
// letter tells of.
func Draft(m Mail) (table.Write, error) {
	m = fresh(m)
	m.Held = true
	switch {
	case !agency.Mailbox(m.To), m.ReplyTo != "" && !agency.Mailbox(m.ReplyTo):
		return table.Write{}, fmt.Errorf("drafting mail %s: an address in it is not a mailbox", m.ID)
	case m.Author == "":
		return table.Write{}, fmt.Errorf("drafting mail %s: nobody is its author", m.ID)
	}
	return create(m)
}

// Release lets a mail go that a second person approved. The write goes into
// the transaction of what the letter tells of, and fails it if the mail is not
// what m is any more.
func Release(m Mail) (table.Write, error) {
	if m.State != Approved || !m.Held {
		say := fmt.Sprintf("A mail can be released while it is approved and held. This one %s.", standing(m.State))
		return table.Write{}, agency.Conflict(say, nil)
	}
	if m.ReadBy == "" || m.ReadBy == m.Author {
		return table.Write{}, agency.Conflict("This mail was not read by a second person.", nil)
	}
	m.Held = false
	return replace(m)
}

// Discard writes that the mail will never be sent (O9). The write goes into the
// transaction of what undid it. The values stay: somebody wrote them, and the
// next draft may need them.
func Discard(m Mail) (table.Write, error) {
	if err := m.step(discard); err != nil {
		return table.Write{}, err
	}
	return replace(m)
}

// Once writes that the recipient had mail for this purpose. Beside Post or
// Draft in one transaction it makes a second mail impossible: that transaction
// then fails with a conflict at this write's key.
func Once(purpose, to string, at time.Time) table.Write {
	sum := sha256.Sum256([]byte(purpose + "\x00" + strings.ToLower(to)))
	return table.Create(table.Item{
		Key:  table.Key{Space: table.Private, PK: "ONCE#" + hex.EncodeToString(sum[:]), SK: "MAIL"},
		Kind: "mail once",
		Body: []byte(at.UTC().Format(`"` + time.RFC3339 + `"`)),
	})
}
