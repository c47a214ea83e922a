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
}

// Summarise adds up the reviews of a file.
func (f File) Summarise() Summary {
	s := Summary{Application: f.Application, Ranges: map[string]int{}, Words: map[string]string{}}
	var totals []float64
	var counted []Review
	for _, r := range f.Reviews {
		total, assessed := Total(f.Program.Program, r.Marks)
		switch {
		case !r.Whole(f.Program.Program):
			continue
		case f.tied(r.Reviewer).locked():
			s.Conflicted++
		case r.Stale(f.Program.Program, f.Application):
			s.Stale++
		case Partial(assessed):
			s.Partial++
		default:
			totals, counted = append(totals, total), append(counted, r)
		}
		s.Whole++
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
		_, assessed := Total(f.Program.Program, r.Marks)
		if r.Whole(f.Program.Program) && !f.tied(r.Reviewer).locked() && !r.Stale(f.Program.Program, f.Application) && !Partial(assessed) {
			list = append(list, r.Reviewer)
		}
	}
	return list
}
