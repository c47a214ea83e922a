package guest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/document"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/table"
)

// People are those who can sign in.
type People interface {
	// Contact returns the name and the address of a person.
	Contact(ctx context.Context, id string) (name, email string, err error)
}

// Room is the room at work. What somebody does to a submission names the
// version of its document that they looked at, as Seen has it: if it is another
// one by now, nothing is done.
type Room struct {
	Table     table.Table
	Documents *document.Room
	People    People
	Site      Site
	Reserved  []string // ids that pages of the site have of their own
	IDs       *agency.IDs
	Now       agency.Clock
	Rules     *agency.Validator
	Editors   string // mailbox that writers' answers go to; "" for the sender's own
}

// Seen names a submission as somebody looked at it.
type Seen struct {
	ID      string
	Version int64 // of its document
}

// Find returns a submission, wherever it stands.
func (s *Room) Find(ctx context.Context, id string) (Submission, error) {
	d, err := s.Documents.Find(ctx, id)
	if kindOf(err) == agency.KindNotFound || err == nil && d.Kind != documentKind {
		return Submission{}, noSuchPost()
	}
	if err != nil {
		return Submission{}, err
	}
	return s.of(ctx, d)
}

// of returns the submission of a document.
func (s *Room) of(ctx context.Context, d document.Document) (Submission, error) {
	person, _ := strings.CutPrefix(d.Owner, owner(""))
	i, err := s.Table.Get(ctx, submissionKey(person, d.ID))
	if errors.Is(err, table.ErrNotFound) { // it was begun and never sent
		return Submission{}, noSuchPost()
	}
	if err != nil {
		return Submission{}, fmt.Errorf("finding guest post: %w", err)
	}
	sub, err := decode(i)
	sub.Document = d
	return sub, err
}

func noSuchPost() error { return agency.NotFound("There is no such post.") }

func kindOf(err error) agency.Kind {
	if e, ok := errors.AsType[*agency.Error](err); ok {
		return e.Kind
	}
	return 0
}

// OwnedBy returns a submission of the actor's own. Another person's is the same
// as none.
func (s *Room) OwnedBy(ctx context.Context, a agency.Actor, id string) (Submission, error) {
	found, err := s.Find(ctx, id)
	if err == nil && (a.ID == "" || found.Person != a.ID) {
		return Submission{}, noSuchPost()
	}
	return found, err
}

// Text returns what a version says.
func (s *Room) Text(ctx context.Context, sub Submission, number int) (Form, error) {
	c, err := s.Documents.Content(ctx, sub.Document, number)
	return formOf(c), err
}

// Diff tells two versions apart.
func (s *Room) Diff(ctx context.Context, sub Submission, from, to int) ([]document.Change, error) {
	old, err := s.Documents.Content(ctx, sub.Document, from)
	if err != nil {
		return nil, err
	}
	now, err := s.Documents.Content(ctx, sub.Document, to)
	return document.Diff(old, now), err
}

// History returns what happened to a submission, oldest first.
func (s *Room) History(ctx context.Context, sub Submission) ([]agency.Event, error) {
	return s.Documents.History(ctx, sub.Document)
}

// letter returns the write of a letter to the writer.
func (s *Room) letter(ctx context.Context, sub Submission, letter string, values func(About) any) (table.Write, error) {
	_, email, err := s.People.Contact(ctx, sub.Person)
	if err != nil {
		return table.Write{}, err
	}
	about := About{Submission: sub.ID, Name: sub.Name}
	c, err := s.Documents.Content(ctx, sub.Document, sub.Document.Current.Number)
	if err != nil {
		return table.Write{}, err
	}
	about.Title = c.Title
	return outbox.PostMail(outbox.Mail{ID: s.IDs.New(), At: s.Now(), To: email, ReplyTo: s.Editors, Letter: letter, About: sub.Thing()}, values(about))
}

// replaced returns the write of a submission as it is now.
func (sub Submission) replaced() (table.Write, error) {
	i, err := sub.item()
	return table.Replace(i), err
}

// read decodes the item under k into v and returns its version.
func (s *Room) read(ctx context.Context, k table.Key, v any) (int64, error) {
	i, err := s.Table.Get(ctx, k)
	if err != nil {
		return 0, fmt.Errorf("reading %s: %w", k, err)
	}
	if err := json.Unmarshal(i.Body, v); err != nil {
		return 0, fmt.Errorf("reading %s: %w", k, err)
	}
	return i.Version, nil
}
