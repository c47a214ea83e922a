// Package outbox keeps mail as records: a mail is written in the same
// transaction as the change it tells of, and is sent from the record. So a
// mail is never lost and never sent for something that did not happen.
//
// A letter that decides something about a person is drafted, read by a second
// person and released with the decision; every other letter is posted at once.
//
// It knows which letter goes to whom with which values; the words are in
// package mail, and how a mail leaves the house is the caller's.
package outbox

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/table"
)

// Mail is one letter to one mailbox.
type Mail struct {
	ID      string // ULID
	To      string
	ReplyTo string `json:",omitempty"` // who reads the answer; "" for the sender's own mailbox
	Letter  string // name of the template in package mail
	Values  json.RawMessage
	State   agency.State
	At      time.Time // when it was written

	About  string    `json:",omitempty"` // the thing it tells of, such as "application 01J…"
	Group  string    `json:",omitempty"` // mails that are read together, such as "<program> <outcome>"
	Author string    `json:",omitempty"` // id of the person who drafted it or edited it last
	ReadBy string    `json:",omitempty"` // id of the person who approved it
	ReadAt time.Time `json:",omitzero"`
	Sample string    `json:",omitempty"` // id of the mail that was read for its whole group
	Held   bool      `json:",omitempty"` // leaves only when it is released, also once approved

	SentAt  time.Time `json:",omitzero"`  // when the carrier took it
	Tries   int       `json:",omitempty"` // how often carrying it failed or was cut off
	NextTry time.Time `json:",omitzero"`  // nobody tries it before
	Problem string    `json:",omitempty"` // why it failed last, without addresses

	Version int64 `json:"-"`
}

// kind is the Kind of a mail's item.
const kind = "mail"

// Post writes a letter that needs no second look (sign-in links, receipts,
// notices to ourselves): it is drafted and approved (O2) in one step. The write
// goes into the transaction of what the letter tells of.
func Post(id string, at time.Time, to, letter string, values any) (table.Write, error) {
	return PostMail(Mail{ID: id, At: at, To: to, Letter: letter}, values)
}

// PostMail is Post for a letter that also says what it is about or who reads
// the answer. Its state, and who read it, are not the caller's to set.
func PostMail(m Mail, values any) (table.Write, error) {
	data, err := encode(m.Letter, values)
	if err != nil {
		return table.Write{}, err
	}
	m = fresh(m)
	m.Values = data
	if m.State, err = Machine().Next(m.State, approveAlone); err != nil {
		return table.Write{}, err
	}
	return create(m)
}

// fresh is m as it is before anything happened to it.
func fresh(m Mail) Mail {
	return Mail{ID: m.ID, To: m.To, ReplyTo: m.ReplyTo, Letter: m.Letter, Values: m.Values, At: m.At,
		About: m.About, Group: m.Group, Author: m.Author, State: Drafted}
}

func create(m Mail) (table.Write, error) {
	i, err := item(m)
	return table.Create(i), err
}

func replace(m Mail) (table.Write, error) {
	i, err := item(m)
	return table.Replace(i), err
}

func encode(letter string, values any) (json.RawMessage, error) {
	data, err := json.Marshal(values)
	if err != nil {
		return nil, fmt.Errorf("encoding values of letter %s: %w", letter, err)
	}
	return data, nil
}

func key(id string) table.Key {
	return table.Key{Space: table.Private, PK: "MAIL#" + id, SK: "META"}
}

// Partitions of the three indexes.
func listed(state agency.State) string { return "MAILS#" + string(state) }
func grouped(group string) string      { return "GROUP#" + group }
func about(thing string) string        { return "ABOUT#" + strings.ReplaceAll(thing, " ", "#") }

func item(m Mail) (table.Item, error) {
	body, err := json.Marshal(m)
	if err != nil {
		return table.Item{}, fmt.Errorf("encoding mail %s: %w", m.ID, err)
	}
	i := table.Item{Key: key(m.ID), Kind: kind, Body: body, Version: m.Version}
	i.Index[0] = table.IndexKey{PK: listed(m.State), SK: m.ID}
	if m.inGroup() {
		i.Index[1] = table.IndexKey{PK: grouped(m.Group), SK: m.ID}
	}
	if m.About != "" {
		i.Index[2] = table.IndexKey{PK: about(m.About), SK: m.ID}
	}
	return i, nil
}

// inGroup reports whether the mail is still on its way with its group.
func (m Mail) inGroup() bool {
	return m.Group != "" && m.State != Sent && m.State != Discarded
}

func decode(i table.Item) (Mail, error) {
	var m Mail
	if err := json.Unmarshal(i.Body, &m); err != nil {
		return m, fmt.Errorf("reading mail %s: %w", i.PK, err)
	}
	if string(m.Values) == "null" {
		m.Values = nil // a sent mail has none
	}
	m.Version = i.Version
	return m, nil
}

// Waiting returns the id of the mail that a change asks to be sent, if it does.
// What is held waits for its release, and what failed for its next try: that
// is SendDue's.
func Waiting(c table.Change) (id string, ok bool) {
	if c.New == nil || c.New.Kind != kind {
		return "", false
	}
	m, err := decode(*c.New)
	return m.ID, err == nil && m.State == Approved && !m.Held && m.NextTry.IsZero()
}
