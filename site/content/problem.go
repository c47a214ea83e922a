package content

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Problem is one fault in the words, said so that an editor can mend it.
type Problem struct {
	File string // slash path in the content tree
	Line int    // from 1
	What string // what is wrong
	Fix  string // what to do about it
}

// String is the problem on one line: file:line: what: what to do.
func (p Problem) String() string {
	return p.File + ":" + strconv.Itoa(p.Line) + ": " + p.What + ": " + p.Fix
}

// Problems is everything wrong with a tree, by file and line. It is the error
// that [Load] returns.
type Problems []Problem

// Error is every problem, one a line.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, one := range p {
		lines[i] = one.String()
	}
	return strings.Join(lines, "\n")
}

// Sort orders problems by file, line and words, and drops repetitions.
func (p Problems) Sort() Problems {
	slices.SortFunc(p, func(a, b Problem) int {
		return cmp.Or(
			cmp.Compare(a.File, b.File),
			cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.What, b.What),
			cmp.Compare(a.Fix, b.Fix),
		)
	})
	return slices.Compact(p)
}
