package brief

import (
	"context"
	"errors"
	"fmt"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/audit"
	"greenroom/functions/internal/document"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
)

// Contact is who signs for the client.
type Contact struct{ Name, Email string }

func contactKey(slug string) table.Key {
	return table.Key{Space: table.Private, PK: "CLIENT#" + slug, SK: "CONTACT"}
}

func (s *Room) contact(ctx context.Context, slug string) (Contact, error) {
	var c Contact
	err := s.read(ctx, contactKey(slug), &c)
	return c, err
}

// Contact returns who signs for the client of a program, for the desk. It is
// the zero Contact while nobody was named.
func (s *Room) Contact(ctx context.Context, actor agency.Actor, slug string) (Contact, error) {
	if err := mayWrite(actor); err != nil {
		return Contact{}, err
	}
	if _, err := s.Programs.Find(ctx, slug); err != nil {
		return Contact{}, err
	}
	c, err := s.contact(ctx, slug)
	if errors.Is(err, table.ErrNotFound) {
		return Contact{}, nil
	}
	return c, err
}

// SetContact says who signs for the client of a program.
func (s *Room) SetContact(ctx context.Context, actor agency.Actor, slug, name, email string) error {
	if err := mayWrite(actor); err != nil {
		return err
	}
	p, err := s.Programs.Find(ctx, slug)
	if err != nil {
		return err
	}
	name, email = agency.Tidy(name), agency.Tidy(email)
	f := new(faults)
	if !agency.PlainLine(name) || len([]rune(name)) > 100 {
		f.add("name", "Enter the name of who signs, in 100 characters or fewer")
	}
	if !agency.Mailbox(email) {
		f.add("email", "Enter an email address in the correct format, like name@example.com")
	}
	if err := f.err(); err != nil {
		return err
	}
	item, err := put(contactKey(p.Slug), "client contact", Contact{name, email})
	if err != nil {
		return err
	}
	event, err := audit.Write(agency.Event{ID: s.IDs.New(), At: s.Now(), Actor: actor.ID, Action: "name contact", Thing: "brief " + p.Slug})
	if err != nil {
		return err
	}
	if err := s.Table.Write(ctx, "", table.Set(item), event); err != nil {
		return fmt.Errorf("keeping contact: %w", err)
	}
	return nil
}

// signLife is how long a client's link can be used.
const signLife = 14 * 24 * time.Hour

// askClient returns the letter with the link for the newest version.
func (s *Room) askClient(ctx context.Context, p program.Program, d document.Document) (table.Write, error) {
	c, err := s.contact(ctx, p.Slug)
	if errors.Is(err, table.ErrNotFound) {
		return table.Write{}, agency.Conflict("Nobody is named who signs for the client. A project manager has to enter them first.", nil)
	}
	if err != nil {
		return table.Write{}, err
	}
	b, err := s.version(ctx, d, d.Current.Number)
	if err != nil {
		return table.Write{}, err
	}
	until := s.Now().Add(signLife)
	manager, mailbox := s.Applications.Staff.Manager(p.Manager)
	return outbox.PostMail(outbox.Mail{ID: s.IDs.New(), At: s.Now(), To: c.Email, ReplyTo: mailbox, Letter: LetterSign, About: d.Thing()},
		SignValues{Ticket: Ticket{Document: d.ID, Number: d.Current.Number, Hash: d.Current.Hash, Expires: until.Unix()},
			Name: c.Name, Title: p.Title, Manager: manager, Clauses: len(b.Clauses), Until: application.Day(until, p.TimeZone)})
}

// AskAgain sends the client a new link to the version that waits for them.
func (s *Room) AskAgain(ctx context.Context, actor agency.Actor, slug string) error {
	if err := mayWrite(actor); err != nil {
		return err
	}
	p, d, err := s.open(ctx, slug)
	if err != nil {
		return err
	}
	if d.Current.State != document.ClientReview {
		return agency.Conflict("No version of this brief waits for the client.", nil)
	}
	letter, err := s.askClient(ctx, p, d)
	if err != nil {
		return err
	}
	event, err := audit.Write(agency.Event{ID: s.IDs.New(), At: s.Now(), Actor: actor.ID, Action: "ask again", Thing: d.Thing(),
		From: d.Current.State, To: d.Current.State, Note: fmt.Sprintf("version %d", d.Current.Number)})
	if err != nil {
		return err
	}
	if err := s.Table.Write(ctx, "", letter, event); err != nil {
		return fmt.Errorf("asking the client again: %w", err)
	}
	return nil
}
