package brief

import (
	"context"
	"errors"
	"fmt"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
)

// MayAnswer reports whether the actor answers questions on the board.
func MayAnswer(a agency.Actor) bool { return MayWrite(a) || a.ID != "" && a.Is(agency.Editor) }

// Answer answers a question for everybody, and writes to who asked it. The same
// answer sent twice is one.
func (s *Room) Answer(ctx context.Context, actor agency.Actor, slug, id, text string) (Asked, error) {
	if !MayAnswer(actor) {
		return Asked{}, agency.Forbidden("Only project managers and editors answer questions.")
	}
	text, err := words("answer", text, maxAnswer)
	if err != nil {
		return Asked{}, err
	}
	p, err := s.Programs.Find(ctx, slug)
	if err != nil {
		return Asked{}, err
	}
	q, err := s.question(ctx, slug, id)
	if err != nil || !q.Open() && q.Answer == text {
		return q.Asked, err
	}
	if !q.Open() {
		return q.Asked, answered(nil)
	}
	q.Answer, q.By, q.AnsweredAt = text, actor.Name, s.Now()
	letter, err := s.reply(ctx, p, q)
	if err != nil {
		return q.Asked, err
	}
	return s.keepQuestion(ctx, actor.ID, slug, "answer", q, letter)
}

func (s *Room) question(ctx context.Context, slug, id string) (posted, error) {
	if !agency.ValidID(id) {
		return posted{}, noSuchQuestion()
	}
	i, err := s.Table.Get(ctx, boardKey(slug, id))
	if errors.Is(err, table.ErrNotFound) {
		return posted{}, noSuchQuestion()
	}
	if err != nil {
		return posted{}, fmt.Errorf("reading question: %w", err)
	}
	return decodePosted(i)
}

// reply returns the letter to who asked.
func (s *Room) reply(ctx context.Context, p program.Program, q posted) (table.Write, error) {
	a, err := s.Applications.Find(ctx, q.Application)
	if err != nil {
		return table.Write{}, err
	}
	about, _, email, err := s.Applications.AboutOf(ctx, a)
	if err != nil {
		return table.Write{}, err
	}
	return s.post(p, email, LetterReply, a.Thing(), ReplyValues{About: about, Question: q.Text, Answer: q.Answer, By: q.By})
}
