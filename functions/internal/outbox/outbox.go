// Package outbox keeps mail as records: a mail is written in the same
// transaction as the change it tells of, and is sent from the record. So a
// mail is never lost and never sent for something that did not happen.
//
// It knows which letter goes to whom with which values; the words are in
// package mail, and how a mail leaves the house is the caller's.
package outbox

import (
	"encoding/json"
	"fmt"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/table"
)

// Mail is one letter to one mailbox.
type Mail struct {
	ID      string // ULID
	To      string
	Letter  string // name of the template in package mail
	Values  json.RawMessage
	State   agency.State
	At      time.Time // when it was written
	Tries   int       `json:",omitempty"` // how often carrying it failed
	Version int64     `json:"-"`
}

// kind is the Kind of a mail's item.
const kind = "mail"

// Post writes a letter that needs no second look (sign-in links, notices to
// ourselves): it is drafted and approved (O2) in one step. The write goes into
// the transaction of what the letter tells of.
func Post(id string, at time.Time, to, letter string, values any) (table.Write, error) {
	data, err := json.Marshal(values)
	if err != nil {
		return table.Write{}, fmt.Errorf("encoding values of letter %s: %w", letter, err)
	}
	state, err := Machine().Next(Drafted, "O2")
	if err != nil {
		return table.Write{}, err
	}
	i, err := item(Mail{ID: id, To: to, Letter: letter, Values: data, State: state, At: at})
	return table.Create(i), err
}

func key(id string) table.Key {
	return table.Key{Space: table.Private, PK: "MAIL#" + id, SK: "META"}
}

func item(m Mail) (table.Item, error) {
	body, err := json.Marshal(m)
	if err != nil {
		return table.Item{}, fmt.Errorf("encoding mail %s: %w", m.ID, err)
	}
	i := table.Item{Key: key(m.ID), Kind: kind, Body: body, Version: m.Version}
	i.Index[0] = table.IndexKey{PK: "MAILS#" + string(m.State), SK: m.ID}
	return i, nil
}

func decode(i table.Item) (Mail, error) {
	var m Mail
	if err := json.Unmarshal(i.Body, &m); err != nil {
		return m, fmt.Errorf("reading mail %s: %w", i.SK, err)
	}
	m.Version = i.Version
	return m, nil
}

// Waiting returns the id of the mail that a change asks to be sent, if it does.
func Waiting(c table.Change) (id string, ok bool) {
	if c.New == nil || c.New.Kind != kind {
		return "", false
	}
	m, err := decode(*c.New)
	return m.ID, err == nil && m.State == Approved
}
