package web

import (
	"net/url"
	"slices"

	"greenroom/functions/internal/brief"
)

// move takes one clause a place up or down, where its button was pressed. The
// form is kept with it.
func (f *typedBrief) move() {
	way, clause := moved(f.Values)
	n := slices.IndexFunc(f.brief.Clauses, func(c brief.Clause) bool { return c.Number == clause })
	to := n + way
	if clause == 0 || way == 0 || n < 0 || to < 0 || to >= len(f.brief.Clauses) {
		return
	}
	f.brief.Clauses[n], f.brief.Clauses[to] = f.brief.Clauses[to], f.brief.Clauses[n]
}

// moved is the way that a clause is to go, and its number; 0 for none.
func moved(form url.Values) (way, clause int) {
	up, down := int(number(form.Get("up"))), int(number(form.Get("down")))
	switch {
	case up > 0:
		return -1, up
	case down > 0:
		return 1, down
	}
	return 0, 0
}

// movedTo is what the form leads to below the page of the brief: a clause that
// was moved, in the form again.
func movedTo(form url.Values) string {
	if _, clause := moved(form); clause > 0 {
		return "/edit#" + clauseID(clause)
	}
	return ""
}
