// Package agencytest holds what the tests of several rooms share: the check of
// a state machine against its specification, and a clock that is set by hand.
package agencytest

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"greenroom/functions/internal/agency"
)

// specification is the shape of testdata/machine.json.
type specification struct {
	Title       string
	Initial     agency.State
	Terminal    []agency.State
	States      map[agency.State]string
	Transitions []struct {
		ID    string
		From  []agency.State
		To    agency.State
		Actor string
		Guard string
	}
}

// Machine fails the test where m differs from the specification in file.
func Machine(t *testing.T, m agency.Machine, file string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var spec specification
	if err := json.Unmarshal(data, &spec); err != nil {
		t.Fatal(err)
	}
	want := agency.Machine{Title: spec.Title, Initial: spec.Initial, Terminal: spec.Terminal, States: slices.Clone(m.States)}
	for _, s := range m.States {
		if _, ok := spec.States[s]; !ok {
			t.Errorf("state %q is not in the specification", s)
		}
	}
	if len(m.States) != len(spec.States) {
		t.Errorf("%d states, the specification has %d", len(m.States), len(spec.States))
	}
	for _, s := range spec.Transitions {
		guard := s.Guard
		if guard == "-" {
			guard = ""
		}
		want.Transitions = append(want.Transitions, agency.Transition{ID: s.ID, From: s.From, To: s.To, By: s.Actor, Guard: guard})
	}
	if diff := cmp.Diff(want, m); diff != "" {
		t.Errorf("machine differs from its specification (-want +got):\n%s", diff)
	}
}
