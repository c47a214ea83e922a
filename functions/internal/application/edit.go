package application

import (
	"context"
	"fmt"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/table"
)

// Editable reports whether its sender may still change the answers: while the
// program takes applications and nothing was decided.
func (s *Room) Editable(ctx context.Context, a Application) (bool, error) {
	p, err := s.Programs.Find(ctx, a.Program)
	if err != nil {
		return false, err
	}
	switch a.State {
	case Submitted, NeedsInfo:
		return s.Programs.Takes(p), nil
	case InReview: // a rolling program decides while it is open, and nothing may betray that it did
		return p.Rolling == nil && s.Programs.Takes(p), nil
	}
	return false, nil
}

// Edit keeps new answers as a new revision. Reviews of the old one become
// stale. Name and channels change with it. version is the application's as it
// was shown.
func (s *Room) Edit(ctx context.Context, actor agency.Actor, id string, version int64, f Form) (Application, error) {
	a, err := s.OwnedBy(ctx, actor, id)
	if err != nil {
		return a, err
	}
	may, err := s.Editable(ctx, a)
	if err != nil {
		return a, err
	}
	if !may {
		return a, agency.Conflict("These answers cannot be changed any more. The project manager of the program can tell you why.", nil)
	}
	if a.Version != version {
		return a, Changed(nil)
	}
	f.Program = a.Program
	f.tidy()
	if err := s.fromAccount(ctx, actor, &f); err != nil {
		return a, err
	}
	p, err := s.Programs.Find(ctx, a.Program)
	if err != nil {
		return a, err
	}
	if err := s.check(f, p.Program); err != nil {
		return a, err
	}
	kept, err := s.Answers(ctx, a)
	if err != nil {
		return a, err
	}
	answers := f.answers(p.Program, a.Revision+1, s.Now())
	answers.Extra = kept.Extra
	before, err := s.Who(ctx, a)
	if err != nil {
		return a, err
	}
	who, err := put(whoKey(a.ID), "applicant", f.who(s.Now()).since(before))
	if err != nil {
		return a, err
	}
	return s.revise(ctx, actor, a, answers, "edit", table.Set(who))
}

// revise keeps new answers of an application whose state stays.
func (s *Room) revise(ctx context.Context, actor agency.Actor, a Application, answers Answers, action string, more ...table.Write) (Application, error) {
	a.Revision = answers.Revision
	item, err := a.Item()
	if err != nil {
		return a, err
	}
	kept, err := put(answersKey(a.ID, a.Revision), "answers", answers)
	if err != nil {
		return a, err
	}
	event, err := s.Event(actor, action, a, a.State, fmt.Sprintf("revision %d", a.Revision))
	if err != nil {
		return a, err
	}
	if err := s.commit(ctx, action, a, append(more, table.Replace(item), table.Create(kept), event)); err != nil {
		return a, err
	}
	a.Version++
	return a, nil
}

// FormOf returns the form as it would have to be filled in for what is kept.
func FormOf(a Application, answers Answers, w Who) Form {
	f := Form{Program: a.Program, Name: w.Name, Channel: w.Channel, Channel2: w.Channel2,
		Angle: answers.Angle, Piece: answers.Piece, Sponsored: answers.Sponsored,
		Newsletter: ticked(!w.Newsletter.IsZero()), Praise: ticked(!w.Praise.IsZero()), Available: ticked(answers.Available)}
	for i, target := range []*string{&f.Answer1, &f.Answer2} {
		if i < len(answers.Questions) {
			*target = answers.Questions[i].Say
		}
	}
	for _, r := range answers.Rules {
		f.Rules = append(f.Rules, r.Say)
	}
	for _, c := range answers.Audience {
		f.Audience = append(f.Audience, c.Say)
	}
	return f
}

func ticked(is bool) string {
	if is {
		return "yes"
	}
	return ""
}

// maxQuestion is how long the one question and its answer may be, in runes.
const maxQuestion = 1000

// minDue is the least time somebody gets for an answer.
const minDue = 3 * 24 * time.Hour

// keepBack is the time that is left at least between an answer and the promised
// day, to read it and to decide.
const keepBack = 24 * time.Hour

// Ask puts the one question to an applicant (A4). The day they were promised
// stays.
func (s *Room) Ask(ctx context.Context, actor agency.Actor, id string, version int64, question string, due time.Time) (Application, error) {
	if !actor.Is(agency.ProjectManager, agency.Lead) {
		return Application{}, agency.Forbidden("Only project managers may ask an applicant.")
	}
	a, err := s.Find(ctx, id)
	if err != nil {
		return a, err
	}
	if a.State == Draft || a.Person == actor.ID {
		return Application{}, noSuchApplication()
	}
	question = agency.Tidy(question)
	if err := checkQuestion(question, due, s.Now(), a.HearBy); err != nil {
		return a, err
	}
	if a.Question != nil {
		return a, agency.Conflict("This applicant was asked already. One question is what we promise.", nil)
	}
	if a.Version != version {
		return a, Changed(nil)
	}
	letter, err := s.letter(ctx, a, LetterQuestion, func(about About, zone *time.Location) any {
		return QuestionValues{About: about, Question: question, Due: Day(due, zone), HearBy: Day(a.HearBy, zone)}
	})
	if err != nil {
		return a, err
	}
	return s.Move(ctx, actor, a, "A4", "", func(a *Application) {
		a.Question = &Question{Text: question, AskedAt: s.Now(), Due: due}
	}, letter)
}

func checkQuestion(question string, due, now, hearBy time.Time) error {
	invalid := new(agency.Invalid)
	if !agency.PlainText(question) || len([]rune(question)) > maxQuestion {
		invalid.Fields = append(invalid.Fields, agency.FieldError{Field: "question", Message: "Enter one question of 1,000 characters or fewer"})
	}
	switch {
	case hearBy.Before(now.Add(minDue + keepBack)):
		invalid.Fields = append(invalid.Fields, agency.FieldError{Field: "due", Message: "They hear back too soon for a question: they would not have three days for an answer"})
	case due.Before(now.Add(minDue)):
		invalid.Fields = append(invalid.Fields, agency.FieldError{Field: "due", Message: "Give them at least three days for an answer"})
	case due.After(hearBy.Add(-keepBack)):
		invalid.Fields = append(invalid.Fields, agency.FieldError{Field: "due", Message: "Ask for an answer by a day before the one by which they hear from us"})
	}
	if len(invalid.Fields) == 0 {
		return nil
	}
	return invalid
}

// Reply takes the answer to the one question (A5): it is a new revision.
func (s *Room) Reply(ctx context.Context, actor agency.Actor, id, answer string) (Application, error) {
	a, err := s.OwnedBy(ctx, actor, id)
	if err != nil {
		return a, err
	}
	answer = agency.Tidy(answer)
	if !agency.PlainText(answer) || len([]rune(answer)) > maxQuestion {
		return a, &agency.Invalid{Fields: []agency.FieldError{{Field: "answer", Message: "Enter your answer, in 1,000 characters or fewer"}}}
	}
	if a.State != NeedsInfo {
		_, err := Machine().Next(a.State, "A5")
		return a, err
	}
	answers, err := s.Answers(ctx, a)
	if err != nil {
		return a, err
	}
	answers.Revision, answers.At = a.Revision+1, s.Now()
	answers.Extra = append(answers.Extra, Answer{Ask: a.Question.Text, Say: answer})
	kept, err := put(answersKey(a.ID, answers.Revision), "answers", answers)
	if err != nil {
		return a, err
	}
	return s.Move(ctx, actor, a, "A5", "", func(a *Application) {
		question := *a.Question
		question.Answer, question.AnsweredAt = answer, s.Now()
		a.Question, a.Revision = &question, answers.Revision
	}, table.Create(kept))
}

// LetDrop ends the wait for an answer whose day has passed (A5).
func (s *Room) LetDrop(ctx context.Context, a Application) (Application, error) {
	return s.Move(ctx, agency.Machinery(), a, "A5", "no answer in time", func(a *Application) {
		question := *a.Question
		question.Unanswered = true
		a.Question = &question
	})
}
