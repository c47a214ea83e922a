package web

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/document"
)

// nextWords says what has to happen to a version.
func nextWords(d briefDesk) string {
	if d.Unasked {
		return "It was read here, and waits for the client. Who signs now has no link yet: send the client a new one."
	}
	switch d.Doc.Current.State {
	case document.Draft:
		return "It is being written. When nothing is left to put right, whoever wrote it sends it to be read."
	case document.InReview:
		return "It is being read by people who did not write it."
	case document.ChangesRequested:
		return "It cannot stay as it is. Its writers change it, which makes a new version."
	case document.ClientReview:
		return "It was read here, and waits for the client, who has a link to sign it."
	case document.Approved:
		return "It was read here and signed by the client. It can be released."
	case document.Released:
		return "It is in force. A change makes a new version, and what asks for more than before is an offer."
	}
	return "It was given up. Editing it makes a new version."
}

// editWords says what editing does to a version.
func editWords(d document.Document) string {
	switch d.Current.State {
	case document.Draft:
		return "Edit it"
	case document.Released:
		return "Amend it"
	case document.InReview, document.ClientReview, document.Approved:
		return "Edit it again, which takes every approval back"
	}
	return "Change it"
}

// policyWords says who has to read a document.
func policyWords(p document.Policy) string {
	parts := []string{fmt.Sprintf("%d who did not write it", p.Approvals)}
	if len(p.Passes) > 0 {
		parts = append(parts, "one of them for "+strings.Join(p.Passes, ", "))
	}
	if p.Outside {
		parts = append(parts, "then the client")
	}
	return strings.Join(parts, ", ")
}

func approvalWords(a approval) string {
	if a.Pass == "" {
		return a.Name
	}
	return a.Name + " (" + a.Pass + ")"
}

// readersWords names who approved, and as what.
func readersWords(all []approval) string {
	names := make([]string, len(all))
	for i, a := range all {
		names[i] = approvalWords(a)
	}
	return strings.Join(names, ", ")
}

// approveClass is that of the button that approves: the second one where there
// is one for compliance.
func approveClass(d briefDesk) string {
	if d.May.Comply {
		return "button-secondary"
	}
	return "button"
}

// briefPost is where what is done to a brief is posted to.
func briefPost(slug, action string) string { return "/api/desk/briefs/" + slug + "/" + action }

// faultPath leads to where a fault is put right.
func faultPath(d briefDesk, f brief.Fault) string {
	if f.Field == "contact" {
		return "#contact"
	}
	return briefPath(d.Program.Slug) + "/edit#" + f.Field
}

// faultPlace says where that is.
func faultPlace(f brief.Fault) string {
	kind, n, numbered := strings.Cut(f.Field, "-")
	if numbered && kind == "clause" {
		return "Clause " + n
	}
	if numbered {
		return "Deliverable " + n
	}
	switch f.Field {
	case "contact":
		return "Who signs"
	case "deliverables":
		return "What is made"
	case "hosts":
		return "Sites of the client"
	}
	return "All clauses"
}

// changeID is what a fault of a change leads to: the clause itself, unless it is
// left out.
func changeID(c clauseChange) string {
	if c.Kind == document.Removed {
		return clauseID(c.Number)
	}
	return "change-" + strconv.Itoa(c.Number)
}

func isOpen(d briefDesk, c clauseChange) bool { return slices.Contains(d.Open, c.Number) }

// ackWords say how many people know which version.
func ackWords(i brief.Impact) []string {
	var list []string
	for _, n := range slices.Sorted(maps.Keys(i.Acknowledged)) {
		people := i.Acknowledged[n]
		if n == 0 {
			list = append(list, fmt.Sprintf("%d %s acknowledged no version yet", people, plural(people, "has", "have")))
			continue
		}
		list = append(list, fmt.Sprintf("%d %s acknowledged version %d", people, plural(people, "has", "have"), n))
	}
	return list
}

// remarksOn are the remarks about a clause, or those about the whole (0).
func remarksOn(all []document.Remark, clause int) []document.Remark {
	return slices.DeleteFunc(slices.Clone(all), func(r document.Remark) bool {
		about, _ := strconv.Atoi(r.Part) // no number: the whole
		return about != clause
	})
}

func unclear(c brief.Clarity) []brief.Understood {
	return slices.DeleteFunc(slices.Clone(c.Clauses), func(u brief.Understood) bool { return !u.Unclear() })
}

// orTyped is what was typed into a form that came back, or what is kept.
func orTyped(f readerForm, name, kept string) string {
	if f.Wrong.On(name) != "" || f.typed(name) != "" {
		return f.typed(name)
	}
	return kept
}

// answerTyped is the answer to one question in a form that came back.
func answerTyped(f readerForm, id string) string {
	if f.typed("question") != id {
		return ""
	}
	return f.typed("answer")
}
