package submission

import (
	"context"
	"fmt"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/check"
	"greenroom/functions/internal/fetch"
	"greenroom/functions/internal/program"
)

// Live is where the work stands on the web.
type Live struct {
	Address    string
	At         time.Time       // when it was sent in
	Note       string          `json:",omitempty"` // of its writer; asks for a person to look
	Late       string          `json:",omitempty"` // why it is outside the days it was to be published
	Spoken     string          `json:",omitempty"` // of a video: when the disclosure is said
	Screen     string          `json:",omitempty"` // and shown
	Findings   []check.Finding // of the last look
	VerifiedAt time.Time       `json:",omitzero"`
	VerifiedBy string          `json:",omitempty"`
	Override   string          `json:",omitempty"` // why it counts although a check failed, or could not be made
	PayBy      time.Time       `json:",omitzero"`  // never moves later
	KeepUntil  time.Time       `json:",omitzero"`
	FixBy      time.Time       `json:",omitzero"` // until when something in it is put right

	CheckAt   time.Time `json:",omitzero"` // the next look
	FailedAt  time.Time `json:",omitzero"` // first of the failures in a row
	Failure   string    `json:",omitempty"`
	BrokenAt  time.Time `json:",omitzero"` // when people were told
	LookedAt  time.Time `json:",omitzero"` // when it was last reached
	UnknownAt time.Time `json:",omitzero"` // first of the looks in a row that could not be made
}

// LiveForm is what somebody sends in about what they published.
type LiveForm struct {
	Version int64
	Address string
	Late    string // why it is not inside the days
	Note    string // asks for a person to look although a check fails
	Spoken  string // of a video: when the disclosure is said
	Screen  string // and shown
}

// Publish takes the address of what went live (D10), or of what was put right
// (D13), and checks it. What fails and can be put right is told at once (D12).
func (s *Room) Publish(ctx context.Context, actor agency.Actor, app string, number int, f LiveForm) (Deliverable, error) {
	d, err := s.OwnedBy(ctx, actor, app, number)
	if err != nil {
		return d, err
	}
	if d.State == LiveChecking && d.Live.Address == agency.TidyAddress(f.Address) {
		return d, nil // the same once more
	}
	p, err := s.Programs.Find(ctx, d.Program)
	if err != nil {
		return d, err
	}
	c := s.change(actor, d)
	c.seen(f.Version)
	if d.State == LiveFix {
		c.step("D13", "")
	} else {
		c.step("D10", "")
	}
	if c.err != nil {
		return d, c.err
	}
	if err := c.live(f, p); err != nil {
		return d, err
	}
	w, err := s.liveWork(ctx, d, f)
	if err != nil {
		return d, err
	}
	found, _, _ := w.look(ctx, c.d.Live.Address, c.d.Live.At)
	c.d.Live.Findings = few(found)
	if failed(c.d.Live.Findings) && (c.d.Live.Note == "" || undisclosed(c.d.Live.Findings)) {
		c.auto("D12", "")
		c.fix(p)
	} else {
		c.d.VerifyDue = s.Calendar.After(c.now, reviewDays)
		s.tell(c, p, "A live post waits to be verified")
	}
	return c.commit(ctx)
}

// live reads what was sent in.
func (c *change) live(f LiveForm, p program.Program) error {
	var wrong faults
	l := Live{Address: agency.TidyAddress(f.Address), At: c.now, Spoken: agency.Tidy(f.Spoken), Screen: agency.Tidy(f.Screen)}
	before := c.d.Live
	same := before != nil && before.Address == l.Address // put right, and published when it was
	if same {
		l.At = before.At
	}
	if err := fetch.Check(l.Address); err != nil {
		wrong.add("address", webAddress)
	}
	l.Note = wrong.text("note", f.Note, maxNote, "")
	outside := ""
	if early := !c.d.LiveFrom.IsZero() && l.At.Before(c.d.LiveFrom); early || l.At.After(c.d.LiveTo) {
		outside = fmt.Sprintf("It was to be published between %s and %s. Say why it is not", day(c.d.LiveFrom, p.TimeZone), day(c.d.LiveTo, p.TimeZone))
	}
	if same && f.Late == "" {
		f.Late = before.Late
	}
	l.Late = wrong.text("late", f.Late, maxReason, outside)
	wrong.instants(l.Spoken, l.Screen)
	c.d.Live = &l
	return wrong.err()
}

const webAddress = "Enter the address of the post as your browser shows it, like https://your.blog/post. It has to start with https:// or http:// and be on the public web"
