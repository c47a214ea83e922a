// Package guest is the room of guest posts: what somebody from outside writes
// for the blog, how it is read and edited here, signed by its writer and
// released, and what happens to it afterwards.
//
// The text and who said what about it are a document of package document, in
// the private space. What is released lies in the open space, in words that
// were approved and without anything that leads to an account. Turning it into
// pages is the publisher's business.
package guest

import (
	"encoding/json"
	"fmt"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/document"
	"greenroom/functions/internal/table"
)

// Submission is a guest post on its way, and what became of it.
type Submission struct {
	ID       string // of its document
	Person   string // id of who wrote it
	Name     string // what they sign with
	At       time.Time
	Consent  string            // hash of the version that they sent or signed
	Slug     string            `json:",omitempty"` // of the post; "" until it was released
	Page     string            `json:",omitempty"` // slug of their page, the same
	Taken    time.Time         `json:",omitzero"`  // when the released post was withdrawn
	TakenWhy string            `json:",omitempty"` // what its page says about that
	Version  int64             `json:"-"`
	Document document.Document `json:"-"`
}

// State is where a submission stands: that of its newest version, withdrawn if
// the post was, and released also where a correction was given up.
func (s Submission) State() agency.State {
	switch {
	case !s.Taken.IsZero():
		return document.Withdrawn
	case s.Released() && s.Document.Current.State == document.Withdrawn:
		return document.Released
	}
	return s.Document.Current.State
}

// Over reports whether nothing more can be done to a submission.
func (s Submission) Over() bool { return s.State() == document.Withdrawn }

// Released reports whether the post stands in the blog.
func (s Submission) Released() bool { return s.Slug != "" && s.Taken.IsZero() }

// Amending reports whether a correction of the released post is on its way.
func (s Submission) Amending() bool { return s.Released() && s.Document.Amending() }

// Thing is how events and mails name it.
func (s Submission) Thing() string { return s.Document.Thing() }

const (
	documentKind   = "post"
	submissionKind = "guest submission"
)

// owner is how the document names whose it is.
func owner(person string) string { return "person " + person }

func submissionKey(person, id string) table.Key {
	return table.Key{Space: table.Private, PK: "GUEST#" + person, SK: "POST#" + id}
}

// formKey keeps one form from becoming two submissions.
func formKey(person, key string) table.Key {
	return table.Key{Space: table.Private, PK: "GUEST#" + person, SK: "FORM#" + key}
}

func (s Submission) item() (table.Item, error) {
	return item(submissionKey(s.Person, s.ID), submissionKind, s.Version, s)
}

func decode(i table.Item) (Submission, error) {
	var s Submission
	if err := json.Unmarshal(i.Body, &s); err != nil {
		return s, fmt.Errorf("reading %s: %w", i.Key, err)
	}
	s.Version = i.Version
	return s, nil
}
