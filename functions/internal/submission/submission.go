// Package submission is the room of the work that confirmed people owe: each
// deliverable from the day it is due, over its drafts, the edits that are asked
// for and the live post, to the end of the time it stays up.
//
// Two machines run here. A deliverable is in one place at a time; an edit
// request is one list of changes to one draft. Whatever happens to an edit
// request is written together with its deliverable, so that two of them can
// never be open at once.
package submission

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/check"
	"greenroom/functions/internal/table"
)

// Deliverable is one piece of work that one person owes.
type Deliverable struct {
	Application string
	Number      int // from 1, in the order of the brief
	Program     string
	Person      string
	Title       string
	Medium      check.Medium
	State       agency.State
	At          time.Time // when it was assigned

	DraftDue time.Time
	LiveFrom time.Time `json:",omitzero"` // zero: as soon as it is approved
	LiveTo   time.Time
	Shifts   []Shift `json:",omitempty"` // what has moved those dates, oldest first

	Drafts    int            // versions sent so far
	ReviewDue time.Time      `json:",omitzero"`  // until when the agency answers the draft
	ClientDue time.Time      `json:",omitzero"`  // until when the client does
	Turn      int            `json:",omitempty"` // of whoever speaks for the client and has a link to the draft
	VerifyDue time.Time      `json:",omitzero"`  // until when the agency looks at the live post
	Remarks   []ClientRemark `json:",omitempty"`
	Cleared   *Clearance     `json:",omitempty"` // the draft that may be published

	Rounds   int     // rounds of edits used up, of those that the program includes
	Edits    int     // edit requests ever begun
	OpenEdit int     `json:",omitempty"` // the one that is not settled; 0 for none
	Extras   []Extra `json:",omitempty"`

	Live  *Live     `json:",omitempty"`
	Ended *End      `json:",omitempty"` // cancelled or waived
	Wake  time.Time `json:",omitzero"`  // when something falls due for it

	Version int64 `json:"-"`
}

// Shift says by how many days the dates were moved, and why. They never move
// to an earlier day.
type Shift struct {
	Days int
	Why  string // one of the Shift… words
	Note string `json:",omitempty"` // what the influencer was told beside it
	At   time.Time
}

// What moves dates.
const (
	ShiftReview = "our review was late"
	ShiftRuling = "our ruling was late"
	ShiftTerms  = "our answer to other terms was late"
	ShiftEdit   = "an agreed change"
	ShiftGiven  = "we gave you more time"
)

// Extra is a new ask that was agreed on: what it adds to the fee. It comes from
// an edit request, or from an offer of an amended brief; then Edit is 0.
type Extra struct {
	Edit, Item int    // number of the request, index of the item from 1
	Clause     int    `json:",omitempty"` // number of the clause that was an offer
	Brief      int    `json:",omitempty"` // version of the brief that offered it
	Reason     string `json:",omitempty"` // of that offer
	Fee, Days  int    // whole units of the program's currency; days
}

// ClientRemark is one thing a client said of a draft. Nobody outside reads it
// before a project manager has said what becomes of it.
type ClientRemark struct {
	Text    string
	Draft   int
	At      time.Time
	Settled string `json:",omitempty"` // "asked" in an edit request, or why it was dropped
}

// Clearance says which draft may be published, and who said so.
type Clearance struct {
	Draft  int
	By     string // person id; "" if the client said it
	Client string `json:",omitempty"` // name of who said it for the client
	Auto   bool   `json:",omitempty"` // the client's days ran out
	At     time.Time
}

// End is why work ended before it was delivered.
type End struct {
	Reason string
	Fault  string `json:",omitempty"` // of a cancellation: none, influencer, client or agency
	By     string
	At     time.Time
	PayBy  time.Time `json:",omitzero"` // of what is paid although it was not delivered; never moves later
}

const kind = "deliverable"

// Ref names the deliverable in events, mails and links.
func (d Deliverable) Ref() string { return d.Application + "-" + strconv.Itoa(d.Number) }

// Thing is how events and mails name the deliverable.
func (d Deliverable) Thing() string { return kind + " " + d.Ref() }

// Fee is what was agreed on top of the program's fee.
func (d Deliverable) Fee() int {
	sum := 0
	for _, e := range d.Extras {
		sum += e.Fee
	}
	return sum
}

// partition holds an application's deliverables with all that belongs to them.
func partition(application string) string { return "APP#" + application }

func key(application string, number int) table.Key {
	return part(application, "DELIV", number)
}

// part is the key of something that a deliverable has one of.
func part(application, what string, number int) table.Key {
	return table.Key{Space: table.Private, PK: partition(application), SK: fmt.Sprintf("%s#%02d", what, number)}
}

// nth is the key of something that a deliverable has many of.
func nth(d Deliverable, what string, n int) table.Key {
	return table.Key{Space: table.Private, PK: partition(d.Application), SK: fmt.Sprintf("%s#%02d#%04d", what, d.Number, n)}
}

// item is the deliverable as it is kept: listed by state, with its program, and
// while something falls due for it by that moment.
func item(d Deliverable) (table.Item, error) {
	i, err := encode(key(d.Application, d.Number), kind, d)
	i.Version = d.Version
	i.Index[0] = table.IndexKey{PK: "WORK#" + string(d.State), SK: d.waitsFor().UTC().Format(time.RFC3339) + "#" + d.Ref()}
	if !d.Wake.IsZero() {
		i.Index[1] = table.IndexKey{PK: dueList, SK: d.Wake.UTC().Format(time.RFC3339) + "#" + d.Ref()}
	}
	i.Index[2] = table.IndexKey{PK: "WORKOF#" + d.Program, SK: d.Ref()}
	return i, err
}

// dueList is where the clock looks for what has fallen due.
const dueList = "WORKDUE"

// waitsFor is the day that lists are ordered by: the next one that was promised
// in this state.
func (d Deliverable) waitsFor() time.Time {
	switch d.State {
	case InReview:
		return d.ReviewDue
	case ClientReview:
		return d.ClientDue
	case LiveChecking:
		return d.VerifyDue
	case LiveFix:
		if !d.Live.FixBy.IsZero() {
			return d.Live.FixBy
		}
		return d.LiveTo
	case Approved:
		return d.LiveTo
	}
	return d.DraftDue
}

func encode(k table.Key, kind string, v any) (table.Item, error) {
	body, err := json.Marshal(v)
	if err != nil {
		return table.Item{}, fmt.Errorf("encoding %s: %w", kind, err)
	}
	return table.Item{Key: k, Kind: kind, Body: body}, nil
}

func decode(i table.Item) (Deliverable, error) {
	var d Deliverable
	if err := json.Unmarshal(i.Body, &d); err != nil {
		return d, fmt.Errorf("reading deliverable: %w", err)
	}
	d.Version = i.Version
	return d, nil
}
