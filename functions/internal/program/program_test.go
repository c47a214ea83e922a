package program_test

import (
	"crypto/rand"
	"errors"
	"strings"
	"testing"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/agency/agencytest"
	"greenroom/functions/internal/audit"
	"greenroom/functions/internal/local"
	"greenroom/functions/internal/local/localtest"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
	"greenroom/site/content"
)

// files are a program that closes on 14 May 2026 in Chicago, and a rolling one.
type files struct{}

func (files) Program(slug string) (content.Program, bool) {
	for _, p := range (files{}).Programs() {
		if p.Slug == slug {
			return p, true
		}
	}
	return content.Program{}, false
}

func (files) Programs() []content.Program {
	day := func(d int) time.Time { return time.Date(2026, time.May, d, 0, 0, 0, 0, chicago()) }
	base := content.Program{Title: "A program", Places: 2, TimeZone: chicago(), Opens: day(1)}
	rolling, tuesday := base, base
	rolling.Slug, rolling.Rolling = "rolling", &content.Rolling{AnswerDays: 7, WorkDays: 21}
	tuesday.Slug, tuesday.Closes, tuesday.DecideBy, tuesday.ConfirmBy = "tuesday", day(14), day(20), day(24)
	tuesday.DraftBy, tuesday.LiveFrom, tuesday.LiveTo = day(28), day(29), day(31)
	return []content.Program{rolling, tuesday}
}

func chicago() *time.Location {
	zone, err := time.LoadLocation("America/Chicago")
	if err != nil {
		panic(err) // the zone comes with Go
	}
	return zone
}

type room struct {
	*program.Room
	t     *testing.T
	store *local.Bolt
	clock *agencytest.Clock
}

// open opens the room at nine in the morning of 12 May 2026, UTC.
func open(t *testing.T) *room {
	t.Helper()
	store, clock := localtest.Store(t)
	return &room{&program.Room{Table: store, Files: files{}, IDs: agency.NewIDs(clock.Now, rand.Reader), Now: clock.Now}, t, store, clock}
}

func (r *room) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *room) find(slug string) program.Program {
	r.t.Helper()
	p, err := r.Find(r.t.Context(), slug)
	r.must(err)
	return p
}

// apply counts applications.
func (r *room) apply(slug string) {
	r.t.Helper()
	r.must(r.Table.Write(r.t.Context(), "", program.CountApplied(slug, false)))
}

func change(p program.Program) program.Change {
	return program.Change{Version: p.Version, Notice: "The client asked for it."}
}

func manager() agency.Actor {
	return agency.Actor{ID: "m", Roles: []agency.Role{agency.ProjectManager}}
}

func kindOf(err error) agency.Kind {
	if e, ok := errors.AsType[*agency.Error](err); ok {
		return e.Kind
	}
	return 0
}

func fields(err error) string {
	invalid, ok := errors.AsType[*agency.Invalid](err)
	if !ok {
		return ""
	}
	var names []string
	for _, f := range invalid.Fields {
		names = append(names, f.Field)
	}
	return strings.Join(names, " ")
}

// steps are what staff can do to a program that takes applications or pauses.
func steps() map[string]func(*program.Room, *testing.T, agency.Actor, program.Program, program.Change) (program.Program, error) {
	type step = func(*program.Room, *testing.T, agency.Actor, program.Program, program.Change) (program.Program, error)
	return map[string]step{
		"pause": func(r *program.Room, t *testing.T, a agency.Actor, p program.Program, c program.Change) (program.Program, error) {
			return r.Pause(t.Context(), a, p, c)
		},
		"resume": func(r *program.Room, t *testing.T, a agency.Actor, p program.Program, c program.Change) (program.Program, error) {
			return r.Resume(t.Context(), a, p, c)
		},
		"close": func(r *program.Room, t *testing.T, a agency.Actor, p program.Program, c program.Change) (program.Program, error) {
			return r.CloseEarly(t.Context(), a, p, c)
		},
		"extend": func(r *program.Room, t *testing.T, a agency.Actor, p program.Program, c program.Change) (program.Program, error) {
			c.Closes, c.DecideBy = p.Standing.Closes.AddDate(0, 0, 2), p.Standing.DecideBy.AddDate(0, 0, 2)
			return r.Extend(t.Context(), a, p, c)
		},
	}
}

func TestWhichStepsAreLegalFromWhere(t *testing.T) {
	t.Parallel()
	states := map[content.ProgramState]func(r *room){
		content.Ready: func(r *room) { r.clock.Pass(-20 * 24 * time.Hour) },
		content.Open:  func(*room) {},
		content.Paused: func(r *room) {
			_, err := r.Pause(t.Context(), manager(), r.find("tuesday"), change(r.find("tuesday")))
			r.must(err)
		},
		content.Closed:  func(r *room) { r.clock.Pass(72 * time.Hour) },
		content.Running: func(r *room) { r.take("P9"); r.take("P10") },
		content.Cancelled: func(r *room) {
			_, err := r.Take(t.Context(), agency.Machinery(), r.find("tuesday"), program.Change{Transition: "P13", Version: r.find("tuesday").Version})
			r.must(err)
		},
	}
	legal := map[string]bool{"open pause": true, "paused resume": true, "open close": true, "paused close": true, "open extend": true, "paused extend": true}
	for state, reach := range states {
		for name, step := range steps() {
			t.Run(string(state)+" "+name, func(t *testing.T) {
				t.Parallel()
				r := open(t)
				r.apply("tuesday")
				if state == content.Running {
					r.clock.Pass(72 * time.Hour)
				}
				reach(r)
				p := r.find("tuesday")
				if p.Standing.State != state {
					t.Fatalf("is %s", p.Standing.State)
				}
				_, err := step(r.Room, t, manager(), p, change(p))
				if want := legal[string(state)+" "+name]; (err == nil) != want || err != nil && kindOf(err) != agency.KindConflict {
					t.Errorf("got %v, legal is %v", err, want)
				}
			})
		}
	}
}

func (r *room) take(transition string) {
	r.t.Helper()
	p := r.find("tuesday")
	_, err := r.Take(r.t.Context(), agency.Machinery(), p, program.Change{Transition: transition, Version: p.Version})
	r.must(err)
}

func TestWhoMayChangeAProgram(t *testing.T) {
	t.Parallel()
	may := map[agency.Role]bool{agency.ProjectManager: true, agency.Lead: true, agency.Admin: true}
	for _, role := range []agency.Role{agency.Visitor, agency.Influencer, agency.Moderator, agency.Reviewer, agency.ProjectManager, agency.Lead, agency.Editor, agency.Admin} {
		for name, step := range steps() {
			r := open(t)
			if name == "resume" {
				_, err := r.Pause(t.Context(), manager(), r.find("tuesday"), change(r.find("tuesday")))
				r.must(err)
			}
			p := r.find("tuesday")
			_, err := step(r.Room, t, agency.Actor{ID: "x", Roles: []agency.Role{role}}, p, change(p))
			if may[role] != (err == nil) || err != nil && kindOf(err) != agency.KindForbidden {
				t.Errorf("%s by a %s: %v", name, role, err)
			}
		}
	}
}

func TestWhatANoticeMustSay(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		notice string
		fault  bool
	}{
		"words":            {"The client asked for it.", false},
		"two paragraphs":   {"One.\r\n\r\nTwo.", false},
		"as long as it is": {strings.Repeat("é", 500), false},
		"none":             {"", true},
		"spaces":           {" \n\t", true},
		"too long":         {strings.Repeat("é", 501), true},
		"control":          {"a\x07", true},
		"backwards":        {"a\u202eb", true},
		"bytes":            {"\xff", true},
		"an address":       {"Write to ann@example.com", true},
		"a hidden address": {"Write to ann\u200b@exam\u200bple.com", true},
		"a handle":         {"See @ann on her page", false},
	} {
		r := open(t)
		for step, take := range steps() {
			p := r.find("tuesday")
			_, err := take(r.Room, t, manager(), p, program.Change{Version: p.Version - 1, Notice: c.notice})
			if c.fault != (fields(err) == "notice") {
				t.Errorf("%s, %s: %v", step, name, err)
			}
		}
	}
}

// Two people press at once, or one looks at yesterday's page.
func TestAStepOnAnOldVersionIsRefused(t *testing.T) {
	t.Parallel()
	r := open(t)
	seen := r.find("tuesday")
	paused, err := r.Pause(t.Context(), manager(), seen, change(seen))
	r.must(err)
	for name, step := range steps() {
		if _, err := step(r.Room, t, manager(), seen, change(seen)); kindOf(err) != agency.KindConflict {
			t.Errorf("%s of what it was: %v", name, err)
		}
		if _, err := step(r.Room, t, manager(), paused, change(seen)); kindOf(err) != agency.KindConflict {
			t.Errorf("%s with the version of what it was: %v", name, err)
		}
	}
	if now := r.find("tuesday"); now.Version != paused.Version || len(now.Course.Steps) != 1 {
		t.Errorf("%d steps at version %d", len(now.Course.Steps), now.Version)
	}
	faults := make(chan error, 10)
	for range cap(faults) {
		go func() { _, err := r.Resume(t.Context(), manager(), paused, change(paused)); faults <- err }()
	}
	done := 0
	for range cap(faults) {
		if err := <-faults; err == nil {
			done++
		} else if kindOf(err) != agency.KindConflict {
			t.Errorf("a race: %v", err)
		}
	}
	if done != 1 {
		t.Errorf("%d of %d resumed it", done, cap(faults))
	}
}

// A pause moves the days on by its length, in days begun.
func TestAPauseMovesTheDays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pause time.Duration
		days  int
	}{{0, 0}, {time.Minute, 1}, {24 * time.Hour, 1}, {24*time.Hour + time.Second, 2}, {47 * time.Hour, 2}, {48 * time.Hour, 2}} {
		r := open(t)
		p, err := r.Pause(t.Context(), manager(), r.find("tuesday"), change(r.find("tuesday")))
		r.must(err)
		if r.Takes(p) {
			t.Error("takes applications while it pauses")
		}
		r.clock.Pass(c.pause)
		p, err = r.Resume(t.Context(), manager(), r.find("tuesday"), change(p))
		r.must(err)
		file, _ := files{}.Program("tuesday")
		if closes, decide := file.Closes.AddDate(0, 0, c.days), file.DecideBy.AddDate(0, 0, c.days); !p.Standing.Closes.Equal(closes) || !p.Standing.DecideBy.Equal(decide) {
			t.Errorf("after %v closes on %v and answers by %v, want %v and %v", c.pause, p.Standing.Closes, p.Standing.DecideBy, closes, decide)
		}
		if !r.Takes(p) || p.Standing.State != content.Open {
			t.Errorf("is %s", p.Standing.State)
		}
	}
}

func TestAPauseOfARollingProgramMovesNothing(t *testing.T) {
	t.Parallel()
	r := open(t)
	p, err := r.Pause(t.Context(), manager(), r.find("rolling"), change(r.find("rolling")))
	r.must(err)
	r.clock.Pass(100 * time.Hour)
	p, err = r.Resume(t.Context(), manager(), p, change(p))
	r.must(err)
	if !p.Standing.Closes.IsZero() || p.Standing.State != content.Open {
		t.Errorf("%+v", p.Standing)
	}
}

// Days come only with the step that is about them.
func TestAPauseDoesNotTakeDaysAlong(t *testing.T) {
	t.Parallel()
	for name, step := range steps() {
		if name == "extend" {
			continue
		}
		r := open(t)
		if name == "resume" {
			_, err := r.Pause(t.Context(), manager(), r.find("tuesday"), change(r.find("tuesday")))
			r.must(err)
		}
		p := r.find("tuesday")
		c := change(p)
		c.Transition, c.Closes, c.DecideBy = "P13", p.Closes.AddDate(0, 0, -9), p.Closes.AddDate(1, 0, 0)
		closes := p.Standing.Closes
		if name == "close" { // the day it closes on is today
			closes = content.StartOf(r.Now().In(p.TimeZone), p.TimeZone)
		}
		after, err := step(r.Room, t, manager(), p, c)
		if err != nil || !after.Standing.Closes.Equal(closes) || !after.Standing.DecideBy.Equal(p.Standing.DecideBy) || after.Standing.State == content.Cancelled {
			t.Errorf("%s: %+v, %v", name, after.Standing, err)
		}
	}
}

func TestNewDaysComeLaterAndInOrder(t *testing.T) {
	t.Parallel()
	day := func(d int) time.Time { return time.Date(2026, time.May, d, 0, 0, 0, 0, chicago()) }
	for name, c := range map[string]struct {
		slug             string
		closes, decideBy time.Time
		fault            string
	}{
		"later":                        {"tuesday", day(16), day(22), ""},
		"the same days":                {"tuesday", day(14), day(20), ""},
		"only the promise":             {"tuesday", day(14), day(23), ""},
		"answers when people confirm":  {"tuesday", day(14), day(24), "decide_by"},
		"no days":                      {"tuesday", time.Time{}, time.Time{}, "closes decide_by"},
		"earlier":                      {"tuesday", day(13), day(20), "closes"},
		"long ago":                     {"tuesday", day(1), day(2), "closes decide_by"},
		"answers on the closing day":   {"tuesday", day(20), day(20), "decide_by"},
		"answers before":               {"tuesday", day(21), day(20), "decide_by"},
		"answers earlier than known":   {"tuesday", day(14), day(19), "decide_by"},
		"of a program that has no end": {"rolling", day(16), day(22), "closes"},
	} {
		r := open(t)
		p := r.find(c.slug)
		want := change(p)
		want.Closes, want.DecideBy = c.closes, c.decideBy
		after, err := r.Extend(t.Context(), manager(), p, want)
		if fields(err) != c.fault || err != nil && c.fault == "" {
			t.Errorf("%s: %v, want faults in %q", name, err, c.fault)
		}
		if err == nil && (!after.Standing.Closes.Equal(c.closes) || after.Standing.State != content.Open || after.Standing.Notice == "") {
			t.Errorf("%s: %+v", name, after.Standing)
		}
	}
}

// Whoever applied keeps the day they were promised; whoever applies later is
// promised the new one.
func TestAnExtensionMovesThePromiseOfLaterApplicants(t *testing.T) {
	t.Parallel()
	r := open(t)
	p := r.find("tuesday")
	before, c := r.HearBy(p), change(p)
	c.Closes, c.DecideBy = p.Closes.AddDate(0, 0, 3), p.DecideBy.AddDate(0, 0, 3)
	after, err := r.Extend(t.Context(), manager(), p, c)
	r.must(err)
	if got := r.HearBy(after); !got.Equal(before.AddDate(0, 0, 3)) {
		t.Errorf("promised %v, then %v", before, got)
	}
	if want := time.Date(2026, time.May, 20, 23, 59, 59, 0, chicago()); !before.Equal(want) {
		t.Errorf("promised %v, want the end of the day %v", before, want)
	}
}

func TestAStepIsOnRecordWithWhoAndWhy(t *testing.T) {
	t.Parallel()
	r := open(t)
	p := r.find("tuesday")
	_, err := r.Pause(t.Context(), manager(), p, change(p))
	r.must(err)
	page, err := r.store.Query(t.Context(), audit.History("program tuesday"))
	r.must(err)
	if len(page.Items) != 1 {
		t.Fatalf("%d events", len(page.Items))
	}
	e, err := audit.Decode(page.Items[0])
	if err != nil || e.Action != "P5" || e.Actor != "m" || e.From != program.Open || e.To != program.Paused || e.Note != "The client asked for it." {
		t.Errorf("%+v, %v", e, err)
	}
}

// What must still be so, and is not, stops a step and leaves no trace of it.
func TestAStepWaitsForWhatItDependsOn(t *testing.T) {
	t.Parallel()
	r := open(t)
	r.apply("tuesday")
	r.clock.Pass(72 * time.Hour)
	p := r.find("tuesday")
	r.apply("tuesday") // by an access code
	if _, err := r.Take(t.Context(), agency.Machinery(), p, program.Change{Transition: "P9", Version: p.Version}, p.NobodyElse()); kindOf(err) != agency.KindConflict {
		t.Errorf("deciding begins although somebody else applied: %v", err)
	}
	if now := r.find("tuesday"); now.Version != 0 || now.Standing.State != content.Closed {
		t.Errorf("%s at version %d", now.Standing.State, now.Version)
	}
	r.take("P9")
	if err := r.Table.Write(t.Context(), "", p.Unmoved()); err == nil {
		t.Error("unmoved although a step was taken")
	}
}

func TestCounts(t *testing.T) {
	t.Parallel()
	r := open(t)
	for _, kept := range []bool{true, true, false} {
		r.apply("tuesday")
		r.must(r.Table.Write(t.Context(), "", program.CountAnswer("tuesday", kept)))
	}
	c := r.find("tuesday").Course
	if c.Applied != 3 || c.Answers != (content.Tally{Due: 3, InTime: 2}) {
		t.Errorf("%+v", c)
	}
	if other := r.find("rolling").Course; other.Applied != 0 {
		t.Errorf("counted for another program: %+v", other)
	}
}

func TestWhatTheSiteIsToldOf(t *testing.T) {
	t.Parallel()
	r := open(t)
	r.apply("tuesday")
	p := r.find("tuesday")
	_, err := r.Pause(t.Context(), manager(), p, change(p))
	r.must(err)
	changes, _, err := r.store.Changes(t.Context(), "", 100)
	r.must(err)
	told := 0
	for _, c := range changes {
		if program.Shows(c) {
			told++
		}
	}
	if told != 1 {
		t.Errorf("the site is told %d times, want once: of the pause, and not of the count", told)
	}
}

func TestAProgramThatThereIsNot(t *testing.T) {
	t.Parallel()
	r := open(t)
	for _, slug := range []string{"", "wednesday", "tuesday#META", "\x00", strings.Repeat("x", 3000)} {
		if _, err := r.Find(t.Context(), slug); kindOf(err) != agency.KindNotFound {
			t.Errorf("%.9q: %v", slug, err)
		}
		if _, err := program.Course(t.Context(), r.Table, slug); err != nil && kindOf(err) != agency.KindNotFound {
			t.Errorf("course of %.9q: %v", slug, err)
		}
	}
	if _, err := r.Table.Get(t.Context(), program.Key("tuesday")); !errors.Is(err, table.ErrNotFound) {
		t.Errorf("looking made a record: %v", err)
	}
}
