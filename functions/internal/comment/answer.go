package comment

import (
	"context"
	"errors"
	"fmt"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/table"
)

// Answer is a reply by staff, written on the desk. It is public at once and
// bears the name and title of who wrote it.
type Answer struct {
	Post   string `form:"post" validate:"required"`
	Parent string `form:"parent" validate:"required"`
	Text   string `form:"text" validate:"required,max=5000,text"`
	Key    string `form:"key" validate:"required,max=100"` // issued with the form
}

func answerWords() map[string]string {
	return map[string]string{
		"post.required":   "Say which post this is about",
		"parent.required": "Say which comment this answers",
		"text.required":   "Enter your answer",
		"text.max":        "Answer must be 5,000 characters or fewer",
		"text.text":       "Answer must be plain text, without control or direction-changing characters",
		"key.required":    "This form is damaged. Open the comment again",
		"key.max":         "This form is damaged. Open the comment again",
	}
}

// Answer publishes a reply by staff. The same form sent twice is one reply.
func (s *Room) Answer(ctx context.Context, a agency.Actor, in Answer) (Comment, error) {
	if !a.Staff() || a.Slug == "" {
		return Comment{}, agency.Forbidden("Only staff with a page of their own may answer.")
	}
	in.Text = agency.Tidy(in.Text)
	if err := s.Rules.Check(in, answerWords()); err != nil {
		return Comment{}, err
	}
	if err := s.noAddress(map[string]string{"text": in.Text}); err != nil {
		return Comment{}, err
	}
	_, parent, err := s.place(ctx, in.Post, in.Parent)
	if err != nil {
		return Comment{}, err
	}
	state, err := Machine().Next(parent.State, answer)
	if err != nil {
		return Comment{}, err
	}
	c := Comment{Post: in.Post, ID: s.IDs.New(), Parent: in.Parent, Name: a.Name, Staff: a.Slug,
		Text: in.Text, At: s.Now(), State: state, HandledBy: a.Name, HandledAt: s.Now()}
	return s.publishAnswer(ctx, a, c, in, parent)
}

func (s *Room) publishAnswer(ctx context.Context, a agency.Actor, c Comment, in Answer, parent *Comment) (Comment, error) {
	created, err := c.created()
	if err != nil {
		return c, err
	}
	event, err := s.event(a, answer, c, "", "")
	if err != nil {
		return c, err
	}
	once := receiptKey(Draft{Key: in.Key, Post: in.Post, Parent: in.Parent, Name: a.ID, Text: in.Text})
	err = s.Table.Write(ctx, "", append(created, event,
		table.Create(table.Item{Key: once, Kind: "receipt", Body: created[0].Item.Body, Expires: c.At.Add(keepReceipt)}),
		table.Check(Key(parent.Post, parent.ID), parent.Version))...)
	conflict, ok := errors.AsType[*table.ConflictError](err)
	switch {
	case ok && conflict.Key == once && conflict.Current != nil:
		return Decode(*conflict.Current)
	case ok:
		return c, changed(conflict)
	case err != nil:
		return c, fmt.Errorf("keeping answer %s: %w", c.ID, err)
	}
	c.Version = 1
	return c, nil
}
