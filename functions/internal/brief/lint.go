package brief

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/document"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
)

// Fault is something to put right before a brief is sent to be read. A warning
// is for the writer to think about.
type Fault struct {
	Field   string
	Say     string
	Warning bool
}

// Two pages are about so much.
const (
	pageWords   = 1000
	pageClauses = 40
)

// lint is one look at a brief.
type lint struct {
	brief   Brief
	program program.Program
	faults  []Fault
}

func (l *lint) fault(field, say string) { l.add(Fault{Field: field, Say: say}) }
func (l *lint) warn(field, say string)  { l.add(Fault{Field: field, Say: say, Warning: true}) }

func (l *lint) add(f Fault) {
	if !slices.Contains(l.faults, f) {
		l.faults = append(l.faults, f)
	}
}

// Lint says what is still to be done before the newest version of a brief can
// be sent (B1), and what its writer might think about.
func (s *Room) Lint(ctx context.Context, slug string) ([]Fault, error) {
	p, d, err := s.open(ctx, slug)
	if err != nil {
		return nil, err
	}
	b, err := s.version(ctx, d, d.Current.Number)
	if err != nil {
		return nil, err
	}
	return s.lint(ctx, p, d, b)
}

func (s *Room) lint(ctx context.Context, p program.Program, d document.Document, b Brief) ([]Fault, error) {
	l := &lint{brief: b, program: p}
	l.checkSections()
	l.checkTests()
	l.checkDisclosure()
	l.checkDates()
	l.checkPromises()
	l.checkLength()
	l.checkLinks(ctx, s.Links)
	if err := s.checkClient(ctx, l); err != nil {
		return nil, err
	}
	err := s.checkAmendment(ctx, l, d)
	return l.faults, err
}

// checkClient demands that somebody signs.
func (s *Room) checkClient(ctx context.Context, l *lint) error {
	_, err := s.contact(ctx, l.program.Slug)
	if errors.Is(err, table.ErrNotFound) {
		l.fault("contact", "Say who signs for the client, and where the brief is sent")
		return nil
	}
	return err
}

// checkSections demands that everything is said that every brief says.
func (l *lint) checkSections() {
	b := l.brief
	if len(b.Deliverables) == 0 {
		l.fault("deliverables", "Say what is made")
	}
	if len(b.Hosts) == 0 {
		l.warn("hosts", "No site of the client is named, so nobody can tell whether links to it are marked as paid")
	}
	for _, kind := range []Kind{Must, MustNot} {
		if !slices.ContainsFunc(b.Clauses, func(c Clause) bool { return c.Kind == kind && !c.Discloses() }) {
			l.fault("clauses", "There is no clause of kind “"+string(kind)+"”")
		}
	}
	for _, topic := range Topics() {
		if topic == Dates && l.program.Rolling == nil {
			continue // checkDates looks for each of them
		}
		if !slices.ContainsFunc(b.Clauses, func(c Clause) bool { return c.Topic == topic }) {
			l.fault("clauses", "No clause states the "+topic)
		}
	}
}

// checkTests demands a test of every clause but those that only tell.
func (l *lint) checkTests() {
	for _, c := range l.brief.Clauses {
		switch {
		case c.Kind != Info && c.Test == "":
			l.fault(c.field(), "Say who looks whether this was kept: a program, a reviewer, or the influencer")
		case c.Test == Auto && c.Rule == nil:
			l.fault(c.field(), "Say what the program looks for, or let a reviewer look")
		case c.Test == Auto && !c.Discloses():
			for _, say := range c.Rule.Validate() {
				l.fault(c.field(), say)
			}
		}
	}
}

// checkDisclosure demands that readers are told, in every channel.
func (l *lint) checkDisclosure() {
	for n, d := range l.brief.Deliverables {
		if _, ok := l.brief.Disclosure(n + 1); !ok {
			l.fault(fmt.Sprintf("deliverable-%d", n+1), fmt.Sprintf("No clause says how readers are told that “%s” is an ad", d.Title))
		}
	}
}

// checkPromises compares the brief with what the program's page says.
func (l *lint) checkPromises() {
	look := func(kind Kind, texts []string) {
		for _, text := range texts {
			there := slices.ContainsFunc(l.brief.Clauses, func(c Clause) bool { return c.Kind == kind && alike(c.Text, text) })
			if !there {
				l.warn("clauses", fmt.Sprintf("The program's page says “%s”, and no clause of kind “%s” does", text, kind))
			}
		}
	}
	look(Must, l.program.Must)
	look(MustNot, l.program.MustNot)
}

func alike(a, b string) bool {
	plain := func(s string) string { return strings.ToLower(strings.TrimRight(agency.Tidy(s), ". ")) }
	return plain(a) == plain(b)
}

// checkLength demands that a brief fits two pages and is easy to read.
func (l *lint) checkLength() {
	words, texts := wordsIn(l.brief.Title), make([]string, 0, len(l.brief.Clauses))
	for _, c := range l.brief.Clauses {
		words += wordsIn(c.Text)
		texts = append(texts, c.Text)
	}
	if len(l.brief.Clauses) > pageClauses || words > pageWords {
		l.fault("clauses", fmt.Sprintf("A brief fits two pages: %d clauses and %d words at most. This one has %d and %d",
			pageClauses, pageWords, len(l.brief.Clauses), words))
	}
	if g, hardest := readable(texts); g > maxGrade {
		l.warn("clauses", fmt.Sprintf("This reads like grade %.0f, and grade %d is enough. The hardest sentence: “%s”", g, maxGrade, hardest))
	}
}
