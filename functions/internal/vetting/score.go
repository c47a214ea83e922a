// Package vetting is the room of how applications are read: reviews of two
// passes, what they come to, and who must not review what.
//
// A mark is never a verdict on its own: the score is the median of whole
// reviews, what could not be assessed costs nobody anything, and nothing here
// sorts by numbers of followers.
package vetting

import (
	"math"
	"slices"

	"greenroom/site/content"
)

// Mark is what one reviewer gave one criterion.
type Mark struct {
	Score    int    // 0 to 4, by the anchors
	NA       bool   `json:",omitempty"` // could not be assessed, which is no zero
	Reason   string `json:",omitempty"` // why not
	Evidence string `json:",omitempty"` // the sentence, frame or address that shows it
}

// Marks are a reviewer's marks by criterion.
type Marks map[string]Mark

// enough is the weight that has to be assessed for a review to count.
const enough = 60

// Total is what marks come to, of 100, over the weight that was assessed. What
// was not assessed takes its weight out of the sum instead of counting zero.
func Total(p content.Program, marks Marks) (total float64, assessed int) {
	sum := 0
	for _, w := range p.Weights {
		m, given := marks[w.Key]
		if !given || m.NA {
			continue
		}
		sum += w.Weight * m.Score
		assessed += w.Weight
	}
	if assessed == 0 {
		return 0, 0
	}
	return 100 * float64(sum) / float64(content.MaxScore*assessed), assessed
}

// Partial reports whether so little was assessed that the review is shown and
// not counted.
func Partial(assessed int) bool { return assessed < enough }

// Median is the value in the middle, or halfway between the two that are. It
// is 0 for no values.
func Median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

// Mean is the sum of the values over their number, 0 for none.
func Mean(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}

// Deviation is the sample standard deviation, 0 for fewer than two values.
func Deviation(values []float64) float64 {
	if len(values) < 2 {
		return 0
	}
	mean, sum := Mean(values), 0.0
	for _, v := range values {
		sum += (v - mean) * (v - mean)
	}
	return math.Sqrt(sum / float64(len(values)-1))
}

// Reviews disagree when their totals deviate so much, or when they are so far
// apart on a criterion that weighs so much.
const (
	apartTotals    = 15.0
	apartMarks     = 2
	apartMinWeight = 10
)

// leniency of a reviewer is believed once they have read so many.
const (
	lenientAfter = 8
	shrink       = 5
)

// Adjusted is a review's total less what its reviewer is usually above or
// below the others. It stands beside the total and never in its place. ok is
// false while the reviewer has read too few to say.
func Adjusted(total, reviewer, program float64, n int) (adjusted float64, ok bool) {
	if n < lenientAfter {
		return total, false
	}
	return total - (reviewer-program)*float64(n)/float64(n+shrink), true
}

// Words that stand for a criterion's median, for the applicant.
const (
	Strong      = "Strong"
	Good        = "Good"
	Developing  = "Developing"
	NotAssessed = "Not assessed"
)

// Word is the band that marks of one criterion fall into.
func Word(scores []float64) string {
	median := Median(scores)
	switch {
	case len(scores) == 0:
		return NotAssessed
	case median >= 3:
		return Strong
	case median >= 2:
		return Good
	}
	return Developing
}
