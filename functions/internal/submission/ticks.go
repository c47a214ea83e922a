package submission

import (
	"fmt"
	"slices"
	"strconv"

	"greenroom/functions/internal/brief"
)

// instants refuses what is no time within a video.
func (f *faults) instants(spoken, screen string) {
	for _, at := range []struct{ field, typed string }{{"spoken", spoken}, {"screen", screen}} {
		if at.typed != "" && !instant(at.typed).Given {
			f.add(at.field, "Enter a time in the video, like 0:02")
		}
	}
}

// Owed are the clauses that the influencer says of that they are met.
func Owed(clauses []brief.Clause) []brief.Clause {
	return slices.DeleteFunc(slices.Clone(clauses), func(c brief.Clause) bool {
		return c.Kind != brief.Must && c.Kind != brief.MustNot
	})
}

// ticks demands a word on every clause that binds.
func (f *faults) ticks(clauses []brief.Clause, given []Tick) []Tick {
	var ticks []Tick
	for _, clause := range Owed(clauses) {
		field := "clause-" + strconv.Itoa(clause.Number)
		i := slices.IndexFunc(given, func(t Tick) bool { return t.Clause == clause.Number })
		t := Tick{Clause: clause.Number}
		if i >= 0 {
			t = given[i]
		}
		missing := ""
		if !t.Done {
			missing = fmt.Sprintf("Tick clause %d, or say why not", clause.Number)
		}
		t.Why = f.text(field, t.Why, maxReason, missing)
		ticks = append(ticks, t)
	}
	return ticks
}

// results notes what became of the items of the request.
func (f *faults) results(e *Edit, given []Result) {
	if e == nil {
		return
	}
	items := append([]Item{}, e.Items...)
	for i := range items {
		if !items[i].Owed() {
			continue
		}
		var r Result
		if i < len(given) {
			r = given[i]
		}
		field := fmt.Sprintf("result-%d", i+1)
		if r.What != Fixed && r.What != Refused && r.What != Unclear {
			f.add(field, "Say whether it is done, not done, or unclear")
		}
		missing := ""
		if r.What == Refused || r.What == Unclear {
			missing = "Say why, or what is unclear"
		}
		items[i].Result, items[i].Remark = r.What, f.text(field+"-note", r.Note, maxNote, missing)
	}
	e.Items = items
}
