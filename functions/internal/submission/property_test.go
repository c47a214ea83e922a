package submission_test

import (
	"context"
	"errors"
	"maps"
	"os"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/local/localtest"
	"greenroom/functions/internal/submission"
	"greenroom/functions/internal/table"
	"greenroom/site/content"
)

// enough sequences reach everything that matters.
const enough = 100

// Whatever happens in whatever order, by whomever, and wherever it is cut off:
// nobody's fee, date or work is lost, nobody is asked for two things at once, and
// no hidden ad ever counts.
func TestAnyOrderOfEventsKeepsTheRules(t *testing.T) {
	t.Parallel()
	reached := map[string]int{}
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t, rt)
		for range rapid.IntRange(20, 160).Draw(rt, "steps") {
			w.step()
			w.check()
		}
		w.settle()
		w.check()
		reached["sequences"]++
		for what, n := range w.reached {
			reached[what] += n
		}
	})
	for _, what := range slices.Sorted(maps.Keys(reached)) {
		t.Logf("%s: %d", what, reached[what])
	}
	for _, what := range []string{"done", "cancelled", "waived", "live_broken", "edit verified", "edit declined", "edit withdrawn", "edit expired",
		"edit disputed", "edit countered", "cut off", "client_review", "more time"} {
		if reached["sequences"] >= enough && reached[what] == 0 {
			t.Errorf("nothing ever was %s: the test shows too little", what)
		}
	}
}

// world is a place with who does what in it.
type world struct {
	*place
	rt      *rapid.T
	power   *decisiontest.Cutter
	apps    []string
	owners  map[string]agency.Actor // by application
	before  map[string]submission.Deliverable
	bytes   map[string]string // of drafts, as they were first read
	last    string            // what was done last
	writes  int
	reached map[string]int
}

func newWorld(t *testing.T, rt *rapid.T) *world {
	store, clock := localtest.Store(&scope{TB: t, rt: rt})
	power := &decisiontest.Cutter{Table: store}
	w := &world{place: furnish(power, clock), rt: rt, power: power, owners: map[string]agency.Actor{},
		before: map[string]submission.Deliverable{}, bytes: map[string]string{}, reached: map[string]int{}}
	rounds, reads := rapid.IntRange(0, 2).Draw(rt, "rounds"), rapid.Bool().Draw(rt, "client reads")
	w.Plan.change = func(p *content.Program) { p.EditRounds, p.ClientReads = rounds, reads }
	w.Brief.versions[0].Deliverables = w.Brief.versions[0].Deliverables[:rapid.IntRange(1, 3).Draw(rt, "deliverables")]
	for _, who := range []string{"ann", "kim"} {
		person, a, err := w.confirmed(ctx(), who)
		w.must(err)
		if who == "kim" { // works here, and takes part as well
			person.Roles = append(person.Roles, agency.ProjectManager, agency.Lead)
		}
		w.apps, w.owners[a.ID] = append(w.apps, a.ID), person
	}
	return w
}

func ctx() context.Context { return context.Background() }

// scope is a TB whose files live as long as one sequence.
type scope struct {
	testing.TB
	rt *rapid.T
}

func (s *scope) Cleanup(f func()) { s.rt.Cleanup(f) }

func (s *scope) TempDir() string {
	dir, err := os.MkdirTemp("", "submission")
	if err != nil {
		s.rt.Fatal(err)
	}
	s.rt.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

func (w *world) must(err error) {
	w.rt.Helper()
	if err != nil {
		w.rt.Fatalf("after %s: %v", w.last, err)
	}
}

func (w *world) fail(format string, args ...any) {
	w.rt.Helper()
	w.rt.Fatalf("after "+w.last+": "+format, args...)
}

// tried notes what was tried. A refusal has words for a person; only where the
// power went may anything else be wrong.
func (w *world) tried(what string, err error) bool {
	w.last = what
	if err == nil {
		w.reached[what]++
		return true
	}
	_, said := errors.AsType[*agency.Error](err)
	_, invalid := errors.AsType[*agency.Invalid](err)
	if !said && !invalid && !errors.Is(err, table.ErrUnavailable) {
		w.rt.Fatalf("%s: refused without words: %v", what, err)
	}
	return false
}

// pick takes one of several, each as likely as the others: rapid itself likes
// small numbers best, and then what stands last hardly ever happens.
func pick[T any](w *world, label string, from []T) T { return from[w.below(len(from), label)] }

// chance is one in n.
func (w *world) chance(n int, label string) bool { return w.below(n, label) == n-1 }

// below is a number from 0 to n-1.
func (w *world) below(n int, label string) int {
	const golden = 0x9E3779B9 // scatters neighbours (Knuth, multiplicative hashing)
	return int(rapid.Uint32().Draw(w.rt, label) * golden >> 8 % uint32(n))
}

// staff are the people of the desk.
func (w *world) staff() []agency.Actor {
	return []agency.Actor{decisiontest.Manager(), decisiontest.Lead(), decisiontest.OtherLead(), decisiontest.Reader(0), decisiontest.Admin(), w.owners[w.apps[1]]}
}

// by is who may do it, or anybody of the desk.
func (w *world) by(right agency.Actor) agency.Actor {
	if w.chance(4, "anybody") {
		return pick(w, "who", w.staff())
	}
	return right
}

// all is everybody's work.
func (w *world) all() []submission.Deliverable {
	var all []submission.Deliverable
	for _, app := range w.apps {
		mine, err := w.OfApplication(ctx(), app)
		w.must(err)
		all = append(all, mine...)
	}
	return all
}

// some is a piece of work with the version that somebody saw of it. Most of what
// happens happens to the first.
func (w *world) some() (d submission.Deliverable, version int64) {
	all := w.all()
	d = all[0]
	if w.chance(3, "another") {
		d = pick(w, "work", all)
	}
	if version = d.Version; w.chance(12, "behind") {
		version--
	}
	return d, version
}

// step does one thing: what leads on, or anything at all. At times the power
// goes in the middle of it.
func (w *world) step() {
	if w.chance(8, "cut off") {
		w.power.Cut(rapid.IntRange(0, 1).Draw(w.rt, "after"), rapid.Bool().Draw(w.rt, "applied"))
	}
	if w.chance(3, "anything") {
		w.anything()
	} else {
		w.onward()
	}
	if w.power.Mend() {
		w.reached["cut off"]++
	}
}

func (w *world) time() {
	w.last = "time"
	w.Clock.Pass(pick(w, "time", []time.Duration{time.Second, time.Hour, 8 * time.Hour, 24 * time.Hour, 30 * time.Hour, 72 * time.Hour, 10 * 24 * time.Hour}))
}

func (w *world) stroke() {
	w.tried("stroke", submission.Clock{Room: w.Room}.Strike(ctx()))
}

// settle lets everything come to rest: the power is back, the web answers, and
// nobody does anything any more.
func (w *world) settle() {
	w.power.Mend()
	for _, d := range w.all() {
		w.Web.put(w.page(d), w.text(d))
	}
	for range 12 {
		w.Clock.Pass(10 * 24 * time.Hour)
		w.must(submission.Clock{Room: w.Room}.Strike(ctx()))
		w.must(submission.Clock{Room: w.Room}.Strike(ctx()))
	}
	for _, d := range w.all() {
		w.reached[string(d.State)]++
		switch d.State {
		case submission.LiveVerified, submission.ClientReview, submission.Checking:
			w.fail("work %s is %s after 120 days in which nobody did anything", d.Ref(), d.State)
		}
	}
}
