package document

import (
	"bytes"
	"strings"
	"unicode"
)

// Op is what became of a piece of text.
type Op string

// What becomes of text.
const (
	Keep Op = "keep"
	Add  Op = "add"
	Cut  Op = "cut"
)

// Span is a piece of text and what became of it.
type Span struct {
	Op   Op
	Text string
}

// ChangeKind is what became of a part.
type ChangeKind string

// What becomes of parts.
const (
	Same    ChangeKind = "same"
	Added   ChangeKind = "added"
	Removed ChangeKind = "removed"
	Changed ChangeKind = "changed"
	Moved   ChangeKind = "moved" // the same, at another place
)

// Change is what became of one part.
type Change struct {
	Key   string
	Label string
	Was   string // the label before, where it is another one
	Kind  ChangeKind
	Words []Span // the old and the new text, word by word
}

// Diff tells two contents apart: part by part, in the order of the new one with
// what was removed where it stood, and word by word. Its time is bounded: where
// long texts differ much, it says less precisely where.
func Diff(old, now Content) []Change {
	before, stays := positions(old), inOrder(old, now)
	var changes []Change
	next := 0 // of the old parts
	gone := func(until int) {
		for ; next < until; next++ {
			if p := old.Parts[next]; !now.has(p.Key) {
				changes = append(changes, Change{Key: p.Key, Label: p.Label, Kind: Removed, Words: spans(Cut, p.Text)})
			}
		}
	}
	for _, p := range now.Parts {
		n, known := before[p.Key]
		switch {
		case !known:
			changes = append(changes, Change{Key: p.Key, Label: p.Label, Kind: Added, Words: spans(Add, p.Text)})
			continue
		case stays[p.Key]:
			gone(n)
		}
		changes = append(changes, compare(old.Parts[n], p, stays[p.Key]))
	}
	gone(len(old.Parts))
	return changes
}

func positions(c Content) map[string]int {
	at := map[string]int{}
	for n, p := range c.Parts {
		at[p.Key] = n
	}
	return at
}

// inOrder are the keys whose parts come in the same order in both.
func inOrder(old, now Content) map[string]bool {
	stays := map[string]bool{}
	for _, s := range align(keys(old), keys(now)) {
		if s.Op == Keep {
			stays[s.Text] = true
		}
	}
	return stays
}

func keys(c Content) []string {
	var keys []string
	for _, p := range c.Parts {
		keys = append(keys, p.Key)
	}
	return keys
}

func compare(old, now Part, stays bool) Change {
	c := Change{Key: now.Key, Label: now.Label, Kind: Same, Words: Words(old.Text, now.Text)}
	if old.Label != now.Label {
		c.Was = old.Label
	}
	switch {
	case old.Text != now.Text, old.Label != now.Label, !bytes.Equal(old.Data, now.Data):
		c.Kind = Changed
	case !stays:
		c.Kind = Moved
	}
	return c
}

func spans(op Op, text string) []Span {
	if text == "" {
		return nil
	}
	return []Span{{op, text}}
}

// Words tells two texts apart word by word; what it returns, without what was
// added, is the old text, and without what was cut the new one. In texts that
// are too long for that, whole paragraphs are told apart.
func Words(old, now string) []Span {
	before, after := words(old), words(now)
	if !alignable(before, after) {
		before, after = paragraphs(old), paragraphs(now)
	}
	return joined(align(before, after))
}

// words are the words of a text and the space between them.
func words(text string) []string {
	var list []string
	start, space := 0, false
	for n, r := range text {
		if is := unicode.IsSpace(r); n > start && (is != space || r == '\n') {
			list = append(list, text[start:n])
			start = n
		}
		space = unicode.IsSpace(r)
	}
	if start < len(text) {
		list = append(list, text[start:])
	}
	return list
}

func paragraphs(text string) []string { return strings.SplitAfter(text, "\n") }
