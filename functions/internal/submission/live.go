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
	} else {
		c.d.VerifyDue = s.Calendar.After(c.now, reviewDays)
		s.tell(c, p, LetterWaiting, "A live post waits to be verified")
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

// Verify says that what went live is what was agreed (D11). A failed check that
// is not about disclosure, or one that could not be made, needs a reason; a
// failed check of the disclosure cannot be overridden by anybody (INV-5).
func (s *Room) Verify(ctx context.Context, actor agency.Actor, app string, number int, version int64, reason string) (Deliverable, error) {
	d, p, err := s.deciding(ctx, actor, app, number)
	if err != nil {
		return d, err
	}
	c := s.change(actor, d)
	c.seen(version)
	c.step("D11", "")
	if c.err != nil {
		return d, c.err
	}
	l := *d.Live
	text, err := s.afresh(ctx, d, &l)
	if err != nil {
		return d, err
	}
	if undisclosed(l.Findings) {
		return s.notSaid(ctx, d, l, p)
	}
	var f faults
	l.Override = f.text("reason", reason, maxReason, whatFor(l.Findings))
	if err := f.err(); err != nil {
		return d, err
	}
	l.VerifiedAt, l.VerifiedBy, l.LookedAt = c.now, actor.ID, c.now
	l.PayBy = endOf(c.now.In(p.TimeZone).AddDate(0, 0, p.TermsDays), p.TimeZone)
	l.KeepUntil = endOf(c.now.In(p.TimeZone).AddDate(0, 0, p.KeepDays), p.TimeZone)
	l.CheckAt = c.now.Add(time.Hour)
	c.d.Live = &l
	c.snapshot(text)
	if err := s.write(ctx, c, p, LetterVerified, func(about About) any {
		return VerifiedValues{About: about, PayBy: day(l.PayBy, p.TimeZone), KeepUntil: day(l.KeepUntil, p.TimeZone), Extra: money(d.Fee(), p)}
	}); err != nil {
		return d, err
	}
	return c.commit(ctx)
}

// notSaid sends a post back to its writer (D12) whose readers are not told that
// they read an ad: it was otherwise when it was sent in.
func (s *Room) notSaid(ctx context.Context, d Deliverable, l Live, p program.Program) (Deliverable, error) {
	c := s.change(agency.Machinery(), d)
	c.step("D12", "")
	c.d.Live = &l
	for _, f := range l.Findings {
		if f.Result == check.Fail && !f.Overridable() {
			l.Failure = f.Say
			break
		}
	}
	if err := s.write(ctx, c, p, LetterFix, func(about About) any { return FixValues{About: about, What: l.Failure} }); err != nil {
		return d, err
	}
	if back, err := c.commit(ctx); err != nil {
		return back, err
	}
	return d, agency.Forbidden("The post does not say clearly that it is paid for, and nobody can approve that. It went back to its writer, who was told what to put right.")
}

// afresh looks at the post once more before it counts: it may not be any more
// what it was when it was sent in. If it cannot be reached now, what was found
// then holds.
func (s *Room) afresh(ctx context.Context, d Deliverable, l *Live) (text string, err error) {
	w, err := s.liveWork(ctx, d, LiveForm{Spoken: l.Spoken, Screen: l.Screen})
	if err != nil {
		return "", err
	}
	found, text, seen := w.look(ctx, l.Address, l.At)
	if seen {
		l.Findings = few(found)
	}
	return text, nil
}

// whatFor says why a post counts only with a reason; "" if it needs none.
func whatFor(found []check.Finding) string {
	for _, f := range found {
		if f.Hard && f.Result == check.Fail {
			return "A check failed. Say why it counts all the same: " + f.Say
		}
	}
	if unknown(found) {
		return "Something could not be checked. Say what you saw when you looked yourself"
	}
	return ""
}

// AskFix sends a live post back to its writer (D12): a person saw what the
// checks did not.
func (s *Room) AskFix(ctx context.Context, actor agency.Actor, app string, number int, version int64, what string) (Deliverable, error) {
	d, p, err := s.deciding(ctx, actor, app, number)
	if err != nil {
		return d, err
	}
	var f faults
	what = f.text("what", what, maxRemark, "Say what has to be put right, and how")
	f.kind("what", what)
	if err := f.err(); err != nil {
		return d, err
	}
	c := s.change(actor, d)
	c.seen(version)
	c.step("D12", "")
	if c.err != nil {
		return d, c.err
	}
	l := *d.Live
	l.Failure = what
	c.d.Live = &l
	if err := s.write(ctx, c, p, LetterFix, func(about About) any { return FixValues{About: about, What: what} }); err != nil {
		return d, err
	}
	return c.commit(ctx)
}
