// Package application is the room of people's applications to programs: how one
// comes in, who looks at it, what its sender may still do with it. Everything
// here lies in the private space.
//
// An application and its answers name nobody: whoever reads them first must not
// learn who wrote them. Name, channels and what else tells lies beside them and
// is read by whoever needs it.
package application

import (
	"encoding/json"
	"fmt"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/table"
)

// Application is one person's wish to take part in one program.
type Application struct {
	ID          string // ULID
	Program     string // slug
	Person      string // id
	State       agency.State
	Revision    int       // of the answers; 0 for a draft
	At          time.Time // when it was begun
	SubmittedAt time.Time `json:",omitzero"`
	HearBy      time.Time `json:",omitzero"`  // promised when it was sent, and never moved
	SeenAt      time.Time `json:",omitzero"`  // when a person first opened it
	Again       bool      `json:",omitempty"` // its sender had applied before, and withdrew
	Late        bool      `json:",omitempty"` // came in by an access code
	Question    *Question `json:",omitempty"`
	Outcome     *Outcome  `json:",omitempty"` // decided; nobody outside may know before it is released
	AnsweredAt  time.Time `json:",omitzero"`  // when the outcome was released
	ConfirmedAt time.Time `json:",omitzero"`  // when its sender accepted the terms
	Counted     bool      `json:",omitempty"` // the promise was counted as kept or broken
	ClosedAt    time.Time `json:",omitzero"`  // withdrawn, expired or dropped
	Version     int64     `json:"-"`
}

// Question is the one question a project manager may ask.
type Question struct {
	Text       string
	AskedAt    time.Time
	Due        time.Time
	Answer     string    `json:",omitempty"`
	AnsweredAt time.Time `json:",omitzero"`
	Unanswered bool      `json:",omitempty"` // the day passed
}

// Kinds of outcome.
const (
	Accept   = "accept"
	Waitlist = "waitlist"
	Decline  = "decline"
)

// Outcome is what was decided.
type Outcome struct {
	Kind      string       // Accept, Waitlist or Decline
	Before    agency.State // what the application was, and looks like from outside until release
	Reasons   []string
	Sentence  string
	Note      string `json:",omitempty"`
	Rule      string `json:",omitempty"` // the hard rule that was not met
	Bands     []Band
	By        string // id of who decided
	At        time.Time
	Mail      string    // id of the letter: there is one, or none
	ConfirmBy time.Time `json:",omitzero"`
	Position  int       `json:",omitempty"` // on the waitlist, in the order of decisions
	AnswerBy  time.Time `json:",omitzero"`
}

// Band is how one criterion was read, in a word.
type Band struct{ Criterion, Word string }

const kind = "application"

func thing(id string) string { return kind + " " + id }

// Thing is how events and mails name the application.
func (a Application) Thing() string { return thing(a.ID) }

// PK is the partition of an application and of all that belongs to it.
func PK(id string) string { return "APP#" + id }

// Key is where the application is kept.
func Key(id string) table.Key { return table.Key{Space: table.Private, PK: PK(id), SK: "META"} }

// sentBefore reports whether who comes after a has applied to the program
// before.
func (a Application) sentBefore() bool {
	return a.Again || a.State == Withdrawn && a.Revision > 0
}

// Live reports whether the application still waits for something.
func (a Application) Live() bool {
	switch a.State {
	case Submitted, InReview, NeedsInfo, Shortlisted, Decided:
		return true
	}
	return false
}

// Item returns a as it is kept, listed with its program and its person.
func (a Application) Item() (table.Item, error) {
	body, err := json.Marshal(a)
	if err != nil {
		return table.Item{}, fmt.Errorf("encoding application %s: %w", a.ID, err)
	}
	i := table.Item{Key: Key(a.ID), Kind: kind, Body: body, Version: a.Version}
	i.Index[0] = table.IndexKey{PK: "APPS#" + a.Program, SK: string(a.State) + "#" + a.ID}
	i.Index[2] = table.IndexKey{PK: "PERSON#" + a.Person, SK: "APP#" + a.ID}
	return i, nil
}

// Decode reads an application back.
func Decode(i table.Item) (Application, error) {
	var a Application
	if err := json.Unmarshal(i.Body, &a); err != nil {
		return a, fmt.Errorf("reading application: %w", err)
	}
	a.Version = i.Version
	return a, nil
}
