package check_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"greenroom/functions/internal/check"
)

// worst is what several findings of one check come to.
func worst(findings []check.Finding) map[string]check.Result {
	rank := map[check.Result]int{"": 0, check.Pass: 1, check.Unknown: 2, check.Fail: 3}
	got := map[string]check.Result{}
	for _, f := range findings {
		if rank[f.Result] > rank[got[f.Check]] {
			got[f.Check] = f.Result
		}
	}
	return got
}

// A positive is a piece that fails a check. Precision: of those that are said
// to fail, how many do. Recall: of those that do, how many are said to.
type score struct{ right, wrong, overlooked, unknown, cases int }

func (s score) String() string {
	share := func(n, of int) string {
		if of == 0 {
			return "    –"
		}
		return fmt.Sprintf("%.3f", float64(n)/float64(of))
	}
	return fmt.Sprintf("%4d cases  precision %s  recall %s  (%d found, %d false alarms, %d overlooked, %d left to a person)",
		s.cases, share(s.right, s.right+s.wrong), share(s.right, s.right+s.overlooked), s.right, s.wrong, s.overlooked, s.unknown)
}

// show prints what the pieces came to that the checks were made with, or those
// that were written by somebody who had not read them.
func show(t *testing.T, of string, scores map[string]score) {
	for _, name := range slices.Sorted(maps.Keys(scores)) {
		t.Logf("%s: %-3s %s", of, name, scores[name])
	}
}

func (s score) with(want, got check.Result) score {
	s.cases++
	switch {
	case got == check.Unknown:
		s.unknown++
		if want == check.Fail {
			s.overlooked++
		}
	case want == check.Fail && got == check.Fail:
		s.right++
	case got == check.Fail:
		s.wrong++
	case want == check.Fail:
		s.overlooked++
	}
	return s
}

func said(findings []check.Finding, name string) string {
	var lines []string
	for _, f := range findings {
		if f.Check == name {
			lines = append(lines, fmt.Sprintf("%s %q at %d", f.Say, f.Evidence, f.Offset))
		}
	}
	return strings.Join(lines, "; ")
}
