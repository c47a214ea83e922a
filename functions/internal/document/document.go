// Package document is the room of whatever is written, read by others and
// released: versions with a content hash, remarks, approvals that hold for one
// hash only, and what is in force. It knows who wrote and who approved what; it
// does not know what a document is about, nor who may do what by role: that is
// its callers' business. Everything lies in the private space.
package document

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/table"
)

// Policy is what has to happen before a document may be released.
type Policy struct {
	Approvals int      // by so many people, none of them a writer
	Passes    []string `json:",omitempty"` // these must be among the approvals, such as "compliance"
	Outside   bool     `json:",omitempty"` // somebody outside signs last
}

// Document is one line of versions.
type Document struct {
	ID, Kind, Owner string // Kind and Owner are the caller's words
	Policy          Policy
	Current         Version   // the newest
	Live            *Version  `json:",omitempty"` // the released one; may be Current
	Past            []Version `json:",omitempty"` // oldest first, without their remarks
	Version         int64     `json:"-"`
}

// Version is one version of a document.
type Version struct {
	Number     int // from 1
	State      agency.State
	Hash       string   // of its content
	Writers    []string // everybody who wrote a word of it or of a version before
	At         time.Time
	SentAt     time.Time  `json:",omitzero"`
	SignedAt   time.Time  `json:",omitzero"`
	ReleasedAt time.Time  `json:",omitzero"`
	Approvals  []Approval `json:",omitempty"`
	Remarks    []Remark   `json:",omitempty"`
	Signed     string     `json:",omitempty"` // name of who signed outside; "" nobody
	Reason     string     `json:",omitempty"` // why it was withdrawn
}

// Approval is somebody's word that the content with that hash is right.
type Approval struct {
	By   string // person id
	Pass string `json:",omitempty"` // what they read it for; "" for all of it
	Hash string
	At   time.Time
}

// Remark is what somebody says about a version.
type Remark struct {
	By, Name string // person id and name; By is "" for somebody outside
	Part     string `json:",omitempty"` // key of the part; "" the whole
	Text     string
	Blocking bool `json:",omitempty"` // it cannot stay as it is
	At       time.Time
	Outside  bool `json:",omitempty"`
}

// kind is the Kind of a document's item.
const kind = "document"

// Thing is how events name the document.
func (d Document) Thing() string { return kind + " " + d.ID }

func key(id string) table.Key {
	return table.Key{Space: table.Private, PK: "DOC#" + id, SK: "META"}
}

func contentKey(id string, number int) table.Key {
	return table.Key{Space: table.Private, PK: "DOC#" + id, SK: fmt.Sprintf("V#%04d", number)}
}

func remarksKey(id string, number int) table.Key {
	return table.Key{Space: table.Private, PK: "DOC#" + id, SK: fmt.Sprintf("R#%04d", number)}
}

// listed is the list that a document of a kind stands in.
func listed(kind string, settled bool) string {
	if settled {
		return "SETTLED#" + kind
	}
	return "DOCS#" + kind
}

func (d Document) item() (table.Item, error) {
	i, err := put(key(d.ID), kind, d)
	i.Version = d.Version
	i.Index[0] = table.IndexKey{PK: listed(d.Kind, d.Settled()), SK: d.ID}
	return i, err
}

func put(k table.Key, kind string, v any) (table.Item, error) {
	body, err := json.Marshal(v)
	if err != nil {
		return table.Item{}, fmt.Errorf("encoding %s: %w", kind, err)
	}
	return table.Item{Key: k, Kind: kind, Body: body}, nil
}

func decode(i table.Item) (Document, error) {
	var d Document
	if err := json.Unmarshal(i.Body, &d); err != nil {
		return d, fmt.Errorf("reading document: %w", err)
	}
	d.Version = i.Version
	return d, nil
}

// Numbered returns the version with that number, past ones without their
// remarks.
func (d Document) Numbered(number int) (Version, bool) {
	if d.Current.Number == number {
		return d.Current, true
	}
	if d.Live != nil && d.Live.Number == number {
		return *d.Live, true
	}
	n := slices.IndexFunc(d.Past, func(v Version) bool { return v.Number == number })
	if n < 0 {
		return Version{}, false
	}
	return d.Past[n], true
}

// WrittenBy reports whether words of the newest version may be that person's.
func (d Document) WrittenBy(person string) bool { return slices.Contains(d.Current.Writers, person) }

// ApprovedBy reports whether that person has approved the newest version.
func (d Document) ApprovedBy(person string) bool {
	return slices.ContainsFunc(d.Current.Approvals, func(a Approval) bool { return a.By == person })
}

// Settled reports whether no version is on its way: the newest was released or
// given up.
func (d Document) Settled() bool {
	return d.Current.State == Released || d.Current.State == Withdrawn
}

// Amending reports whether a version is being written while another one is in
// force.
func (d Document) Amending() bool {
	return d.Live != nil && d.Live.Number != d.Current.Number && d.Current.State != Withdrawn
}

// Met reports whether the approvals on a version's own hash are those that the
// policy asks for. Whoever wrote it, or approved before, is not counted.
func (p Policy) Met(v Version) bool {
	var people, passes []string
	for _, a := range v.Approvals {
		if a.Hash == v.Hash && a.By != "" && !slices.Contains(v.Writers, a.By) && !slices.Contains(people, a.By) {
			people, passes = append(people, a.By), append(passes, a.Pass)
		}
	}
	for _, pass := range p.Passes {
		if !slices.Contains(passes, pass) {
			return false
		}
	}
	return len(people) >= max(p.Approvals, 1)
}

// Completes reports whether one more approval would meet the policy. Callers
// ask it to send their letters in the same write.
func (d Document) Completes(person, pass string) bool {
	v := d.Current
	v.Approvals = append(slices.Clone(v.Approvals), Approval{By: person, Pass: pass, Hash: v.Hash})
	return v.State == InReview && d.Policy.Met(v)
}
