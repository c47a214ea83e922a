package decision

import (
	"context"
	"fmt"
	"slices"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
	"greenroom/functions/internal/vetting"
	"greenroom/site/content"
)

// Verdict is what the lead decided about one application.
type Verdict struct {
	Version  int64 // of the application as it was shown
	Kind     string
	Reasons  []string // codes, at least one
	Sentence string   // for this person
	Note     string   // more, if they like
	Rule     string   // the hard rule that was not met: then no review is needed
}

// Limits of what is written to a person, in runes.
const (
	minSentence = 10
	maxSentence = 500
	maxNote     = 2000
)

// Decide decides about an application (A8). Nobody outside learns of it before
// it is released: the letter is drafted, with how each criterion was read.
func (s *Room) Decide(ctx context.Context, actor agency.Actor, id string, v Verdict) (application.Application, error) {
	if !MayDecide(actor) {
		return application.Application{}, agency.Forbidden("Only lead project managers may decide.")
	}
	f, err := s.Vetting.Open(ctx, actor, id)
	if err != nil {
		return application.Application{}, err
	}
	a := f.Application
	if _, err := application.Machine().Next(a.State, "A8"); err != nil {
		return a, err
	}
	if err := s.check(f.Program, &v); err != nil {
		return a, err
	}
	if a.Version != v.Version {
		return a, application.Changed(nil)
	}
	if err := s.mayDecide(ctx, actor, f, v); err != nil {
		return a, err
	}
	return placing(func() (application.Application, error) { return s.decide(ctx, actor, f, v) })
}

// placing tries again what met another decision at the count of places.
func placing(do func() (application.Application, error)) (a application.Application, err error) {
	for range raceTries {
		if a, err = do(); !application.MetAtPlaces(err) {
			return a, err
		}
	}
	return a, fmt.Errorf("taking or freeing a place: %w: %w", err, table.ErrUnavailable)
}

// MayDecide reports whether the actor decides outcomes.
func MayDecide(a agency.Actor) bool { return a.Is(agency.Lead) }

func (s *Room) check(p program.Program, v *Verdict) error {
	invalid := new(agency.Invalid)
	fault := func(field, say string) {
		invalid.Fields = append(invalid.Fields, agency.FieldError{Field: field, Message: say})
	}
	if !slices.Contains([]string{application.Accept, application.Waitlist, application.Decline}, v.Kind) {
		fault("kind", "Choose an outcome")
	}
	if len(v.Reasons) == 0 {
		fault("reasons", "Choose at least one reason")
	}
	slices.Sort(v.Reasons)
	v.Reasons = slices.Compact(v.Reasons)
	for _, code := range v.Reasons {
		if _, known := reasonWords(code, v.Kind); !known {
			fault("reasons", "Choose reasons that go with the outcome")
			break
		}
	}
	checkWords(&v.Sentence, &v.Note, fault)
	hard := slices.ContainsFunc(p.Eligibility, func(r content.Rule) bool { return r.Hard && r.Text == v.Rule })
	if v.Rule != "" && (!hard || v.Kind != application.Decline) {
		fault("rule", "Name a hard rule of this program, and decline")
	}
	if len(invalid.Fields) == 0 {
		return nil
	}
	return invalid
}

// checkWords tidies what is written to a person and says what is wrong with
// it.
func checkWords(sentence, note *string, fault func(field, say string)) {
	*sentence, *note = agency.Tidy(*sentence), agency.Tidy(*note)
	if n := len([]rune(*sentence)); n < minSentence || n > maxSentence || !agency.PlainText(*sentence) {
		fault("sentence", "Write this person a sentence, of 10 to 500 characters")
	}
	if *note != "" && (len([]rune(*note)) > maxNote || !agency.PlainText(*note)) {
		fault("note", "The note must be plain text of 2,000 characters or fewer")
	}
}

// mayDecide says what still stands in the way of an outcome: the program, a
// look, reviews.
func (s *Room) mayDecide(ctx context.Context, actor agency.Actor, f vetting.File, v Verdict) error {
	if !s.decides(f.Program) {
		return agency.Conflict("Outcomes are decided when the program has closed. Everybody who applies until then is read first.", nil)
	}
	looks, err := s.Applications.Looks(ctx, f.Application)
	if err != nil {
		return err
	}
	if len(looks) == 0 {
		return agency.Conflict("Nobody has looked at this application yet. No outcome goes out before a person has.", nil)
	}
	if v.Rule != "" {
		return nil
	}
	return enough(actor, f)
}

// decides reports whether outcomes of a program can be decided now. While it
// still takes what people were typing none is: an answer that cannot be changed
// any more would betray it.
func (s *Room) decides(p program.Program) bool {
	state := p.Standing.State
	if p.Rolling != nil {
		return state == content.Open || state == content.Paused || state == content.Closed || state == content.Deciding
	}
	return (state == content.Closed || state == content.Deciding) && !s.Programs.Takes(p)
}

// enough says whether an application was read by enough people, and not by who
// decides alone.
func enough(actor agency.Actor, f vetting.File) error {
	readers := f.Reviewers()
	if len(readers) < f.Program.MinReviews {
		return agency.Conflict(fmt.Sprintf("%d of %d reviews are in. An outcome needs all of them, on the answers and weights as they are now.",
			len(readers), f.Program.MinReviews), nil)
	}
	if !slices.ContainsFunc(readers, func(person string) bool { return person != actor.ID }) {
		return agency.Conflict("You are the only one who has read this application. Somebody else has to as well.", nil)
	}
	return nil
}

// decide writes the outcome, its letter and what it takes, all at once.
func (s *Room) decide(ctx context.Context, actor agency.Actor, f vetting.File, v Verdict) (application.Application, error) {
	a, summary := f.Application, f.Summarise()
	outcome := application.Outcome{Kind: v.Kind, Before: a.State, Reasons: v.Reasons, Sentence: v.Sentence, Rule: v.Rule,
		By: actor.ID, At: s.Now(), Mail: s.IDs.New()}
	for _, c := range content.Criteria() {
		if f.Program.WeightOf(c.Key) > 0 {
			outcome.Bands = append(outcome.Bands, application.Band{Criterion: c.Key, Word: summary.Words[c.Key]})
		}
	}
	if v.Rule != "" {
		outcome.Bands = nil // nothing was read for it
	}
	takes, err := s.takes(ctx, f.Program, &outcome)
	if err != nil {
		return a, err
	}
	letter, err := s.draft(ctx, actor, f, outcome, v.Note)
	if err != nil {
		return a, err
	}
	more := append(takes, letter, f.Program.Unmoved())
	return s.Applications.Move(ctx, actor, a, "A8", v.Kind, func(a *application.Application) { a.Outcome = &outcome }, more...)
}

// takes returns the writes of what an outcome takes: a place, or a position on
// the waitlist, with the days that go with it.
func (s *Room) takes(ctx context.Context, p program.Program, o *application.Outcome) ([]table.Write, error) {
	switch o.Kind {
	case application.Accept:
		o.ConfirmBy = s.confirmBy(p)
		place, err := s.Applications.TakePlace(ctx, p)
		return []table.Write{place}, err
	case application.Waitlist:
		position, next, err := s.Applications.NextPosition(ctx, p.Slug)
		o.Position, o.AnswerBy = position, s.answerBy(p)
		return []table.Write{next}, err
	}
	touched, err := s.Applications.TouchPlaces(ctx, p.Slug)
	return []table.Write{touched}, err
}

// Days that people get where no file names them.
const (
	confirmDays  = 3
	waitlistDays = 7

	moreDays = 3 // after others had to confirm, for who waits for their places
)

// confirmBy is the end of the day until which an accepted person confirms.
func (s *Room) confirmBy(p program.Program) time.Time {
	return s.laterOf(p, p.ConfirmBy, confirmDays)
}

// answerBy is the end of the day by which somebody on the waitlist knows.
func (s *Room) answerBy(p program.Program) time.Time {
	if p.ConfirmBy.IsZero() {
		return s.laterOf(p, p.ConfirmBy, waitlistDays)
	}
	return s.laterOf(p, p.ConfirmBy.AddDate(0, 0, moreDays), confirmDays+moreDays)
}

// laterOf is the end of a day of the program's file, or of the day so many
// days from now, whichever is later.
func (s *Room) laterOf(p program.Program, day time.Time, days int) time.Time {
	soon := content.EndOf(s.Now().In(p.TimeZone).AddDate(0, 0, days), p.TimeZone)
	if day.IsZero() {
		return soon
	}
	if end := content.EndOf(day, p.TimeZone); end.After(soon) {
		return end
	}
	return soon
}

// Undo takes a decision back before it was released (A9): the letter is thrown
// away with it, the place is free again.
func (s *Room) Undo(ctx context.Context, actor agency.Actor, id string, version int64) (application.Application, error) {
	if !MayDecide(actor) {
		return application.Application{}, agency.Forbidden("Only lead project managers may take a decision back.")
	}
	f, err := s.asRead(ctx, actor, id, version, "A9")
	if err != nil {
		return f.Application, err
	}
	a := f.Application
	return placing(func() (application.Application, error) {
		undone, err := s.Applications.Undone(ctx, a)
		if err != nil {
			return a, err
		}
		return s.Applications.Move(ctx, actor, a, "A9", "", func(a *application.Application) { a.Outcome = nil }, undone...)
	})
}

// draft returns the write of the letter with an outcome, for a second pair of
// eyes.
func (s *Room) draft(ctx context.Context, actor agency.Actor, f vetting.File, o application.Outcome, note string) (table.Write, error) {
	values, email, err := s.values(ctx, f, o, note)
	if err != nil {
		return table.Write{}, err
	}
	letter, err := encode(values)
	if err != nil {
		return table.Write{}, err
	}
	_, manager := s.Applications.Staff.Manager(f.Program.Manager)
	return outbox.Draft(outbox.Mail{ID: o.Mail, To: email, Letter: letterOf(o.Kind), Values: letter, At: s.Now(), Author: actor.ID,
		About: f.Application.Thing(), Group: Group(f.Program.Slug, o.Kind), ReplyTo: manager})
}
