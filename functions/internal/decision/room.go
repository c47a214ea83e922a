// Package decision is the room of outcomes: who is in, who waits, who is not,
// and how everybody is told. A decision is hidden until it is released; the
// letter is drafted with it, read by a second person and sent with it.
package decision

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
	"greenroom/functions/internal/vetting"
	"greenroom/site/content"
)

// Room is the room at work.
type Room struct {
	Table        table.Table
	Programs     *program.Room
	Applications *application.Room
	Vetting      *vetting.Room
	Outbox       *outbox.Room
	IDs          *agency.IDs
	Now          agency.Clock
}

// Group names the letters of a program with one outcome: they are read
// together.
func Group(slug, kind string) string { return slug + " " + kind }

func letterOf(kind string) string {
	switch kind {
	case application.Accept:
		return LetterAccepted
	case application.Waitlist:
		return LetterWaitlisted
	}
	return LetterDeclined
}

func encode(values any) (json.RawMessage, error) {
	data, err := json.Marshal(values)
	if err != nil {
		return nil, fmt.Errorf("encoding values of a letter: %w", err)
	}
	return data, nil
}

// values are what the letter with an outcome says.
func (s *Room) values(ctx context.Context, f vetting.File, o application.Outcome, note string) (OutcomeValues, string, error) {
	p := f.Program
	about, zone, email, err := s.Applications.AboutOf(ctx, f.Application)
	v := OutcomeValues{About: about, Sentence: o.Sentence, Note: note, Applied: p.Course.Applied,
		Places: p.Places, Reach: p.WeightOf("reach"), Fee: content.Money(p.Fee, p.Currency), TermsDays: p.TermsDays, EditRounds: p.EditRounds}
	v.Bands, v.Reasons = Told(p.Program, o)
	switch o.Kind {
	case application.Accept:
		v.ConfirmBy = application.Day(o.ConfirmBy, zone)
	case application.Waitlist:
		v.AnswerBy = application.Day(o.AnswerBy, zone)
	case application.Decline:
		if err == nil {
			v.Suggestion, err = s.suggest(ctx, f)
		}
	}
	return v, email, err
}

// Told is what an outcome says in words: how each criterion was read, and why.
func Told(p content.Program, o application.Outcome) ([]Band, []string) {
	var reasons []string
	for _, code := range o.Reasons {
		if words, known := reasonWords(code, o.Kind); known {
			reasons = append(reasons, words)
		}
	}
	if o.Rule != "" {
		reasons = append(reasons, fmt.Sprintf("This program is only for people of whom this is true: “%s”", o.Rule))
	}
	return bands(p, o), reasons
}

// bands are how the criteria were read, the heaviest first.
func bands(p content.Program, o application.Outcome) []Band {
	var list []Band
	for _, b := range o.Bands {
		c, _ := content.CriterionNamed(b.Criterion)
		list = append(list, Band{Label: c.Label, Weight: p.WeightOf(b.Criterion), Word: b.Word})
	}
	slices.SortStableFunc(list, func(a, b Band) int { return cmp.Compare(b.Weight, a.Weight) })
	return list
}

// suggest finds the open program that puts most weight where this applicant
// was strong, if there is one that they have not applied to.
func (s *Room) suggest(ctx context.Context, f vetting.File) (*Suggestion, error) {
	programs, err := s.Programs.All(ctx)
	if err != nil {
		return nil, err
	}
	words, heaviest := f.Summarise().Words, 0
	var found *Suggestion
	for _, p := range programs {
		if p.Slug == f.Program.Slug || p.Standing.State != content.Open {
			continue
		}
		applied, err := s.Applications.Mine(ctx, agency.Actor{ID: f.Application.Person}, p.Slug)
		if err != nil {
			return nil, err
		}
		top, weight := heaviestOf(p.Program)
		if applied.ID != "" || words[top.Key] != vetting.Strong || weight <= heaviest {
			continue
		}
		heaviest = weight
		found = &Suggestion{Slug: p.Slug, Title: p.Title, Criterion: top.Label, Weight: weight}
		if p.Rolling == nil {
			found.Closes = application.Day(p.Standing.Closes, p.TimeZone)
		}
	}
	return found, nil
}

func heaviestOf(p content.Program) (top content.Criterion, weight int) {
	for _, c := range content.Criteria() {
		if w := p.WeightOf(c.Key); w > weight {
			top, weight = c, w
		}
	}
	return top, weight
}
