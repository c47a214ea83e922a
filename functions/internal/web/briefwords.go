package web

import (
	"fmt"
	"slices"
	"strings"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/check"
	"greenroom/functions/internal/document"
)

// bindingWords is a kind of clause as a heading over several.
func bindingWords(k brief.Kind) string {
	switch k {
	case brief.Must:
		return "You must"
	case brief.MustNot:
		return "You must not"
	case brief.Should:
		return "Good to have"
	}
	return "Good to know"
}

// ofKind are the clauses of one kind that are not left out.
func ofKind(clauses []brief.Clause, k brief.Kind, without []brief.Clause) []brief.Clause {
	return slices.DeleteFunc(slices.Clone(clauses), func(c brief.Clause) bool {
		out := slices.ContainsFunc(without, func(o brief.Clause) bool { return o.Number == c.Number })
		return c.Kind != k || out
	})
}

// testWords says how anybody knows whether a clause was kept.
func testWords(c brief.Clause) string {
	switch c.Test {
	case brief.Auto:
		if looks := ruleWords(c.Rule); looks != "" {
			return "A program looks: " + looks
		}
		return "A program looks"
	case brief.Reviewer:
		return "A person here looks"
	case brief.Attest:
		return "You tell us"
	}
	return ""
}

// ruleWords says what a program looks for.
func ruleWords(r *check.Rule) string {
	if r == nil {
		return ""
	}
	switch r.Check {
	case check.Link:
		return "a link to " + r.Link
	case check.Mention:
		return "these words are there: " + strings.Join(r.Words, ", ")
	case check.MustNot:
		return "these words are not there: " + strings.Join(r.Words, ", ")
	case check.Size:
		return sizeWords(r)
	case check.Disclosure, check.Position, check.Media:
		return "it says that it is an ad, where nobody misses it"
	}
	return ""
}

func sizeWords(r *check.Rule) string {
	var parts []string
	span := func(least, most int, what string) {
		switch {
		case least > 0 && most > 0:
			parts = append(parts, fmt.Sprintf("%d to %d %s", least, most, what))
		case least > 0:
			parts = append(parts, fmt.Sprintf("%d %s or more", least, what))
		case most > 0:
			parts = append(parts, fmt.Sprintf("%d %s or fewer", most, what))
		}
	}
	span(r.MinWords, r.MaxWords, "words")
	span(r.MinPhotos, 0, "photos")
	span(r.MinSeconds, r.MaxSeconds, "seconds")
	if r.Alt {
		parts = append(parts, "a description of every photo")
	}
	return strings.Join(parts, ", ")
}

// forWords says which deliverables a clause is about, "" for all.
func forWords(c brief.Clause, list []brief.Deliverable) string {
	var titles []string
	for _, n := range c.For {
		if n >= 1 && n <= len(list) {
			titles = append(titles, list[n-1].Title)
		}
	}
	if len(titles) == 0 {
		return ""
	}
	return "Only for: " + strings.Join(titles, "; ")
}

func mediumWords(m check.Medium) string {
	switch m {
	case check.Article:
		return "a page of a blog"
	case check.Newsletter:
		return "a newsletter"
	case check.Video:
		return "a video"
	}
	return "a picture post"
}

// codeWords is a reason in words.
func codeWords(code string) string {
	for _, r := range brief.ReasonCodes() {
		if r.Code == code {
			return r.Words
		}
	}
	return ""
}

func classWords(c brief.Class) string {
	switch c {
	case brief.Clarification:
		return "the same, said better"
	case brief.Correction:
		return "a mistake of ours put right"
	case brief.NewAsk:
		return "more than was agreed"
	}
	return ""
}

func changeWords(c clauseChange) string {
	what := map[document.ChangeKind]string{document.Added: "new", document.Removed: "left out", document.Changed: "changed"}[c.Kind]
	if c.Number == 0 {
		return "What is made: changed"
	}
	return fmt.Sprintf("Clause %d: %s", c.Number, what)
}

// versionWords is where a version stands, for the desk.
func versionWords(state agency.State) string {
	switch state {
	case document.Draft:
		return "being written"
	case document.InReview:
		return "being read"
	case document.ChangesRequested:
		return "to be changed"
	case document.ClientReview:
		return "with the client"
	case document.Approved:
		return "approved"
	case document.Released:
		return "released"
	case document.Superseded:
		return "replaced"
	}
	return "withdrawn"
}

func clauseID(n int) string { return fmt.Sprintf("clause-%d", n) }
