package brief

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"

	"greenroom/functions/internal/agency"
)

// Question asks somebody who acknowledges a brief what one clause means for
// them. Whoever has read it knows.
type Question struct {
	Clause  int
	Text    string // of the clause
	Choices []string
	right   int // index of the right choice
}

// choices are the same for every question.
func choices() []string {
	return []string{"I have to do this", "I must not do this", "This is my choice, or good to know"}
}

func (c Clause) choice() int {
	switch c.Kind {
	case Must:
		return 0
	case MustNot:
		return 1
	}
	return 2
}

// asked is how many questions there are, if there are so many clauses.
const asked = 3

// Questions are those that one application is asked about one version: drawn
// from what its sender must and must not do, always the same for them. What is
// an offer to them is not asked about; first is the first version that they
// acknowledged, or 0.
func Questions(b Released, application string, first int) []Question {
	drawn := map[Kind][]Clause{}
	for _, c := range b.Clauses {
		if (c.Kind == Must || c.Kind == MustNot) && !c.Offer(first) {
			drawn[c.Kind] = append(drawn[c.Kind], c)
		}
	}
	order := func(c Clause) string {
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%d", application, b.Hash, c.Number))
		return string(sum[:])
	}
	shuffled := func(list []Clause) {
		slices.SortFunc(list, func(a, b Clause) int { return cmp.Compare(order(a), order(b)) })
	}
	shuffled(drawn[Must])
	shuffled(drawn[MustNot])
	forbidden := min(1, len(drawn[MustNot])) // one at least, and more where too little is asked for
	musts := min(asked-forbidden, len(drawn[Must]))
	picked := slices.Concat(drawn[Must][:musts], drawn[MustNot][:min(asked-musts, len(drawn[MustNot]))])
	shuffled(picked)
	var questions []Question
	for _, c := range picked {
		questions = append(questions, Question{Clause: c.Number, Text: c.Text, Choices: choices(), right: c.choice()})
	}
	return questions
}

// Result is how a self-check went. It is for its person only, and never counts
// against them.
type Result struct {
	OK    bool
	Again []Question // what they should read again
}

// marked compares answers with what is right.
func marked(questions []Question, answers []int) (Result, error) {
	f := new(faults)
	r := Result{OK: true}
	for n, q := range questions {
		if n >= len(answers) || answers[n] < 0 || answers[n] >= len(q.Choices) {
			f.add(fmt.Sprintf("answer%d", n+1), "Choose what the clause means for you")
			continue
		}
		if answers[n] != q.right {
			r.OK, r.Again = false, append(r.Again, q)
		}
	}
	if len(answers) > len(questions) {
		return Result{}, &agency.Invalid{Fields: []agency.FieldError{{Field: "answer1", Message: "There are fewer questions than answers. Open the brief again"}}}
	}
	return r, f.err()
}
