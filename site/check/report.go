package check

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// maxLocated is how many pages of one cause are looked up in the source.
const maxLocated = 500

// cause is one fault and every file of the tree that shows it.
type cause struct {
	fault
	shown      []fault
	suggestion string // in place of each fix, if not ""
}

// causes puts faults with the same words together, in the order of their
// first files.
func causes(faults []fault) []*cause {
	slices.SortStableFunc(faults, func(a, b fault) int {
		return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.what, b.what))
	})
	var all []*cause
	byWhat := map[string]*cause{}
	for _, f := range faults {
		c := byWhat[f.what]
		if c == nil {
			c = &cause{fault: f}
			byWhat[f.what] = c
			all = append(all, c)
		}
		if n := len(c.shown); n == 0 || c.shown[n-1].file != f.file {
			c.shown = append(c.shown, f)
		}
	}
	return all
}

// report turns faults into findings, one for each place where something has to
// be mended.
func report(all []*cause, source func(string) (string, string)) []Finding {
	if source == nil {
		source = func(string) (string, string) { return "", "" }
	}
	var findings []Finding
	for _, c := range all {
		findings = append(findings, c.findings(source)...)
	}
	slices.SortFunc(findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.What, b.What), cmp.Compare(a.Page, b.Page))
	})
	return findings
}

// findings names each line of the source that holds the cause. If one does,
// the other pages that show it have it from there; if none does, the first
// page stands for all.
func (c *cause) findings(source func(string) (string, string)) []Finding {
	type place struct {
		file string
		line int
	}
	var found []Finding
	written := map[place]bool{}
	var fallback *Finding
	for _, f := range c.shown[:min(len(c.shown), maxLocated)] {
		file, text := source(f.file)
		line, exact := locate(text, f.seek)
		switch {
		case exact && f.meant:
			continue
		case exact && file != "" && !written[place{file, line}]:
			written[place{file, line}] = true
			found = append(found, Finding{file, line, f.file, f.what, cmp.Or(c.suggestion, f.fix)})
		case fallback == nil && !exact:
			fallback = &Finding{cmp.Or(file, f.file), 1, f.file, f.what, cmp.Or(c.suggestion, f.fix)}
		}
	}
	if len(found) == 0 && fallback != nil {
		found = append(found, *fallback)
	}
	if others := len(c.shown); len(found) > 0 && others > len(found) {
		found[0].What += fmt.Sprintf(" (on %d pages)", others)
	}
	return found
}

// locate returns the line of the first text that the source holds.
func locate(source string, seek []string) (line int, found bool) {
	if source == "" {
		return 1, false
	}
	for _, want := range seek {
		if len(want) < 2 { // would be found anywhere
			continue
		}
		if at := strings.Index(source, want); at >= 0 {
			at += len(want) - len(strings.TrimLeft(want, "\n")) // it stands at the start of a line
			return strings.Count(source[:at], "\n") + 1, true
		}
	}
	return 1, false
}
