package submission

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/check"
	"greenroom/functions/internal/fetch"
	"greenroom/functions/internal/program"
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

// SendDraft takes a draft in (D1, D2) and checks it. If a hard check fails, its
// writer is told at once and nobody else is troubled (D3), unless they want a
// person to look; otherwise a person has two business days to answer (D4). The
// same draft twice is one.
func (s *Room) SendDraft(ctx context.Context, actor agency.Actor, app string, number int, f DraftForm) (Deliverable, Draft, error) {
	d, err := s.OwnedBy(ctx, actor, app, number)
	if err != nil {
		return d, Draft{}, err
	}
	if last, err := s.repeated(ctx, d, f); err != nil || last != nil {
		return d, deref(last), err
	}
	t, err := s.current(ctx, d)
	if err != nil {
		return d, Draft{}, err
	}
	p, err := s.Programs.Find(ctx, d.Program)
	if err != nil {
		return d, Draft{}, err
	}
	c, err := s.handIn(ctx, actor, d, f.Version)
	if err != nil {
		return d, Draft{}, err
	}
	draft, err := s.draft(ctx, c, t, f)
	if err != nil {
		return d, draft, err
	}
	w, err := s.held(ctx, d, f.Spoken, f.Screen)
	if err != nil {
		return d, draft, err
	}
	if draft.Findings, err = s.inspect(ctx, w, draft); err != nil {
		return d, draft, err
	}
	c.take(&draft, f.Anyway, p)
	c.keep(nth(d, "SUB", draft.Number), "draft", draft)
	if !draft.Bounced {
		s.tell(c, p, LetterWaiting, "A draft waits for you")
	}
	d, err = c.commit(ctx)
	return d, draft, err
}

// handIn begins what a draft does to the work, and to the edit request that it
// answers.
func (s *Room) handIn(ctx context.Context, actor agency.Actor, d Deliverable, version int64) (*change, error) {
	c := s.change(actor, d)
	c.seen(version)
	if d.Drafts >= maxDrafts {
		c.fail(&agency.Error{Kind: agency.KindTooMany, Say: "That are 100 versions of one piece of work. Write to the project manager: they help."})
	}
	if d.State == Assigned {
		c.step("D1", "")
	}
	c.step("D2", "")
	if c.err != nil {
		return c, c.err
	}
	var err error
	c.edit, err = s.workable(ctx, d)
	return c, err
}

// take moves the work on: back to its writer, or to a person.
func (c *change) take(draft *Draft, anyway bool, p program.Program) {
	if c.edit != nil && c.edit.State == EditSent { // whoever sends a draft has begun the work
		who := c.actor
		c.actor = agency.Machinery()
		c.editStep("E5", "")
		c.actor = who
		c.agreed(p)
	}
	draft.Bounced = failed(draft.Findings) && !anyway
	if draft.Bounced {
		c.auto("D3", "")
		return
	}
	if c.edit != nil {
		c.editStep("E12", "")
	}
	c.auto("D4", "")
	c.ours()
}

// repeated returns the newest draft if the form holds the same and was filled in
// before it was taken. Who sends the same again after they saw that a check
// failed has put it right behind its link: it is looked at again.
func (s *Room) repeated(ctx context.Context, d Deliverable, f DraftForm) (*Draft, error) {
	if d.Drafts == 0 || d.State != InReview && (d.State != InProgress || d.Version == f.Version) {
		return nil, nil
	}
	last, err := s.Draft(ctx, d, d.Drafts)
	if err != nil || last.Hash != f.hash() {
		return nil, err
	}
	return &last, nil
}

func deref(d *Draft) Draft {
	if d == nil {
		return Draft{}
	}
	return *d
}

// hash tells two drafts apart.
func (f DraftForm) hash() string {
	data, _ := json.Marshal([]any{agency.TidyAddress(f.Link), agency.Tidy(f.Text), f.File, f.Results, f.Ticks,
		agency.Tidy(f.Spoken), agency.Tidy(f.Screen), f.Anyway, agency.Tidy(f.Note)}) // plain values always encode
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// current returns the brief in force, if its newest version was acknowledged.
func (s *Room) current(ctx context.Context, d Deliverable) (terms, error) {
	released, err := s.Briefs.Released(ctx, d.Program)
	if err != nil {
		return terms{}, err
	}
	t, err := s.acknowledged(ctx, d)
	if err == nil && t.number != released.Number {
		err = agency.Conflict(fmt.Sprintf("Version %d of the brief is out. Read it and answer its three questions first; what you typed is still in your browser.", released.Number), nil)
	}
	return t, err
}

// maxDrafts is how many versions one piece of work may have.
const maxDrafts = 100

// workable returns the edit request that a draft answers, if there is one.
func (s *Room) workable(ctx context.Context, d Deliverable) (*Edit, error) {
	open, err := s.open(ctx, d)
	if err != nil || open == nil {
		return nil, err
	}
	if open.State == EditAccepted || open.State == EditSent && open.original() {
		return open, nil
	}
	return nil, agency.Conflict("Answer the edit request first: it "+EditStanding(open.State)+".", nil)
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
