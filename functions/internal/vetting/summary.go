package vetting

import (
	"fmt"
	"slices"

	"greenroom/functions/internal/application"
	"greenroom/site/content"
)

// Summary is what the reviews of an application come to.
type Summary struct {
	Application application.Application
	Whole       int     // reviews handed in, whatever they are worth now
	Counted     int     // current, whole, by people without a conflict, with enough assessed
	Median      float64 // the score
	Mean        float64
	Deviation   float64
	Ranges      map[string]int // of marks, by criterion
	Apart       []string       // why the reviews disagree; empty: they do not
	Stale       int
	Partial     int
	Conflicted  int
	Words       map[string]string // by criterion
	Readers     []string          // people who may see this: they handed in a whole review, or stood aside
	Tied        []string          // people who must not: the applicant, and who declared a conflict
}

// ClosedTo reports whether a person must not know of the application.
func (s Summary) ClosedTo(person string) bool { return slices.Contains(s.Tied, person) }

// ShownTo reports whether a person may see what others said.
func (s Summary) ShownTo(person string) bool { return slices.Contains(s.Readers, person) }

// Summarise adds up the reviews of a file.
func (f File) Summarise() Summary {
	s := Summary{Application: f.Application, Ranges: map[string]int{}, Words: map[string]string{}}
	var totals []float64
	var counted []Review
	for _, r := range f.Reviews {
		worth := f.Worth(r)
		if worth == Unfinished {
			continue
		}
		s.Whole++
		if worth != Conflicted {
			s.Readers = append(s.Readers, r.Reviewer)
		}
		switch worth {
		case Conflicted:
			s.Conflicted++
		case Stale:
			s.Stale++
		case TooLittle:
			s.Partial++
		case Counts:
			total, _ := Total(f.Program.Program, r.Marks)
			totals, counted = append(totals, total), append(counted, r)
		}
	}
	s.Tied = []string{f.Application.Person}
	for _, c := range f.Conflicts {
		if c.locked() {
			s.Tied = append(s.Tied, c.Person)
		} else {
			s.Readers = append(s.Readers, c.Person)
		}
	}
	s.Counted, s.Median, s.Mean, s.Deviation = len(totals), Median(totals), Mean(totals), Deviation(totals)
	s.compare(f.Program.Program, counted)
	return s
}

// compare looks at each criterion over the reviews that count.
func (s *Summary) compare(p content.Program, counted []Review) {
	if s.Deviation >= apartTotals {
		s.Apart = append(s.Apart, fmt.Sprintf("totals deviate by %.0f points", s.Deviation))
	}
	for _, c := range content.Criteria() {
		var scores []float64
		for _, r := range counted {
			if m, given := r.Marks[c.Key]; given && !m.NA {
				scores = append(scores, float64(m.Score))
			}
		}
		s.Words[c.Key] = Word(scores)
		if len(scores) == 0 {
			continue
		}
		s.Ranges[c.Key] = int(slices.Max(scores) - slices.Min(scores))
		if p.WeightOf(c.Key) >= apartMinWeight && s.Ranges[c.Key] >= apartMarks {
			s.Apart = append(s.Apart, fmt.Sprintf("%s: marks are %d apart", c.Label, s.Ranges[c.Key]))
		}
	}
}

// Reviewers are the people whose reviews count.
func (f File) Reviewers() []string {
	var list []string
	for _, r := range f.Reviews {
		if f.Worth(r) == Counts {
			list = append(list, r.Reviewer)
		}
	}
	return list
}

// What a review is worth, in words.
const (
	Unfinished = "not finished"
	Conflicted = "conflicted"
	Stale      = "stale"
	TooLittle  = "partial"
	Counts     = "counts"
)

// Worth says whether a review counts, or why it does not.
func (f File) Worth(r Review) string {
	_, assessed := Total(f.Program.Program, r.Marks)
	switch {
	case !r.Whole(f.Program.Program):
		return Unfinished
	case f.tied(r.Reviewer).locked():
		return Conflicted
	case r.Stale(f.Program.Program, f.Application):
		return Stale
	case Partial(assessed):
		return TooLittle
	}
	return Counts
}
