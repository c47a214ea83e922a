package brief

import (
	"bytes"
	"encoding/json"
	"slices"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/document"
)

// Class is what an amendment's change means for who works already.
type Class string

// Classes of changes.
const (
	Clarification Class = "clarification" // the same, said better
	Correction    Class = "correction"    // a mistake of ours put right
	NewAsk        Class = "new_ask"       // more than was agreed
)

// Classes are all of them.
func Classes() []Class { return []Class{Clarification, Correction, NewAsk} }

// ReasonCode is why something was changed after it was released.
type ReasonCode struct{ Code, Words string }

// ReasonCodes are all of them.
func ReasonCodes() []ReasonCode {
	return []ReasonCode{
		{"client_changed_mind", "The client thought again"},
		{"legal", "The law or a regulator asks for it"},
		{"product_changed", "The product is another one now"},
		{"stock", "The product is sold out or late"},
		{"event", "Something happened in the world"},
		{"agency_error", "We had made a mistake"},
		{"platform_rule", "The platform has a new rule"},
	}
}

// Change is why a clause is not what it was in the version before.
type Change struct {
	Class  Class  `json:",omitempty"`
	Reason string `json:",omitempty"` // code
	Asked  int    `json:",omitempty"` // the amendment in which it was last more than was agreed, 0 never; kept by the room
	Offer         // what it comes with, if it is or was a new ask
}

// known reports whether class and reason are from the lists, or not said yet.
func (c Change) known() bool {
	reason := slices.ContainsFunc(ReasonCodes(), func(r ReasonCode) bool { return r.Code == c.Reason })
	return (c.Class == "" || slices.Contains(Classes(), c.Class)) && (c.Reason == "" || reason)
}

// Removal is a clause that an amendment leaves out.
type Removal struct {
	Number int
	Why    Change
}

// Offer reports whether the clause does not bind somebody whose first
// acknowledged version was that one (0: none yet). It came later and asks for
// more than they agreed to: it is an offer to them, paid for if they take it and
// refused without any effect. Acknowledging a later version says that they know
// of it and takes no offer. Who came after the amendment works on it like on
// every other clause.
func (c Clause) Offer(first int) bool { return first > 0 && c.Why.Asked > first }

// Binds are the clauses that hold for somebody whose first acknowledged version
// was that one, and the others, which are offers to them.
func (b Brief) Binds(first int) (holds, offers []Clause) {
	for _, c := range b.Clauses {
		if c.Offer(first) {
			offers = append(offers, c)
		} else {
			holds = append(holds, c)
		}
	}
	return holds, offers
}

// taking is the brief for somebody who took offers of it, by clause. These are
// clauses like others for them, about the work that they took them for.
func (b Brief) taking(taken map[int]took) Brief {
	b.Clauses = slices.Clone(b.Clauses)
	for n := range b.Clauses {
		c := &b.Clauses[n]
		mark, known := taken[c.Number]
		if !known || c.Why.Asked == 0 || c.Why.Asked > mark.Asked {
			continue
		}
		if c.Why.Asked = 0; len(mark.For) > 0 {
			c.For = mark.For
		}
	}
	return b
}

// Amended is one clause that an amendment changes.
type Amended struct {
	Number   int
	Kind     document.ChangeKind // added, removed or changed
	Was, Now Clause              // the zero Clause where there is none
	Demands  bool                // somebody is held to what is new: less than a new ask needs a second person
	Why      Change
}

// Amendment tells the clauses that differ, in the order of the new brief, what
// was removed at the end.
func Amendment(live, now Brief) []Amended {
	var changes []Amended
	for _, c := range now.Clauses {
		was, known := live.Clause(c.Number)
		switch {
		case !known:
			changes = append(changes, Amended{c.Number, document.Added, Clause{}, c, c.Binding(), c.Why})
		case !c.sameAs(was):
			changes = append(changes, Amended{c.Number, document.Changed, was, c, c.Binding(), c.Why})
		}
	}
	for _, was := range live.Clauses {
		if _, stays := now.Clause(was.Number); !stays {
			a := Amended{Number: was.Number, Kind: document.Removed, Was: was}
			if n := slices.IndexFunc(now.Removed, func(r Removal) bool { return r.Number == was.Number }); n >= 0 {
				a.Why = now.Removed[n].Why
			}
			changes = append(changes, a)
		}
	}
	return changes
}

// sameAs reports whether two clauses ask for the same in the same words.
func (c Clause) sameAs(other Clause) bool {
	c.Why, other.Why = Change{}, Change{}
	a, err := json.Marshal(c)
	b, also := json.Marshal(other)
	return err == nil && also == nil && bytes.Equal(a, b)
}

// classified is b with a class for every change since the released version: a
// new ask where somebody is held to it, until the writer says otherwise and a
// second person agrees. What did not change keeps what it was, and what was
// once a new ask stays one for those who came before it. number is that of the
// released version; fresh says that the amendment begins with b, whose clauses
// then bring along what was said of the amendment before.
func (b Brief) classified(live Brief, number int, fresh bool) Brief {
	changed := map[int]Amended{}
	for _, a := range Amendment(live, b) {
		changed[a.Number] = a
	}
	b.Clauses = slices.Clone(b.Clauses)
	for n := range b.Clauses {
		c := &b.Clauses[n]
		was, _ := live.Clause(c.Number)
		a, differs := changed[c.Number]
		if !differs {
			c.Why = was.Why
			continue
		}
		if fresh && c.Why == was.Why {
			c.Why = Change{}
		}
		c.Why.Asked = was.Why.Asked
		if c.Why.Class == "" {
			c.Why.Class = Clarification
			if a.Demands {
				c.Why.Class = NewAsk
			}
		}
		if c.Why.Class == NewAsk {
			c.Why.Asked = number + 1
			c.Why.Tried = agency.Tidy(c.Why.Tried)
		} else {
			c.Why.Offer = was.Why.Offer // it stands for who could take it
		}
	}
	if b.Removed = live.Removed; len(changed) > 0 {
		b.Removed = removals(changed)
	}
	return b
}

// removals are the clauses that are left out, in the order of their numbers.
func removals(changed map[int]Amended) []Removal {
	var list []Removal
	for _, a := range changed {
		if a.Kind == document.Removed {
			if a.Why.Class == "" || a.Why.Class == NewAsk { // less is never a new ask
				a.Why.Class = Clarification
			}
			list = append(list, Removal{a.Number, Change{Class: a.Why.Class, Reason: a.Why.Reason}})
		}
	}
	slices.SortFunc(list, func(a, b Removal) int { return a.Number - b.Number })
	return list
}
