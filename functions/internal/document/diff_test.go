package document_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"greenroom/functions/internal/document"
)

var update = flag.Bool("update", false, "rewrite golden files")

// golden compares a text with testdata/name.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func part(key, label, text string) document.Part {
	return document.Part{Key: key, Label: label, Text: text}
}

// shown writes a change as people write it by hand.
func shown(changes []document.Change) string {
	var b strings.Builder
	for _, c := range changes {
		fmt.Fprintf(&b, "%s %s (%s", c.Kind, c.Key, c.Label)
		if c.Was != "" {
			fmt.Fprintf(&b, ", was %s", c.Was)
		}
		b.WriteString(")\n    ")
		for _, s := range c.Words {
			switch s.Op {
			case document.Cut:
				fmt.Fprintf(&b, "[-%s-]", s.Text)
			case document.Add:
				fmt.Fprintf(&b, "{+%s+}", s.Text)
			default:
				b.WriteString(s.Text)
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestADiffReadsLikeATextWithMarks(t *testing.T) {
	t.Parallel()
	old := document.Content{Parts: []document.Part{
		part("1", "must", "Show the skipped week."), part("2", "must", "Link once to quillmere.example."),
		part("3", "should", "Film it in daylight."), part("4", "must-not", "No statistics."),
		part("5", "info", "Two rounds.\nPaid in 21 days."), part("6", "info", "Send your draft by 24 June 2026."),
	}}
	now := document.Content{Parts: []document.Part{
		part("1", "must", "Show the skipped week."), part("2", "must", "Link twice to quillmere.example, near the end."),
		part("4", "must-not", "No statistics."), part("3", "must", "Film it in daylight."),
		part("6", "info", "Send your draft by 1 July 2026."), part("7", "must", "Name the refill."),
	}}
	golden(t, "diff.golden", shown(document.Diff(old, now)))
}

func TestADiffOfLongTextsTakesBoundedTime(t *testing.T) {
	t.Parallel()
	var a, b strings.Builder
	for n := range 40_000 {
		fmt.Fprintf(&a, "a%d ", n)
		fmt.Fprintf(&b, "b%d ", n)
		if n%100 == 0 {
			a.WriteString("\nalike\n")
			b.WriteString("\nalike\n")
		}
	}
	kept := 0
	for _, s := range document.Words(a.String(), b.String()) {
		if s.Op == document.Keep {
			kept++
		}
	}
	if kept < 350 {
		t.Errorf("paragraphs that stayed were kept %d times, want about 400", kept)
	}
}

func side(spans []document.Span, without document.Op) string {
	var b strings.Builder
	for _, s := range spans {
		if s.Op != without {
			b.WriteString(s.Text)
		}
	}
	return b.String()
}

// Whatever the texts are: without what was added it is the old one, without
// what was cut the new one, and every part is accounted for.
func TestADiffLosesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		draw := func(label string) document.Content {
			var c document.Content
			for _, k := range rapid.SliceOfNDistinct(rapid.IntRange(1, 7), 0, 7, rapid.ID[int]).Draw(rt, label) {
				c.Parts = append(c.Parts, part(fmt.Sprint(k), "must", rapid.StringMatching(`[ab \n]{0,12}`).Draw(rt, "text")))
			}
			return c
		}
		old, now := draw("old"), draw("new")
		texts := func(c document.Content) map[string]string {
			m := map[string]string{}
			for _, p := range c.Parts {
				m[p.Key] = p.Text
			}
			return m
		}
		gotOld, gotNow := map[string]string{}, map[string]string{}
		var order []string
		for _, c := range document.Diff(old, now) {
			if c.Kind != document.Added {
				gotOld[c.Key] = side(c.Words, document.Add)
			}
			if c.Kind != document.Removed {
				gotNow[c.Key] = side(c.Words, document.Cut)
				order = append(order, c.Key)
			}
			if c.Kind == document.Same && texts(old)[c.Key] != texts(now)[c.Key] {
				rt.Fatalf("%s is called the same", c.Key)
			}
		}
		if diff := cmp.Diff(texts(old), gotOld); diff != "" {
			rt.Fatalf("the old one: %s", diff)
		}
		if diff := cmp.Diff(texts(now), gotNow); diff != "" {
			rt.Fatalf("the new one: %s", diff)
		}
		for n, p := range now.Parts {
			if order[n] != p.Key {
				rt.Fatalf("order %v", order)
			}
		}
	})
}
