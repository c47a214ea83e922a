package vetting

import (
	"encoding/json"
	"fmt"
	"time"

	"greenroom/functions/internal/application"
	"greenroom/functions/internal/table"
	"greenroom/site/content"
)

// Review is one person's reading of one application. It begins when they take
// it up, and is whole after the second pass.
type Review struct {
	Application string
	Program     string // slug
	Reviewer    string // person id
	BegunAt     time.Time
	OpenedAt    time.Time    `json:",omitzero"`  // when they opened a piece of work
	Skipped     time.Time    `json:",omitzero"`  // put off: others come first
	Pass        content.Pass `json:",omitempty"` // the last pass that was handed in; "" while none was
	Rubric      string       `json:",omitempty"` // version of weights and anchors it was scored by
	Answers     int          `json:",omitempty"` // revision of the answers it was scored on
	Marks       Marks        `json:",omitempty"`
	Confidence  int          `json:",omitempty"` // 1 low to 3 high
	Note        string       `json:",omitempty"` // for the others who read
	BlindAt     time.Time    `json:",omitzero"`
	At          time.Time    `json:",omitzero"` // when it became whole, or was changed
	Version     int64        `json:"-"`
}

const reviewKind = "review"

func reviewKey(application, reviewer string) table.Key {
	return table.Key{Space: table.Private, PK: appPK(application), SK: "REV#" + reviewer}
}

func appPK(id string) string { return application.PK(id) }

func (r Review) item() (table.Item, error) {
	body, err := json.Marshal(r)
	if err != nil {
		return table.Item{}, fmt.Errorf("encoding review of %s: %w", r.Application, err)
	}
	i := table.Item{Key: reviewKey(r.Application, r.Reviewer), Kind: reviewKind, Body: body, Version: r.Version}
	i.Index[0] = table.IndexKey{PK: "REVS#" + r.Program, SK: r.Application + "#" + r.Reviewer}
	return i, nil
}

func decodeReview(i table.Item) (Review, error) {
	var r Review
	if err := json.Unmarshal(i.Body, &r); err != nil {
		return r, fmt.Errorf("reading review: %w", err)
	}
	r.Version = i.Version
	return r, nil
}

// Whole reports whether both passes were handed in, as far as the program's
// weights need both.
func (r Review) Whole(p content.Program) bool {
	return r.Pass == content.Revealed || r.Pass == content.Blind && len(Criteria(p, content.Revealed)) == 0
}

// Stale reports whether the weights, the anchors or the answers have changed
// since the review.
func (r Review) Stale(p content.Program, a application.Application) bool {
	return r.Pass != "" && (r.Rubric != p.Rubric() || r.Answers != a.Revision)
}

// Criteria are those of a pass that count for something in a program.
func Criteria(p content.Program, pass content.Pass) []content.Criterion {
	var list []content.Criterion
	for _, c := range content.Criteria() {
		if c.Pass == pass && p.WeightOf(c.Key) > 0 {
			list = append(list, c)
		}
	}
	return list
}
