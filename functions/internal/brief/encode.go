package brief

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"greenroom/functions/internal/document"
	"greenroom/functions/internal/table"
)

// aboutKey is the key of the part that says what the brief is for. Clauses
// have their numbers.
const aboutKey = "about"

// about is the typed side of that part.
type about struct {
	Program, Brand string
	Hosts          []string
	Deliverables   []Deliverable
	Removed        []Removal `json:",omitempty"`
}

// Label is a clause's kind and test in words.
func (c Clause) Label() string {
	switch c.Test {
	case Auto:
		return string(c.Kind) + " · automatic"
	case "":
		return string(c.Kind)
	}
	return string(c.Kind) + " · " + string(c.Test)
}

// Content is the brief as a document: what it is for, and a part a clause.
func (b Brief) Content() (document.Content, error) {
	head := about{b.Program, b.Brand, b.Hosts, b.Deliverables, b.Removed}
	lines := make([]string, 0, len(b.Deliverables)+1)
	for n, d := range b.Deliverables {
		lines = append(lines, fmt.Sprintf("%d. %s (%s)", n+1, d.Title, d.Medium))
	}
	if len(b.Hosts) > 0 {
		lines = append(lines, "Links to: "+strings.Join(b.Hosts, ", "))
	}
	c := document.Content{Title: b.Title}
	first, err := part(aboutKey, "what it is for", strings.Join(lines, "\n"), head)
	if err != nil {
		return c, err
	}
	c.Parts = append(c.Parts, first)
	for _, clause := range b.Clauses {
		text := clause.Text
		clause.Text = ""
		p, err := part(strconv.Itoa(clause.Number), clause.Label(), text, clause)
		if err != nil {
			return c, err
		}
		c.Parts = append(c.Parts, p)
	}
	return c, nil
}

func part(key, label, text string, typed any) (document.Part, error) {
	data, err := json.Marshal(typed)
	if err != nil {
		return document.Part{}, fmt.Errorf("encoding part %s of a brief: %w", key, err)
	}
	return document.Part{Key: key, Label: label, Text: text, Data: data}, nil
}

// Decode reads a brief back.
func Decode(c document.Content) (Brief, error) {
	b := Brief{Title: c.Title}
	for _, p := range c.Parts {
		if p.Key == aboutKey {
			var head about
			if err := json.Unmarshal(p.Data, &head); err != nil {
				return b, fmt.Errorf("reading brief: %w: %w", table.ErrCorrupt, err)
			}
			b.Program, b.Brand, b.Hosts, b.Deliverables, b.Removed = head.Program, head.Brand, head.Hosts, head.Deliverables, head.Removed
			continue
		}
		clause := Clause{}
		if err := json.Unmarshal(p.Data, &clause); err != nil {
			return b, fmt.Errorf("reading clause %s: %w: %w", p.Key, table.ErrCorrupt, err)
		}
		clause.Text = p.Text
		b.Clauses = append(b.Clauses, clause)
	}
	return b, nil
}
