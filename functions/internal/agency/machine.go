package agency

import (
	"fmt"
	"slices"
	"strings"
)

// State is where a thing stands.
type State string

// Transition is one legal change of state. Guard is the rule in words; the
// room of the thing checks it.
type Transition struct {
	ID    string
	From  []State
	To    State
	By    string // who may, in words
	Guard string // "" if there is none
}

// From lists the states a transition may start in.
func From(states ...State) []State { return states }

// Machine is every state and every legal transition of one kind of thing.
type Machine struct {
	Title       string
	Initial     State
	Terminal    []State
	States      []State
	Transitions []Transition
}

// Next returns the state after the transition called id. Anything that is not
// in the table is refused with a KindConflict error that says what is possible.
func (m Machine) Next(from State, id string) (State, error) {
	for _, t := range m.Transitions {
		if t.ID == id && slices.Contains(t.From, from) {
			return t.To, nil
		}
	}
	say := fmt.Sprintf("This %s is %s. From there it can become: %s.",
		strings.ToLower(m.Title), from, m.possible(from))
	return from, Conflict(say, fmt.Errorf("transition %s from %q", id, from))
}

func (m Machine) possible(from State) string {
	var to []string
	for _, t := range m.Transitions {
		if slices.Contains(t.From, from) && !slices.Contains(to, string(t.To)) {
			to = append(to, string(t.To))
		}
	}
	if len(to) == 0 {
		return "nothing else"
	}
	return strings.Join(to, ", ")
}
