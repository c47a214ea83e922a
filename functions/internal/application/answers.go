package application

import (
	"encoding/json"
	"fmt"
	"time"

	"greenroom/functions/internal/table"
)

// Answers are one revision of what an applicant says and shows. Nothing in
// them is a name, a handle or a number of followers.
type Answers struct {
	Revision  int
	At        time.Time
	Angle     string
	Piece     string // address of a piece they are proud of; ""
	Sponsored string // piece, channel or none
	Questions []Answer
	Audience  []Answer
	Rules     []Answer // hard rules, as they were put
	Available bool
	Extra     []Answer `json:",omitempty"` // answered when asked
}

// Answer is a question as it was put, and what was said.
type Answer struct{ Ask, Say string }

// Who is what tells who the applicant is, and what they agreed to.
type Who struct {
	Name       string
	Channel    string
	Channel2   string
	Newsletter time.Time `json:",omitzero"` // when they ticked it; zero: they did not
	Praise     time.Time `json:",omitzero"`
	Notice     string    // version of the notice about processing that they read
}

// since is w with what was agreed to before, as of then.
func (w Who) since(before Who) Who {
	if !w.Newsletter.IsZero() && !before.Newsletter.IsZero() {
		w.Newsletter = before.Newsletter
	}
	if !w.Praise.IsZero() && !before.Praise.IsZero() {
		w.Praise = before.Praise
	}
	return w
}

// noticeVersion names the words of the notice in the form.
const noticeVersion = "2026-11"

func answersKey(id string, revision int) table.Key {
	return table.Key{Space: table.Private, PK: PK(id), SK: fmt.Sprintf("ANS#%04d", revision)}
}

func whoKey(id string) table.Key { return table.Key{Space: table.Private, PK: PK(id), SK: "WHO"} }

func put(k table.Key, kind string, v any) (table.Item, error) {
	body, err := json.Marshal(v)
	if err != nil {
		return table.Item{}, fmt.Errorf("encoding %s: %w", kind, err)
	}
	return table.Item{Key: k, Kind: kind, Body: body}, nil
}
