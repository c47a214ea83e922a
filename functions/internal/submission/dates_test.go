package submission_test

import (
	"testing"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/submission"
	"greenroom/site/content"
)

func in(t testing.TB, zone string) *time.Location {
	t.Helper()
	place, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	return place
}

func at(t testing.TB, zone, text string) time.Time {
	t.Helper()
	moment, err := time.ParseInLocation("2006-01-02 15:04:05", text, in(t, zone))
	if err != nil {
		t.Fatal(err)
	}
	return moment
}

// The agency's lateness moves the day of its writer by exactly so many days, on
// whichever way the draft is answered. 25 May is a holiday.
func TestLatenessMovesTheDatesDayForDay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, zone           string
		sent, due, answered  string
		draftBy, want, until string // dates: as they were, and as they are then
		days                 int
	}{
		{"at once", "UTC", "2026-05-12 09:00:00", "2026-05-14", "2026-05-12 09:00:00", "2026-05-28", "2026-05-28", "2026-05-31", 0},
		{"in the last second", "UTC", "2026-05-12 09:00:00", "2026-05-14", "2026-05-14 23:59:59", "2026-05-28", "2026-05-28", "2026-05-31", 0},
		{"one second later", "UTC", "2026-05-12 09:00:00", "2026-05-14", "2026-05-15 00:00:00", "2026-05-28", "2026-05-29", "2026-06-01", 1},
		{"after the weekend", "UTC", "2026-05-12 09:00:00", "2026-05-14", "2026-05-18 09:00:00", "2026-05-28", "2026-06-01", "2026-06-04", 4},
		{"over a weekend, in time", "UTC", "2026-05-15 09:00:00", "2026-05-19", "2026-05-19 20:00:00", "2026-05-28", "2026-05-28", "2026-05-31", 0},
		{"sent on a Saturday", "UTC", "2026-05-16 09:00:00", "2026-05-19", "2026-05-20 09:00:00", "2026-05-28", "2026-05-29", "2026-06-01", 1},
		{"over a holiday, in time", "UTC", "2026-05-22 09:00:00", "2026-05-27", "2026-05-27 20:00:00", "2026-05-28", "2026-05-28", "2026-05-31", 0},
		{"over a holiday, late", "UTC", "2026-05-22 09:00:00", "2026-05-27", "2026-05-29 09:00:00", "2026-05-28", "2026-05-30", "2026-06-02", 2},
		{"clocks go back", "Europe/Berlin", "2026-10-21 09:00:00", "2026-10-23", "2026-10-26 09:00:00", "2026-10-24", "2026-10-27", "2026-10-30", 3},
		{"clocks go forward at midnight", "Asia/Beirut", "2027-03-23 09:00:00", "2027-03-25", "2027-03-26 09:00:00", "2027-03-27", "2027-03-28", "2027-03-31", 1},
		{"the agency's day is over, here it is still on", "America/Los_Angeles", "2026-05-12 09:00:00", "2026-05-14", "2026-05-14 23:00:00", "2026-05-28", "2026-05-28", "2026-05-31", 0},
	} {
		for _, how := range []string{"approved", "sent to the client", "edits asked for"} {
			t.Run(c.name+", "+how, func(t *testing.T) {
				t.Parallel()
				zone := in(t, c.zone)
				h := openWith(t, func(p *content.Program) {
					p.TimeZone, p.ClientReads = zone, how == "sent to the client"
					p.DraftBy = at(t, "UTC", c.draftBy+" 00:00:00")
					p.LiveFrom, p.LiveTo = p.DraftBy.AddDate(0, 0, 1), p.DraftBy.AddDate(0, 0, 3)
				})
				h.Room.Calendar = agency.Calendar{Zone: zone, Holidays: []string{"2026-05-25"}}
				h.until(at(t, c.zone, c.sent))
				h.send(good)
				if d := h.now(1); !d.ReviewDue.Equal(at(t, c.zone, c.due+" 23:59:59")) {
					t.Errorf("review due %s, want %s", d.ReviewDue.In(zone), c.due)
				}
				h.until(at(t, c.zone, c.answered))
				if seen := h.DatesNow(h.now(1), mustProgram(h)); h.Overdue(h.now(1)) != c.days || !seen.DraftDue.Equal(at(t, c.zone, c.want+" 23:59:59")) {
					t.Errorf("before the answer: %d days late, due %s", h.Overdue(h.now(1)), seen.DraftDue.In(zone))
				}
				if how == "edits asked for" {
					h.request(asked(6, "Begin with #ad."))
				} else {
					h.approve()
				}
				d := h.now(1)
				if !d.DraftDue.Equal(at(t, c.zone, c.want+" 23:59:59")) || !d.LiveTo.Equal(at(t, c.zone, c.until+" 23:59:59")) || !d.ReviewDue.IsZero() {
					t.Errorf("due %s, live to %s, want %s, %s", d.DraftDue.In(zone), d.LiveTo.In(zone), c.want, c.until)
				}
				if shifts := len(d.Shifts); shifts != min(1, c.days) || shifts == 1 && (d.Shifts[0].Days != c.days || d.Shifts[0].Why != submission.ShiftReview) {
					t.Errorf("shifts %v, want %d days", d.Shifts, c.days)
				}
			})
		}
	}
}

func mustProgram(h *house) program.Program {
	h.t.Helper()
	p, err := h.Programs.Find(h.t.Context(), slug)
	h.must(err)
	return p
}

// Days that the agency takes to answer a dispute, or other terms, are given back.
func TestLatenessWithAnEditRequest(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		reply  submission.Reply
		item   submission.Item
		day    int // of May, on which we answer
		answer func(h *house)
		want   int // of May, when the draft is due then
		why    string
	}{
		{"ruled in time", dispute(), asked(1, "Say that it was Tuesday."), 13, rule, 28, ""},
		{"ruled late", dispute(), asked(1, "Say that it was Tuesday."), 15, rule, 30, submission.ShiftRuling},
		{"taken back late", dispute(), asked(1, "Say that it was Tuesday."), 14, back, 29, submission.ShiftRuling},
		{"terms answered in time", counter(90, 4), wished("A photo of the jar.", 45, 2), 14, revise, 28, ""},
		{"terms answered late", counter(90, 4), wished("A photo of the jar.", 45, 2), 16, revise, 30, submission.ShiftTerms},
		{"terms taken back after we were late", counter(90, 4), wished("A photo of the jar.", 45, 2), 15, walk, 29, submission.ShiftTerms},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := open(t)
			h.send(good)
			h.request(c.item)
			h.reply(c.reply)
			h.until(may(c.day, 12))
			c.answer(h)
			d := h.now(1)
			if !d.DraftDue.Equal(endOf(c.want)) {
				t.Errorf("due %s, want %d May", d.DraftDue, c.want)
			}
			if n := len(d.Shifts); n != 0 && d.Shifts[0].Why != c.why || (n == 0) != (c.why == "") {
				t.Errorf("shifts %v", d.Shifts)
			}
		})
	}
}

func rule(h *house) {
	_, _, err := h.Rule(h.t.Context(), decisiontest.Lead(), h.app, 1, h.now(1).Version, map[int]submission.Verdict{1: {Upheld: true, Why: "Tuesday is the dinner."}})
	h.must(err)
}

func back(h *house) {
	_, _, err := h.TakeBack(h.t.Context(), decisiontest.Manager(), h.app, 1, h.now(1).Version, "We read it again.")
	h.must(err)
}

func revise(h *house) {
	_, _, err := h.Revise(h.t.Context(), decisiontest.Manager(), h.app, 1, h.now(1).Version, map[int]submission.Offer{1: {Fee: 60, Days: 3}})
	h.must(err)
}

func walk(h *house) {
	_, _, err := h.Walk(h.t.Context(), h.ann, h.app, 1, h.now(1).Version)
	h.must(err)
}

// The day of the next draft is the later one of what held and of now with the
// days of the edits.
func TestAgreedEditsGiveTime(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name          string
		day           int // of May, on which it is agreed
		replies       []submission.Reply
		due, to, edit int // of May (32 is 1 June)
	}{
		{"there is time enough", 13, []submission.Reply{yes(), no()}, 28, 31, 28},
		{"there is time enough for what is new", 13, []submission.Reply{yes(), yes()}, 28, 33, 28},
		{"it comes late", 27, []submission.Reply{yes(), no()}, 30, 31, 30},
		{"it comes late, and asks for more", 27, []submission.Reply{yes(), yes()}, 32, 33, 32},
		{"it comes after the day", 30, []submission.Reply{yes(), no()}, 33, 33, 33},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := mixed(t)
			h.until(may(c.day, 12))
			e := h.reply(c.replies...)
			d := h.now(1)
			if !d.DraftDue.Equal(endOf(c.due)) || !d.LiveTo.Equal(endOf(c.to)) || !e.Due.Equal(endOf(c.edit)) {
				t.Errorf("draft due %s, live to %s, edits due %s", d.DraftDue, d.LiveTo, e.Due)
			}
			if moved := c.due != 28 || c.to != 31; moved != (len(d.Shifts) == 1) {
				t.Errorf("shifts %v", d.Shifts)
			}
		})
	}
}

// A draft that accepts an edit and is sent back by a check keeps the days that
// the edit gave.
func TestABouncedDraftKeepsItsDays(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.send(good)
	h.request(asked(1, "Say that it was Tuesday."))
	h.until(may(27, 12))
	h.send("The soup won.", submission.Result{What: submission.Fixed})
	d := h.is(submission.InProgress)
	e, err := h.Edit(t.Context(), d, 1)
	h.must(err)
	if e.State != submission.EditAccepted || !e.Due.Equal(endOf(30)) || !d.DraftDue.Equal(endOf(30)) || d.OpenEdit != 1 {
		t.Errorf("work due %s, request %+v", d.DraftDue, e)
	}
	h.send(good+" It was Tuesday.", submission.Result{What: submission.Fixed})
	if d := h.is(submission.InReview); d.OpenEdit != 0 {
		t.Errorf("work %+v", d)
	}
}

// Work for a program without a closing day is due so many days after it was
// assigned.
func TestWorkForARollingProgram(t *testing.T) {
	t.Parallel()
	h := openWith(t, func(p *content.Program) { p.Rolling = &content.Rolling{WorkDays: 21} })
	d := h.now(1)
	if !d.DraftDue.Equal(endOf(33)) || !d.LiveFrom.IsZero() || !d.LiveTo.Equal(endOf(47)) {
		t.Errorf("due %s, live from %s to %s", d.DraftDue, d.LiveFrom, d.LiveTo)
	}
}
