package brief

import (
	"fmt"
	"slices"
	"strings"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/check"
)

// Limits of what may be kept, in runes and entries. What may be sent is less
// (see Lint).
const (
	maxTitle        = 200
	maxText         = 500
	maxClauses      = 100
	maxNumber       = 999
	maxDeliverables = 10
	maxHosts        = 10
	maxWordEntries  = 50
	maxWordEntry    = 100
	maxLink         = 2000
	maxFaults       = 50 // of those that are told at once
)

// faults are what is wrong with a brief, by field.
type faults struct{ invalid agency.Invalid }

func (f *faults) add(field, say string) {
	if len(f.invalid.Fields) < maxFaults {
		f.invalid.Fields = append(f.invalid.Fields, agency.FieldError{Field: field, Message: say})
	}
}

func (f *faults) err() error {
	if len(f.invalid.Fields) == 0 {
		return nil
	}
	return &f.invalid
}

func (c Clause) field() string { return fmt.Sprintf("clause-%d", c.Number) }

// tidied is a brief as it is kept: in tidy text, every clause with a number of
// its own, and no rule where no program looks. taken is the highest number that
// was ever used; what it returns is independent of b.
func (b Brief) tidied(taken int) Brief {
	b.Title, b.Brand = agency.Tidy(b.Title), agency.Tidy(b.Brand)
	hosts := make([]string, 0, len(b.Hosts))
	for _, h := range b.Hosts {
		if h = strings.ToLower(agency.Tidy(h)); h != "" && !slices.Contains(hosts, h) {
			hosts = append(hosts, h)
		}
	}
	b.Hosts, b.Deliverables, b.Clauses = hosts, slices.Clone(b.Deliverables), slices.Clone(b.Clauses)
	for n := range b.Deliverables {
		b.Deliverables[n].Title = agency.Tidy(b.Deliverables[n].Title)
	}
	for _, c := range b.Clauses {
		taken = max(taken, c.Number)
	}
	for n := range b.Clauses {
		c := &b.Clauses[n]
		if c.Number == 0 {
			taken++
			c.Number = taken
		}
		c.tidy()
	}
	return b
}

func (c *Clause) tidy() {
	c.Text = agency.Tidy(c.Text)
	c.For = slices.Sorted(slices.Values(c.For))
	c.For = slices.Compact(c.For)
	if len(c.For) == 0 {
		c.For = nil
	}
	if c.Kind == Info {
		c.Test = ""
	}
	if c.Test != Auto || c.Rule == nil {
		c.Rule = nil
		return
	}
	r := *c.Rule
	r.Clause, r.Link, r.Words = c.Number, agency.Tidy(r.Link), nil
	r.From, r.To = r.From.UTC(), r.To.UTC()
	for _, w := range c.Rule.Words {
		if w = agency.Tidy(w); w != "" {
			r.Words = append(r.Words, w)
		}
	}
	c.Rule = &r
}

// check refuses what cannot be kept, whatever is still unfinished in it. b is
// tidied.
func (b Brief) check() error {
	f := new(faults)
	if !agency.PlainLine(b.Title) || len([]rune(b.Title)) > maxTitle {
		f.add("title", fmt.Sprintf("The title is one line of %d characters at most", maxTitle))
	}
	if b.Brand != "" && !agency.PlainLine(b.Brand) || len([]rune(b.Brand)) > maxTitle {
		f.add("brand", "The brand is one line of plain text")
	}
	if len(b.Hosts) > maxHosts {
		f.add("hosts", fmt.Sprintf("Name %d sites at most", maxHosts))
	}
	for _, h := range b.Hosts {
		if !host(h) {
			f.add("hosts", "A site is a name such as hobbandsill.example, without https:// and without a page")
		}
	}
	if len(b.Deliverables) > maxDeliverables {
		f.add("deliverables", fmt.Sprintf("There can be %d deliverables at most", maxDeliverables))
	}
	for n, d := range b.Deliverables {
		if !agency.PlainLine(d.Title) || len([]rune(d.Title)) > maxTitle || !slices.Contains(media(), d.Medium) {
			f.add(fmt.Sprintf("deliverable-%d", n+1), "Say in one line what is made, and choose what kind of thing it is")
		}
	}
	b.checkClauses(f)
	return f.err()
}

// media are the kinds of things that are made.
func media() []check.Medium {
	return []check.Medium{check.Caption, check.Article, check.Newsletter, check.Video}
}

func host(s string) bool {
	return len(s) <= 253 && !strings.ContainsAny(s, "/:?#@%[]") && agency.WebAddress("https://"+s)
}

func (b Brief) checkClauses(f *faults) {
	if len(b.Clauses) > maxClauses {
		f.add("clauses", fmt.Sprintf("There can be %d clauses at most", maxClauses))
		return
	}
	seen := map[int]bool{}
	for _, c := range b.Clauses {
		if seen[c.Number] || c.Number < 1 || c.Number > maxNumber {
			f.add("clauses", fmt.Sprintf("Each clause has a number of its own, from 1 to %d", maxNumber))
		}
		seen[c.Number] = true
		c.check(f, len(b.Deliverables))
	}
	for _, r := range b.Removed {
		if !r.Why.known() {
			f.add("removed", "Choose what kind of change it is, and why, from the list")
		}
	}
}

func (c Clause) check(f *faults, deliverables int) {
	if !agency.PlainText(c.Text) || len([]rune(c.Text)) > maxText {
		f.add(c.field(), fmt.Sprintf("A clause is plain text of %d characters at most", maxText))
	}
	if !slices.Contains(Kinds(), c.Kind) {
		f.add(c.field(), "Choose must, must not, should or info")
	}
	if c.Test != "" && !slices.Contains(Tests(), c.Test) {
		f.add(c.field(), "Choose who looks whether it was kept")
	}
	if c.Topic != "" && !slices.Contains(Topics(), c.Topic) {
		f.add(c.field(), "There is no such term")
	}
	for _, n := range c.For {
		if n < 1 || n > deliverables {
			f.add(c.field(), fmt.Sprintf("There is no deliverable %d", n))
			break
		}
	}
	if !c.Why.known() {
		f.add(c.field(), "Choose what kind of change it is, and why, from the list")
	}
	f.checkOffer(c.field(), c.Why.Offer)
	if c.Rule != nil && !keepable(*c.Rule) {
		f.add(c.field(), fmt.Sprintf("List %d words at most, each in one line of %d characters at most", maxWordEntries, maxWordEntry))
	}
}

// keepable reports whether a rule is text of a sensible size; whether it says
// anything is for Lint.
func keepable(r check.Rule) bool {
	long := func(w string) bool { return !agency.PlainLine(w) || len([]rune(w)) > maxWordEntry }
	link := r.Link == "" || agency.PlainLine(r.Link) && len(r.Link) <= maxLink
	years := r.From.Year() >= 0 && r.From.Year() <= 9999 && r.To.Year() >= 0 && r.To.Year() <= 9999 // what JSON can say
	return link && years && len(r.Check) <= 8 && len(r.Words) <= maxWordEntries && !slices.ContainsFunc(r.Words, long)
}
