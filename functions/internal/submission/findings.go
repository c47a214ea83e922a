package submission

import (
	"slices"

	"greenroom/functions/internal/check"
)

// Limits of what is kept of the findings of one look: a brief may ask for
// thousands of words, and a page may be one word without an end.
const (
	maxFindings = 120
	maxEvidence = 400 // bytes
)

// few are the findings that are kept: what failed before what is unknown before
// what passed if there are too many.
func few(found []check.Finding) []check.Finding {
	if len(found) > maxFindings {
		rank := func(f check.Finding) int {
			switch {
			case !f.Overridable():
				return 0
			case f.Result == check.Fail && f.Hard:
				return 1
			case f.Result == check.Unknown && f.Hard:
				return 2
			case f.Result == check.Pass:
				return 4
			}
			return 3
		}
		found = slices.Clone(found)
		slices.SortStableFunc(found, func(a, b check.Finding) int { return rank(a) - rank(b) })
		found = found[:maxFindings]
	}
	for i := range found {
		found[i].Evidence, found[i].Say = cut(found[i].Evidence, maxEvidence), cut(found[i].Say, maxEvidence)
	}
	return found
}

// failed reports whether something failed that the work does not go on with.
func failed(findings []check.Finding) bool {
	return slices.ContainsFunc(findings, func(f check.Finding) bool { return f.Hard && f.Result == check.Fail })
}

// unknown reports whether something could not be checked that must be known.
func unknown(findings []check.Finding) bool {
	return slices.ContainsFunc(findings, func(f check.Finding) bool { return f.Hard && f.Result == check.Unknown })
}

// undisclosed reports whether readers are not told that they read an ad. No
// reason and no role gets past this.
func undisclosed(findings []check.Finding) bool {
	return slices.ContainsFunc(findings, func(f check.Finding) bool { return f.Result == check.Fail && !f.Overridable() })
}
