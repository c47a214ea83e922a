package submission

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/check"
	"greenroom/functions/internal/fetch"
	"greenroom/functions/internal/table"
)

// Draft is one version of the work as it was sent. It never changes.
type Draft struct {
	Number   int
	At       time.Time
	Link     string          `json:",omitempty"`
	Text     string          `json:",omitempty"`
	File     *File           `json:",omitempty"`
	Spoken   string          `json:",omitempty"`
	Screen   string          `json:",omitempty"`
	Ticks    []Tick          `json:",omitempty"`
	Note     string          `json:",omitempty"` // for the reader; sent although a check failed
	Findings []check.Finding // what the checks saw in it
	Brief    int             // version that was in force
	Hash     string          // of what was sent
	Bounced  bool            `json:",omitempty"` // a check failed, and nobody was troubled with it
}

// Tick is what the influencer says about one clause: done, or why not.
type Tick struct {
	Clause int
	Done   bool
	Why    string `json:",omitempty"`
}

// DraftForm is a draft as it is sent in.
type DraftForm struct {
	Version int64
	Link    string
	Text    string // Markdown
	File    string // hash of a file sent before
	Spoken  string // of a video: when the disclosure is said
	Screen  string // and shown
	Ticks   []Tick
	Results []Result // one for each item of the edit request
	Anyway  bool     // send it to a person although a check fails
	Note    string
}

// Result is what became of one item of an edit request.
type Result struct {
	What string // Fixed, Refused or Unclear
	Note string
}

// hash tells two drafts apart.
func (f DraftForm) hash() string {
	data, _ := json.Marshal([]any{agency.TidyAddress(f.Link), agency.Tidy(f.Text), f.File, f.Results, f.Ticks,
		agency.Tidy(f.Spoken), agency.Tidy(f.Screen), f.Anyway, agency.Tidy(f.Note)}) // plain values always encode
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// draft reads what was sent.
func (s *Room) draft(ctx context.Context, c *change, t terms, f DraftForm) (Draft, error) {
	var wrong faults
	draft := Draft{Number: c.d.Drafts + 1, At: c.now, Spoken: agency.Tidy(f.Spoken), Screen: agency.Tidy(f.Screen), Brief: t.number, Hash: f.hash()}
	c.d.Drafts = draft.Number
	draft.Text = wrong.text("text", f.Text, maxDraft, "")
	if draft.Link = agency.TidyAddress(f.Link); draft.Link != "" && fetch.Check(draft.Link) != nil {
		wrong.add("link", webAddress)
	}
	if f.File != "" {
		file, err := s.sent(ctx, c.d, f.File)
		if err != nil {
			return draft, err
		}
		draft.File = &file
	}
	if draft.Link == "" && draft.Text == "" && draft.File == nil {
		wrong.add("link", "Send a link, the text itself or a file")
	}
	wrong.instants(draft.Spoken, draft.Screen)
	need := ""
	if f.Anyway {
		need = "Say what a person should look at"
	}
	draft.Note = wrong.text("note", f.Note, maxNote, need)
	draft.Ticks = wrong.ticks(t.clauses(c.d), f.Ticks)
	wrong.results(c.edit, f.Results)
	return draft, wrong.err()
}

// inspect checks a draft: the words that were sent, or else those of a document,
// or else the page at the link. What stands in a picture only a person sees.
func (s *Room) inspect(ctx context.Context, w work, d Draft) ([]check.Finding, error) {
	ctx, cancel := context.WithTimeout(ctx, lookFor)
	defer cancel()
	text := d.Text
	if d.File != nil && text == "" {
		words, err := s.words(ctx, *d.File)
		if err != nil {
			return nil, err
		}
		text = words
	}
	switch {
	case text != "":
		return few(w.text(ctx, text)), nil
	case d.Link != "":
		found, _, _ := w.look(ctx, d.Link, time.Time{})
		return few(found), nil
	}
	return few(w.unseen("No program can read this file.", d.File.Name)), nil
}

// Draft returns one version of the work.
func (s *Room) Draft(ctx context.Context, d Deliverable, number int) (Draft, error) {
	var draft Draft
	err := s.read(ctx, nth(d, "SUB", number), &draft)
	if errors.Is(err, table.ErrNotFound) {
		return draft, agency.NotFound("There is no such version.")
	}
	return draft, err
}
