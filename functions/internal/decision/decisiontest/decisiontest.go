package decisiontest

import (
	"context"
	"errors"
	"maps"
	"math"
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/agency/agencytest"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
)

// enough sequences reach everything that matters, but for a chance of one in a
// million.
const enough = 100

// maxSteps is how much happens in one sequence at most.
const maxSteps = 90

// Run does sequences of things at random, legal and illegal, by people who may
// and people who may not, and checks the rules after each. How many sequences
// is rapid's to say (-rapid.checks, RAPID_CHECKS). open makes an empty store
// for each and closes it with the TB that it is given.
func Run(t *testing.T, open func(testing.TB) (table.Table, *agencytest.Clock)) {
	t.Helper()
	reached := run(t, math.MaxInt, open)
	for _, what := range []string{"accepted", "waitlisted", "declined", "withdrawn", "program running", "cut off", "undo"} {
		if reached[what] == 0 && reached["sequences"] >= enough {
			t.Errorf("nothing ever was %s: the test shows too little", what)
		}
	}
}

// RunSome is Run with so many sequences at most, for a store that is slow.
func RunSome(t *testing.T, most int, open func(testing.TB) (table.Table, *agencytest.Clock)) {
	t.Helper()
	run(t, most, open)
}

// run returns how often what was reached.
func run(t *testing.T, most int, open func(testing.TB) (table.Table, *agencytest.Clock)) map[string]int {
	t.Helper()
	reached, done := map[string]int{}, 0
	rapid.Check(t, func(rt *rapid.T) {
		if done >= most {
			return
		}
		w := newWorld(rt, func() (table.Table, *agencytest.Clock) { return open(&scope{TB: t, rt: rt}) })
		for range rapid.IntRange(10, maxSteps).Draw(rt, "steps") {
			w.step()
			w.check()
		}
		w.settle()
		w.check()
		reached["sequences"]++
		done++ // only what held: a sequence that failed is run again until it is short
		for what, n := range w.reached {
			reached[what] += n
		}
	})
	for _, what := range slices.Sorted(maps.Keys(reached)) {
		t.Logf("%s: %d", what, reached[what])
	}
	return reached
}

// scope is a TB whose files live as long as one sequence.
type scope struct {
	testing.TB
	rt *rapid.T
}

// Cleanup calls f after the sequence.
func (s *scope) Cleanup(f func()) { s.rt.Cleanup(f) }

// TempDir makes a folder that is removed after the sequence.
func (s *scope) TempDir() string {
	dir, err := os.MkdirTemp("", "decisiontest")
	if err != nil {
		s.rt.Fatal(err)
	}
	s.rt.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// world is the house with who does what in it.
type world struct {
	*House
	rt      *rapid.T
	power   *Cutter
	codes   []string
	started map[string]bool // programs that were started when everybody was told
	reached map[string]int
	last    string // what was done last
}

func newWorld(rt *rapid.T, open func() (table.Table, *agencytest.Clock)) *world {
	store, clock := open()
	power := &Cutter{Table: store}
	w := &world{House: Open(power, clock), rt: rt, power: power, started: map[string]bool{}, reached: map[string]int{}}
	w.Mails.refuse = func() bool { return w.chance(10, "post office") }
	for _, who := range applicants() {
		w.person(who)
	}
	return w
}

func ctx() context.Context { return context.Background() }

func slugs() []string      { return []string{"tuesday", "rolling"} }
func applicants() []string { return []string{"ann", "ben", "cem", "kim"} }

// staff are the people of the desk. kim is one of them and applies as well.
func (w *world) staff() []agency.Actor {
	kim := w.person("kim")
	kim.Roles = append(kim.Roles, agency.Lead, agency.ProjectManager)
	return []agency.Actor{Lead(), OtherLead(), Manager(), Reader(0), Reader(1), Admin(), kim}
}

func (w *world) person(who string) agency.Actor {
	a, err := w.Person(ctx(), who)
	w.must(err)
	return a
}

func (w *world) must(err error) {
	w.rt.Helper()
	if err != nil {
		w.rt.Fatalf("after %s: %v", w.last, err)
	}
}

func (w *world) program(slug string) program.Program {
	p, err := w.Programs.Find(ctx(), slug)
	w.must(err)
	return p
}

func (w *world) everybody(slug string) []application.Application {
	all, err := w.Applications.Everybody(ctx(), slug)
	w.must(err)
	return all
}

// tried notes what was tried. A refusal must have words for a person; only
// where the power went may anything else be wrong.
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
func pick[T any](w *world, label string, from []T) T {
	return from[w.below(len(from), label)]
}

// chance is one in n.
func (w *world) chance(n int, label string) bool { return w.below(n, label) == n-1 }

// below is a number from 0 to n-1.
func (w *world) below(n int, label string) int {
	const golden = 0x9E3779B9 // scatters neighbours (Knuth, multiplicative hashing)
	return int(rapid.Uint32().Draw(w.rt, label) * golden >> 8 % uint32(n))
}
