package comment

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/table"
)

// LetterHeld is the letter to the moderators.
const LetterHeld = "comment-held"

// HeldValues fill the letter that tells moderators of a held comment.
type HeldValues struct{ Post, Title, ID, Name, Text string }

// Submit takes a comment in: it is held, and in the same write stand its audit
// event and the mail to the moderators. The same form sent again is answered
// with the same receipt and has no further effect. Faults in the form come
// back as *agency.Invalid.
func (s *Room) Submit(ctx context.Context, d Draft) (Receipt, error) {
	d.Name, d.Email, d.Text = agency.Tidy(d.Name), agency.Tidy(d.Email), agency.Tidy(d.Text)
	if err := s.Rules.Check(d, draftWords()); err != nil {
		return Receipt{}, err
	}
	if err := s.noAddress(map[string]string{"name": d.Name, "text": d.Text}); err != nil {
		return Receipt{}, err
	}
	if again, err := s.Table.Get(ctx, receiptKey(d)); err == nil {
		return decodeReceipt(&again)
	}
	title, parent, err := s.place(ctx, d.Post, d.Parent)
	if err != nil {
		return Receipt{}, err
	}
	now := s.Now()
	c := Comment{Post: d.Post, ID: s.IDs.New(), Parent: d.Parent, Name: d.Name, Text: d.Text, At: now, State: Held}
	receipt := Receipt{Post: c.Post, ID: c.ID, Token: s.IDs.Secret()}

	writes, err := s.intake(c, d, title, receipt)
	if err != nil {
		return Receipt{}, err
	}
	if parent != nil {
		writes = append(writes, table.Check(Key(parent.Post, parent.ID), parent.Version))
	}
	err = s.Table.Write(ctx, "", writes...)
	conflict, ok := errors.AsType[*table.ConflictError](err)
	switch {
	case ok && conflict.Key == receiptKey(d):
		return decodeReceipt(conflict.Current)
	case ok && conflict.Key.SK == "C#"+d.Parent:
		return Receipt{}, badParent()
	case err != nil:
		return Receipt{}, fmt.Errorf("keeping comment %s: %w", c.ID, err)
	}
	return receipt, nil
}

// place checks that the post takes comments and that the parent, if any, is an
// approved comment of the same post.
func (s *Room) place(ctx context.Context, post, parentID string) (title string, parent *Comment, err error) {
	title, ok := s.Posts.TakesComments(post)
	if !ok {
		return "", nil, &agency.Invalid{Fields: []agency.FieldError{
			{Field: "post", Message: "This post does not exist or takes no comments"}}}
	}
	if parentID == "" {
		return title, nil, nil
	}
	p, err := s.Find(ctx, post, parentID)
	if e, ok := errors.AsType[*agency.Error](err); ok && e.Kind == agency.KindNotFound || err == nil && p.State != Approved {
		return "", nil, badParent()
	}
	return title, &p, err
}

func badParent() error {
	return &agency.Invalid{Fields: []agency.FieldError{
		{Field: "parent", Message: "The comment you are answering is not on this page any more"}}}
}

// intake returns the writes that keep a new comment and all that goes with it.
func (s *Room) intake(c Comment, d Draft, title string, r Receipt) ([]table.Write, error) {
	receive := s.announced
	if d.Trap != "" {
		receive = s.trapped
	}
	c, told, err := receive(c, title)
	if err != nil {
		return nil, err
	}
	created, err := c.created()
	if err != nil {
		return nil, err
	}
	kept, err := s.keepsakes(c, d, r)
	return slices.Concat(created, told, kept), err
}

// announced holds a comment and tells the moderators of it.
func (s *Room) announced(c Comment, title string) (Comment, []table.Write, error) {
	event, err := s.event(agency.Anybody(), "submit", c, "", "")
	if err != nil {
		return c, nil, err
	}
	letter, err := outbox.Post(s.IDs.New(), c.At, s.Moderators, LetterHeld,
		HeldValues{Post: c.Post, Title: title, ID: c.ID, Name: c.Name, Text: c.Text})
	return c, []table.Write{event, letter}, err
}

// trapped takes a comment in whose form had its hidden field filled in, as
// programs do. It is kept as spam, where a moderator can find it should a
// person's browser have filled the field, and nobody is written to.
func (s *Room) trapped(c Comment, _ string) (Comment, []table.Write, error) {
	state, err := Machine().Next(c.State, markSpam)
	if err != nil {
		return c, nil, err
	}
	c.State = state
	event, err := s.event(agency.Machinery(), markSpam, c, Held, "hidden field was filled in")
	return c, []table.Write{event}, err
}
