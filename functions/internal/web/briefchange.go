package web

import (
	"fmt"
	"strings"

	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/document"
)

// clauseChange is what became of one clause, or of the head of a brief.
type clauseChange struct {
	Number  int // 0: the head
	Kind    document.ChangeKind
	Words   []document.Span
	Was     string // how it was binding and checked, where that is another way now
	Is      string
	Class   brief.Class
	Reason  string // in words
	Pays    string // what an offer comes with, "" for none
	Tried   string // how we tried to avoid it
	Binding bool   // somebody is held to what is new
}

// changesOf tells two versions of a brief apart, the head first.
func changesOf(was, now brief.Brief, currency string) []clauseChange {
	var list []clauseChange
	if before, after := headWords(was), headWords(now); before != after {
		list = append(list, clauseChange{Kind: document.Changed, Words: document.Words(before, after)})
	}
	for _, a := range brief.Amendment(was, now) {
		c := clauseChange{Number: a.Number, Kind: a.Kind, Class: a.Why.Class, Reason: codeWords(a.Why.Reason), Binding: a.Demands,
			Words: document.Words(a.Was.Text, a.Now.Text)}
		if before, after := standingWords(a.Was, was), standingWords(a.Now, now); a.Kind == document.Changed && before != after {
			c.Was, c.Is = before, after
		}
		if a.Why.Class == brief.NewAsk {
			c.Pays, c.Tried = paysWords(a.Why.Offer, currency), a.Why.Tried
		}
		list = append(list, c)
	}
	return list
}

// headWords is what a brief is for, in a text.
func headWords(b brief.Brief) string {
	lines := []string{b.Title}
	for n, d := range b.Deliverables {
		lines = append(lines, fmt.Sprintf("%d. %s (%s)", n+1, d.Title, mediumWords(d.Medium)))
	}
	if len(b.Hosts) > 0 {
		lines = append(lines, "Sites of the client: "+strings.Join(b.Hosts, ", "))
	}
	return strings.Join(lines, "\n")
}

// standingWords is how a clause binds and is checked, in one line.
func standingWords(c brief.Clause, b brief.Brief) string {
	parts := []string{bindingWords(c.Kind)}
	for _, more := range []string{testWords(c), forWords(c, b.Deliverables)} {
		if more != "" {
			parts = append(parts, more)
		}
	}
	return strings.Join(parts, ". ")
}
