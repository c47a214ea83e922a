package content

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// dated is a program in May 2026 that opens on the 3rd, closes on the 24th and
// answers by the 31st; its work is live from 1 to 8 July.
func datedProgram(z *time.Location) Program {
	day := func(month time.Month, n int) time.Time { return time.Date(2026, month, n, 0, 0, 0, 0, z) }
	return Program{
		Opens: day(5, 3), Closes: day(5, 24), DecideBy: day(5, 31), ConfirmBy: day(6, 3), DraftBy: day(6, 24), LiveFrom: day(7, 1), LiveTo: day(7, 8), TimeZone: z,
	}
}

// at is a moment in 2026, in a zone.
func at(z *time.Location, text string) time.Time {
	moment, err := time.ParseInLocation("2006-01-02 15:04:05", "2026-"+text, z)
	if err != nil {
		panic(err)
	}
	return moment
}

func TestWhereAProgramStands(t *testing.T) {
	t.Parallel()
	chicago := zone(t, "America/Chicago")
	on := func(text string) time.Time { return at(chicago, text) }
	day := func(n int) time.Time { return time.Date(2026, 5, n, 0, 0, 0, 0, chicago) }
	pause := Step{ID: "P5", To: Paused, At: on("05-10 12:00:00"), Notice: "Back soon"}
	applied := func(steps ...Step) Course { return Course{Steps: steps, Applied: 3} }
	tests := []struct {
		name   string
		course Course
		at     time.Time
		want   ProgramState
		closes int // day of May
		notice string
	}{
		{"before its day", Course{}, on("05-02 23:59:59"), Ready, 24, ""},
		{"from the first moment of its day", Course{}, on("05-03 00:00:00"), Open, 24, ""},
		{"to the last moment of the day it closes", applied(), on("05-24 23:59:59"), Open, 24, ""},
		{"then it is read", applied(), on("05-25 00:00:00"), Closed, 24, ""},
		{"for as long as it takes", applied(), on("12-01 00:00:00"), Closed, 24, ""},
		{"without applicants the days go on: deciding", Course{}, on("05-25 00:00:00"), Deciding, 24, ""},
		{"running", Course{}, on("06-01 00:00:00"), Running, 24, ""},
		{"to the last day to go live", Course{}, on("07-08 23:59:59"), Running, 24, ""},
		{"completed", Course{}, on("07-09 00:00:00"), Completed, 24, ""},
		{"opened before its day", applied(Step{ID: "P4", To: Open, At: on("05-01 09:00:00")}), on("05-01 09:00:00"), Open, 24, ""},
		{"a step to come is not taken", applied(pause), on("05-10 11:59:59"), Open, 24, ""},
		{"paused, with what was said", applied(pause), on("05-10 12:00:00"), Paused, 24, "Back soon"},
		{"paused over the day it closes", applied(pause), on("05-25 00:00:00"), Closed, 24, ""},
		{"goes on, longer", applied(pause, Step{ID: "P6", To: Open, At: on("05-12 12:00:00"), Closes: day(26)}), on("05-26 23:00:00"), Open, 26, ""},
		{"extended while paused keeps what was said", applied(pause, Step{ID: "extend", At: on("05-11 12:00:00"), Closes: day(28)}), on("05-12 00:00:00"), Paused, 28, "Back soon"},
		{"extended, and says so", applied(Step{ID: "extend", At: on("05-11 12:00:00"), Closes: day(28), Notice: "Longer"}), on("05-28 00:00:00"), Open, 28, "Longer"},
		{"what was said ends with the days", applied(Step{ID: "extend", At: on("05-11 12:00:00"), Closes: day(28), Notice: "Longer"}), on("05-29 00:00:00"), Closed, 28, ""},
		{"closed early", applied(Step{ID: "P7", To: Closed, At: on("05-20 12:00:00"), Notice: "All places taken"}), on("05-21 00:00:00"), Closed, 24, "All places taken"},
		{"opened again", applied(Step{ID: "P8", To: Open, At: on("05-26 12:00:00"), Closes: day(30), DecideBy: day(31)}), on("05-27 00:00:00"), Open, 30, ""},
		{"and closed again by its day", applied(Step{ID: "P8", To: Open, At: on("05-26 12:00:00"), Closes: day(30), DecideBy: day(31)}), on("05-31 00:00:00"), Closed, 30, ""},
		{"decided on record", applied(Step{ID: "P9", To: Deciding, At: on("05-27 12:00:00")}), on("12-01 00:00:00"), Deciding, 24, ""},
		{"cancelled before it opened", Course{Steps: []Step{{ID: "P13", To: Cancelled, At: on("05-01 12:00:00"), Notice: "Not now"}}}, on("05-20 00:00:00"), Cancelled, 24, "Not now"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := datedProgram(chicago).Standing(tt.at, tt.course)
			if got.State != tt.want || got.Closes.Day() != tt.closes || got.Notice != tt.notice {
				t.Errorf("%s until the %d., %q; want %s until the %d., %q", got.State, got.Closes.Day(), got.Notice, tt.want, tt.closes, tt.notice)
			}
		})
	}
}

func TestRollingProgramsDoNotClose(t *testing.T) {
	t.Parallel()
	p := Program{Opens: time.Date(2026, 5, 3, 0, 0, 0, 0, time.UTC), Rolling: &Rolling{AnswerDays: 7, WorkDays: 21}, TimeZone: time.UTC}
	c := Course{Applied: 9, Steps: []Step{{ID: "extend", At: at(time.UTC, "05-04 00:00:00"), Closes: time.Date(2026, 5, 5, 0, 0, 0, 0, time.UTC)}}}
	for text, want := range map[string]ProgramState{"05-02 12:00:00": Ready, "05-03 00:00:00": Open, "12-31 00:00:00": Open} {
		if got := p.Standing(at(time.UTC, text), c); got.State != want || !got.Closes.IsZero() {
			t.Errorf("on %s: %+v, want %s without a day", text, got, want)
		}
	}
	if got, want := p.HearBy(at(time.UTC, "05-10 18:00:00"), c), at(time.UTC, "05-17 23:59:59"); !got.Equal(want) {
		t.Errorf("hears by %s, want %s", got, want)
	}
	full := Course{Applied: 9, Steps: []Step{{ID: "P7", To: Closed, At: at(time.UTC, "06-01 00:00:00")}}}
	if got := p.State(at(time.UTC, "06-02 00:00:00")); got != Open {
		t.Errorf("by its file it is %s", got)
	}
	if got := p.Standing(at(time.UTC, "06-02 00:00:00"), full).State; got != Closed {
		t.Errorf("closed on record it is %s", got)
	}
}

// The day of a program is that of its own zone, whatever the clocks do on it
// and whatever zone a date comes back from the record in.
func TestDaysAreThoseOfTheZone(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, zone, closes, lastMoment string }{
		{"clocks go forward in the night after", "America/Chicago", "2026-03-07", "2026-03-07T23:59:59-06:00"},
		{"and on the day", "America/Chicago", "2026-03-08", "2026-03-08T23:59:59-05:00"},
		{"clocks go back on the day", "America/Chicago", "2026-11-01", "2026-11-01T23:59:59-06:00"},
		{"the next day begins at one o'clock", "Africa/Cairo", "2026-04-23", "2026-04-23T23:59:59+02:00"},
		{"the day itself begins at one o'clock", "Africa/Cairo", "2026-04-24", "2026-04-24T23:59:59+03:00"},
		{"far to the east", "Pacific/Auckland", "2026-05-24", "2026-05-24T23:59:59+12:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			z := zone(t, tt.zone)
			closes, err := ParseDay(tt.closes, z)
			if err != nil {
				t.Fatal(err)
			}
			last, err := time.Parse(time.RFC3339, tt.lastMoment)
			if err != nil {
				t.Fatal(err)
			}
			p := Program{Opens: closes.AddDate(0, 0, -9), Closes: closes.AddDate(0, 0, -5), DecideBy: closes.AddDate(0, 0, 7), TimeZone: z}
			c := Course{Applied: 1, Steps: []Step{{ID: "extend", At: p.Opens, Closes: closes.UTC()}}} // as it is kept
			if got := EndOf(closes, z); !got.Equal(last) {
				t.Errorf("the day ends at %s, want %s", got, last)
			}
			if got := p.Standing(last.UTC(), c).State; got != Open {
				t.Errorf("in its last second it is %s", got)
			}
			if got := p.Standing(last.Add(time.Second).UTC(), c).State; got != Closed {
				t.Errorf("a second later it is %s", got)
			}
		})
	}
}

func TestGrace(t *testing.T) {
	t.Parallel()
	p := datedProgram(time.UTC)
	on := func(text string) time.Time { return at(time.UTC, text) }
	early := Course{Applied: 1, Steps: []Step{{ID: "P7", To: Closed, At: on("05-24 23:55:00")}}}
	moved := Course{Applied: 1, Steps: []Step{{ID: "extend", At: on("05-24 23:55:00"), DecideBy: p.DecideBy}}}
	paused := Course{Applied: 1, Steps: []Step{{ID: "P5", To: Paused, At: on("05-24 12:00:00")}}}
	tests := []struct {
		name   string
		course Course
		at     string
		want   bool
	}{
		{"too early", Course{}, "05-02 23:59:59", false},
		{"open", Course{}, "05-24 23:59:59", true},
		{"nine minutes later", Course{Applied: 1}, "05-25 00:09:59", true},
		{"nine minutes later, the first", Course{}, "05-25 00:09:59", true},
		{"ten minutes later", Course{Applied: 1}, "05-25 00:10:00", false},
		{"closed by a person", early, "05-24 23:56:00", false},
		{"and no grace at midnight", early, "05-25 00:01:00", false},
		{"another date moved meanwhile", moved, "05-25 00:01:00", true},
		{"paused", paused, "05-24 13:00:00", false},
		{"paused over its day", paused, "05-25 00:01:00", false},
	}
	for _, tt := range tests {
		if got := p.Takes(on(tt.at), tt.course); got != tt.want {
			t.Errorf("%s: takes is %v, want %v", tt.name, got, tt.want)
		}
	}
}

// machine is the table of a program's states and the ways between them.
type machine struct {
	Initial     string
	States      map[string]string
	Transitions []struct {
		ID   string
		From []string
		To   string
	}
}

func programMachine(t testing.TB) (m machine) {
	t.Helper()
	data, err := os.ReadFile("testdata/machine.json")
	if err == nil {
		err = json.Unmarshal(data, &m)
	}
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// byDay are the transitions that nobody has to record.
func byDay() []string { return []string{"P4", "P7", "P9", "P10", "P11", "P12"} }

// reaches reports whether days alone lead from one state to another.
func (m machine) reaches(from, to ProgramState) bool {
	seen := []string{string(from)}
	for i := 0; i < len(seen); i++ {
		for _, tr := range m.Transitions {
			if slices.Contains(byDay(), tr.ID) && slices.Contains(tr.From, seen[i]) && !slices.Contains(seen, tr.To) {
				seen = append(seen, tr.To)
			}
		}
	}
	return slices.Contains(seen, string(to))
}

func TestEveryStateIsOneOfTheMachine(t *testing.T) {
	t.Parallel()
	m := programMachine(t)
	all := []ProgramState{Draft, Signoff, Ready, Open, Paused, Closed, Deciding, Running, Reporting, Completed, Cancelled, Archived}
	for _, s := range all {
		if m.States[string(s)] == "" {
			t.Errorf("the machine has no state %s", s)
		}
	}
	if len(all) != len(m.States) {
		t.Errorf("%d states, the machine has %d", len(all), len(m.States))
	}
}

// Whatever legal steps are recorded, and whenever one looks, a program goes
// from state to state as the machine allows.
func TestEveryPathIsLegal(t *testing.T) {
	t.Parallel()
	m := programMachine(t)
	for seed := range uint64(300) {
		t.Run(fmt.Sprint("course ", seed), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 2))
			p := datedProgram(zone(t, "America/Chicago"))
			c := Course{Applied: random.IntN(2) * 7}
			if random.IntN(4) == 0 {
				p.Closes, p.DecideBy, p.Rolling = time.Time{}, time.Time{}, &Rolling{AnswerDays: 7, WorkDays: 21}
			}
			now := p.Opens.AddDate(0, 0, -9)
			shown := p.Standing(now, c).State
			for range 400 {
				now = now.Add(time.Duration(1+random.IntN(20)) * time.Hour)
				state := p.Standing(now, c).State
				if !m.reaches(shown, state) {
					t.Fatalf("days led from %s to %s by %s, after %+v", shown, state, now, c.Steps)
				}
				shown = state
				if random.IntN(12) > 0 {
					continue
				}
				tr := m.Transitions[random.IntN(len(m.Transitions))]
				if !slices.Contains(tr.From, string(state)) {
					continue
				}
				step := Step{ID: tr.ID, To: ProgramState(tr.To), At: now}
				if tr.ID == "P8" || tr.ID == "P6" {
					step.Closes, step.DecideBy = now.AddDate(0, 0, 3), now.AddDate(0, 0, 9)
				}
				c.Steps = append(c.Steps, step)
				if shown = p.Standing(now, c).State; shown != step.To {
					t.Fatalf("after %s the program is %s, want %s", tr.ID, shown, step.To)
				}
			}
		})
	}
}
