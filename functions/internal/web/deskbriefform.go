package web

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/check"
)

// Rows that are read of a form: more than a brief may have, so that the room
// says so.
const (
	clauseRows = 200
	workRows   = 20
)

// takesBrief reports whether a route takes a whole brief: a hundred clauses of
// 500 characters each, with their fields.
func (r Route) takesBrief() bool { return strings.HasSuffix(r.Path, "/briefs/{program}/write") }

// typedBrief is the form of a brief as it is read.
type typedBrief struct {
	url.Values
	brief brief.Brief
	works map[int]int       // number of a deliverable, by its row
	odd   map[string]string // what is no number, by its field in the form that comes back
	wrong agency.Invalid
}

// briefForm reads a brief as it was typed. A row without a text is left out: a
// clause that had one is removed. odd are the fields for numbers that hold none.
func briefForm(form url.Values) (typed brief.Brief, odd map[string]string, err error) {
	f := &typedBrief{Values: form, works: map[int]int{}, odd: map[string]string{},
		brief: brief.Brief{Title: form.Get("title"), Brand: form.Get("brand"), Hosts: linesOf(form.Get("hosts"))}}
	f.readWorks()
	for i := 1; i <= clauseRows && form.Has("row-"+strconv.Itoa(i)); i++ {
		f.readClause(rowField(i, ""))
	}
	for _, typed := range form["removed"] {
		at := "removed-" + typed + "-"
		f.remove(int(number(typed)), brief.Change{Class: brief.Class(form.Get(at + "class")), Reason: form.Get(at + "reason")})
	}
	if len(f.wrong.Fields) > 0 {
		return f.brief, f.odd, &f.wrong
	}
	f.move()
	return f.brief, f.odd, nil
}

// rowField is the name of a field of one clause.
func rowField(row int, name string) string { return "c" + strconv.Itoa(row) + "-" + name }

// linesOf are the lines of a text that are not empty.
func linesOf(text string) []string {
	var list []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

func (f *typedBrief) readWorks() {
	for i := 1; i <= workRows && f.Has(fmt.Sprintf("work-%d", i)); i++ {
		title := strings.TrimSpace(f.Get(fmt.Sprintf("work-%d", i)))
		if title == "" {
			continue
		}
		f.brief.Deliverables = append(f.brief.Deliverables,
			brief.Deliverable{Title: title, Medium: check.Medium(f.Get(fmt.Sprintf("medium-%d", i)))})
		f.works[i] = len(f.brief.Deliverables)
	}
}

func (f *typedBrief) readClause(at string) {
	get := func(name string) string { return f.Get(at + name) }
	c := brief.Clause{Number: int(number(get("number"))), Kind: brief.Kind(get("kind")), Test: brief.Test(get("test")),
		Topic: get("topic"), Text: get("text"), Why: brief.Change{Class: brief.Class(get("class")), Reason: get("reason")}}
	if strings.TrimSpace(c.Text) == "" {
		if c.Number > 0 {
			f.remove(c.Number, c.Why)
		}
		return
	}
	c.Why.Offer = brief.Offer{Fee: f.count(at, "fee"), Days: f.count(at, "days"), Tried: get("tried"), Correction: get("correction") == "yes"}
	c.Rule = f.rule(at, c)
	for _, typed := range f.Values[at+"for"] {
		if n := f.works[int(number(typed))]; n > 0 {
			c.For = append(c.For, n)
		}
	}
	if len(c.For) == 0 && len(f.Values[at+"for"]) > 0 {
		f.fault(c, "It was only for something that is not made any more. Say what it is for, or leave it out")
	}
	f.brief.Clauses = append(f.brief.Clauses, c)
}

// rule reads what a program looks for, if anything was chosen.
func (f *typedBrief) rule(at string, c brief.Clause) *check.Rule {
	get := func(name string) string { return f.Get(at + name) }
	if get("check") == "" {
		return nil
	}
	count := func(name string) int { return f.count(at, name) }
	return &check.Rule{Check: get("check"), Link: agency.TidyAddress(get("link")), Words: linesOf(get("words")), Hard: get("hard") == "yes",
		MinWords: count("min"), MaxWords: count("max"), MinPhotos: count("photos"), Alt: get("alt") == "yes",
		MinSeconds: count("shortest"), MaxSeconds: count("longest")}
}

// count reads a number of the clause that comes next. What is none is said at its
// field, in the row that it has when the form comes back.
func (f *typedBrief) count(at, name string) int {
	typed := strings.TrimSpace(f.Get(at + name))
	n := amount(typed)
	if n >= 0 {
		return n
	}
	field := rowField(len(f.brief.Clauses)+1, name)
	f.odd[field] = typed
	f.wrong.Fields = append(f.wrong.Fields, agency.FieldError{Field: field, Message: "“" + short(typed) + "” is not a whole number"})
	return 0
}

// remove leaves a clause out. Why counts only where it was in force.
func (f *typedBrief) remove(clause int, why brief.Change) {
	known := slices.ContainsFunc(f.brief.Removed, func(r brief.Removal) bool { return r.Number == clause })
	if clause > 0 && !known {
		f.brief.Removed = append(f.brief.Removed, brief.Removal{Number: clause, Why: why})
	}
}

func (f *typedBrief) fault(c brief.Clause, say string) {
	field := "clauses" // a new one has no number yet
	if c.Number > 0 {
		field = clauseID(c.Number)
	}
	f.wrong.Fields = append(f.wrong.Fields, agency.FieldError{Field: field, Message: say})
}

// checks are what a program can be asked to look for.
func checks() []option {
	return []option{{check.Disclosure, "It says that it is an ad"}, {check.Link, "A link"}, {check.Mention, "Words that are there"},
		{check.MustNot, "Words that are not there"}, {check.Size, "Length and photos"}}
}

// ruleOf is the rule of a clause, or an empty one.
func ruleOf(c brief.Clause) check.Rule {
	if c.Rule == nil {
		return check.Rule{}
	}
	return *c.Rule
}

func kindOptions() []option {
	return []option{{string(brief.Must), "must"}, {string(brief.MustNot), "must not"}, {string(brief.Should), "good to have"}, {string(brief.Info), "good to know"}}
}

func testOptions() []option {
	return []option{{"", "Choose"}, {string(brief.Auto), "a program"}, {string(brief.Reviewer), "a person here"}, {string(brief.Attest), "the influencer says so"}}
}

func topicOptions() []option {
	list := []option{{"", "None of them"}}
	for _, topic := range brief.Topics() {
		list = append(list, option{topic, topic})
	}
	return list
}

func mediumOptions() []option {
	var list []option
	for _, m := range []check.Medium{check.Caption, check.Article, check.Newsletter, check.Video} {
		list = append(list, option{string(m), mediumWords(m)})
	}
	return list
}

func classOptions() []option {
	list := []option{{"", "More than was agreed, if it binds"}}
	for _, c := range brief.Classes() {
		list = append(list, option{string(c), classWords(c)})
	}
	return list
}

func reasonOptions() []option {
	list := []option{{"", "Choose"}}
	for _, r := range brief.ReasonCodes() {
		list = append(list, option{r.Code, r.Words})
	}
	return list
}
