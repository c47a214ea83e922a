package comment

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/table"
)

// Draft is the form below a post as it was filled in. Lengths are in runes.
type Draft struct {
	Post   string `form:"post" validate:"required"`
	Parent string `form:"parent"`
	Name   string `form:"name" validate:"required,max=80,line"`
	Email  string `form:"email" validate:"required,max=254,mailbox"`
	Text   string `form:"text" validate:"required,max=5000,text"`
	Key    string `form:"key" validate:"max=100"` // the form's idempotency key, "" without script
	Trap   string `form:"contact_url"`            // people do not see this field
}

func draftWords() map[string]string {
	return map[string]string{
		"post.required":  "Say which post this is about",
		"name.required":  "Enter your name",
		"name.max":       "Name must be 80 characters or fewer",
		"name.line":      "Name must be one line of letters, without control characters",
		"email.required": "Enter your email address",
		"email.max":      "Email address must be 254 characters or fewer",
		"email.mailbox":  "Enter an email address in the correct format, like name@example.com",
		"text.required":  "Enter your comment",
		"text.max":       "Comment must be 5,000 characters or fewer",
		"text.text":      "Comment must be plain text, without control or direction-changing characters",
		"key.max":        "This form is damaged. Reload the page and send it again",
	}
}

// Receipt is what the author gets: a secret that opens the comment's status
// page, the same one however often the form is sent.
type Receipt struct{ Post, ID, Token string }

// Letter to the moderators, and what it is filled with.
const LetterHeld = "comment-held"

// HeldValues fill the letter that tells moderators of a held comment.
type HeldValues struct{ Post, Title, ID, Name, Text string }

// keepReceipt is how long the same form is recognised: two days cover every
// retry and every tab left open overnight.
const keepReceipt = 48 * time.Hour

// keepStatus is how long the status page can be opened.
const keepStatus = 180 * 24 * time.Hour

// Submit takes a comment in: it is held, and in the same write stand its audit
// event and the mail to the moderators. The same form sent again is answered
// with the same receipt and has no further effect. Faults in the form come
// back as *agency.Invalid.
func (s *Service) Submit(ctx context.Context, d Draft) (Receipt, error) {
	d.Name, d.Email, d.Text = agency.Tidy(d.Name), agency.Tidy(d.Email), agency.Tidy(d.Text)
	if err := s.Rules.Check(d, draftWords()); err != nil {
		return Receipt{}, err
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
func (s *Service) place(ctx context.Context, post, parentID string) (title string, parent *Comment, err error) {
	title, ok := s.Posts.Post(post)
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
func (s *Service) intake(c Comment, d Draft, title string, r Receipt) ([]table.Write, error) {
	if d.Trap != "" {
		return s.trapped(c, d, r)
	}
	item, err := c.Item()
	if err != nil {
		return nil, err
	}
	event, err := s.event(agency.Anybody(), "submit", c, "", "")
	if err != nil {
		return nil, err
	}
	letter, err := outbox.Post(s.IDs.New(), c.At, s.Moderators, LetterHeld,
		HeldValues{Post: c.Post, Title: title, ID: c.ID, Name: c.Name, Text: c.Text})
	if err != nil {
		return nil, err
	}
	kept, err := s.keepsakes(c, d, r)
	return append([]table.Write{table.Create(item), event, letter}, kept...), err
}

// trapped is intake for a form whose hidden field was filled in, as programs
// do. It is kept as spam, where a moderator can find it should a person's
// browser have filled the field, and nobody is written to.
func (s *Service) trapped(c Comment, d Draft, r Receipt) ([]table.Write, error) {
	state, err := Machine().Next(c.State, markSpam)
	if err != nil {
		return nil, err
	}
	c.State = state
	item, err := c.Item()
	if err != nil {
		return nil, err
	}
	event, err := s.event(agency.Machinery(), markSpam, c, Held, "hidden field was filled in")
	if err != nil {
		return nil, err
	}
	kept, err := s.keepsakes(c, d, r)
	return append([]table.Write{table.Create(item), event}, kept...), err
}

// keepsakes are what stands in the private space beside a comment: its
// author's address, the receipt of this form and the way from the status
// page's secret to the comment.
func (s *Service) keepsakes(c Comment, d Draft, r Receipt) ([]table.Write, error) {
	email, err := json.Marshal(map[string]string{"Email": d.Email})
	if err != nil {
		return nil, fmt.Errorf("encoding commenter: %w", err)
	}
	receipt, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("encoding receipt: %w", err)
	}
	where, err := json.Marshal(Receipt{Post: c.Post, ID: c.ID})
	if err != nil {
		return nil, fmt.Errorf("encoding receipt: %w", err)
	}
	author := Key(c.Post, c.ID)
	author.Space = table.Private
	return []table.Write{
		table.Create(table.Item{Key: author, Kind: "commenter", Body: email}),
		table.Create(table.Item{Key: receiptKey(d), Kind: "receipt", Body: receipt, Expires: c.At.Add(keepReceipt)}),
		table.Create(table.Item{Key: statusKey(r.Token), Kind: "status", Body: where, Expires: c.At.Add(keepStatus)}),
	}, nil
}

// receiptKey is the same for the same form with the same answers. The answers
// are part of it because a page without script gives every visitor one key.
func receiptKey(d Draft) table.Key {
	answers, _ := json.Marshal([]string{d.Key, d.Post, d.Parent, d.Name, d.Email, d.Text}) // strings always encode
	sum := sha256.Sum256(answers)
	return table.Key{Space: table.Private, PK: "IDEM#" + hex.EncodeToString(sum[:]), SK: "T"}
}

func decodeReceipt(i *table.Item) (Receipt, error) {
	var r Receipt
	if i == nil {
		return r, agency.Conflict("This form was being sent twice at once. Send it again.", nil)
	}
	if err := json.Unmarshal(i.Body, &r); err != nil {
		return r, fmt.Errorf("reading receipt: %w", err)
	}
	return r, nil
}

func statusKey(token string) table.Key {
	sum := sha256.Sum256([]byte(token))
	return table.Key{Space: table.Private, PK: "STATUS#" + hex.EncodeToString(sum[:]), SK: "T"}
}
