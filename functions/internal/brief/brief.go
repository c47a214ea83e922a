// Package brief is the room of the instructions that influencers work from:
// numbered clauses, each with a test, written on the desk, read by people who
// did not write them and by the client, released, acknowledged version by
// version, and amended only in the open. Everything lies in the private space.
package brief

import (
	"slices"
	"time"

	"greenroom/functions/internal/check"
)

// Brief is what one version asks for.
type Brief struct {
	Program      string // slug
	Title        string
	Brand        string   // of the client, as it is written in public
	Hosts        []string // the client's web hosts, for K2, K4 and K5
	Deliverables []Deliverable
	Clauses      []Clause
	Removed      []Removal `json:",omitempty"` // in an amendment: what is asked no more
}

// Deliverable is one piece of work.
type Deliverable struct {
	Title  string
	Medium check.Medium
}

// Kind is how binding a clause is.
type Kind string

// Kinds of clause.
const (
	Must    Kind = "must"
	Should  Kind = "should"
	MustNot Kind = "must-not"
	Info    Kind = "info"
)

// Kinds are all of them, the most binding first.
func Kinds() []Kind { return []Kind{Must, MustNot, Should, Info} }

// Test is how anybody knows whether a clause was kept.
type Test string

// Tests of a clause. Info has none.
const (
	Auto     Test = "auto"     // a program looks
	Reviewer Test = "reviewer" // a person here looks
	Attest   Test = "attest"   // the influencer says so
)

// Tests are all of them.
func Tests() []Test { return []Test{Auto, Reviewer, Attest} }

// Clause is one thing that is asked for, forbidden, wished or told.
type Clause struct {
	Number int // its own, and the same in every version
	Kind   Kind
	Test   Test   `json:",omitempty"`
	Topic  string `json:",omitempty"` // the term of the work that it states; "" for most
	Text   string
	Rule   *check.Rule `json:",omitempty"` // only for an automatic test
	For    []int       `json:",omitempty"` // numbers of deliverables, from 1; empty: all
	Why    Change      `json:",omitzero"`  // of what an amendment changed
}

// Terms of the work that every brief states.
const (
	Dates       = "dates"
	Fee         = "fee"
	Rights      = "rights"
	Exclusivity = "exclusivity"
	Rounds      = "rounds"
	KillFee     = "kill fee"
)

// Topics are all topics of clauses.
func Topics() []string { return []string{Dates, Fee, Rights, Exclusivity, Rounds, KillFee} }

// Applies reports whether a clause is about the deliverable with that number.
func (c Clause) Applies(deliverable int) bool {
	return len(c.For) == 0 || slices.Contains(c.For, deliverable)
}

// Discloses reports whether the clause is the one that says how an ad is
// called one. The checks behind it (K1 to K3) always run, rule or not.
func (c Clause) Discloses() bool {
	return c.Kind == Must && c.Test == Auto && c.Rule != nil && slices.Contains(always(), c.Rule.Check)
}

// always are the checks that no clause has to ask for.
func always() []string { return []string{check.Disclosure, check.Position, check.Media} }

// Binding reports whether somebody is held to the clause: what they must and
// must not do, and the terms they work on.
func (c Clause) Binding() bool { return c.Kind == Must || c.Kind == MustNot || c.Topic != "" }

// Clause returns the clause with that number.
func (b Brief) Clause(number int) (Clause, bool) {
	n := slices.IndexFunc(b.Clauses, func(c Clause) bool { return c.Number == number })
	if n < 0 {
		return Clause{}, false
	}
	return b.Clauses[n], true
}

// Demands are what a piece of work for one deliverable is held against by
// program: offers that the person has not taken are left out (see Offer).
func (b Brief) Demands(deliverable, first int) check.Demands {
	d := check.Demands{Brand: b.Brand, Hosts: b.Hosts}
	for _, c := range b.Clauses {
		if c.Test == Auto && c.Rule != nil && !c.Discloses() && c.Applies(deliverable) && !c.Offer(first) {
			d.Rules = append(d.Rules, *c.Rule)
		}
	}
	return d
}

// Disclosure returns the clause that says how a deliverable is called an ad:
// findings of K1 to K3 are about it.
func (b Brief) Disclosure(deliverable int) (Clause, bool) {
	n := slices.IndexFunc(b.Clauses, func(c Clause) bool { return c.Discloses() && c.Applies(deliverable) })
	if n < 0 {
		return Clause{}, false
	}
	return b.Clauses[n], true
}

// Released is the version that influencers work from.
type Released struct {
	Brief
	Document string // id
	Number   int
	Hash     string
	At       time.Time
}
