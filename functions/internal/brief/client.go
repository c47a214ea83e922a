package brief

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
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
type Contact struct {
	Name, Email string
	Turn        int `json:",omitempty"` // how often somebody else took over: a link holds for one turn
}

func contactKey(slug string) table.Key {
	return table.Key{Space: table.Private, PK: "CLIENT#" + slug, SK: "CONTACT"}
}

func (s *Room) contact(ctx context.Context, slug string) (Contact, error) {
	c, _, err := s.signer(ctx, slug)
	return c, err
}

// signer is the contact with the version that they are kept at: what holds only
// while they sign checks it in its write.
func (s *Room) signer(ctx context.Context, slug string) (c Contact, version int64, err error) {
	i, err := s.Table.Get(ctx, contactKey(slug))
	if err != nil {
		return c, 0, fmt.Errorf("reading contact: %w", err)
	}
	if err := json.Unmarshal(i.Body, &c); err != nil {
		return c, 0, fmt.Errorf("reading contact: %w", err)
	}
	return c, i.Version, nil
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

// Turn is how often somebody else took over for the client of a program: a link
// holds for the one it was sent in.
func (s *Room) Turn(ctx context.Context, slug string) (int, error) {
	c, err := s.contact(ctx, slug)
	if errors.Is(err, table.ErrNotFound) {
		return 0, nil
	}
	return c.Turn, err
}

// SetContact says who signs for the client of a program. Another address is
// another person: the link that was sent before opens nothing any more.
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
	for range raceTries {
		if err = s.keepContact(ctx, actor, p.Slug, Contact{Name: name, Email: email}); !raced(err) {
			return err
		}
	}
	return err
}

// keepContact keeps who signs, and what became of it in the history of the
// brief: without the address.
func (s *Room) keepContact(ctx context.Context, actor agency.Actor, slug string, c Contact) error {
	before, version, err := s.signer(ctx, slug)
	first := errors.Is(err, table.ErrNotFound)
	if err != nil && !first || before.Name == c.Name && before.Email == c.Email {
		return err
	}
	action := "name contact"
	if c.Turn = before.Turn; !first && !strings.EqualFold(before.Email, c.Email) {
		c.Turn, action = before.Turn+1, "change contact"
	}
	item, err := put(contactKey(slug), "client contact", c)
	if err != nil {
		return err
	}
	item.Version = version // 0 creates it
	event := agency.Event{ID: s.IDs.New(), At: s.Now(), Actor: actor.ID, Action: action, Thing: "brief " + slug}
	if _, d, err := s.open(ctx, slug); err == nil {
		event.Thing, event.From, event.To = d.Thing(), d.Current.State, d.Current.State
	} else if !noBrief(err) {
		return err
	}
	told, err := audit.Write(event)
	if err != nil {
		return err
	}
	if err := s.Table.Write(ctx, "", table.Replace(item), told); err != nil {
		return fmt.Errorf("keeping contact: %w", err)
	}
	return nil
}

// noBrief reports whether an error says that there is no brief yet.
func noBrief(err error) bool {
	e, ok := errors.AsType[*agency.Error](err)
	return ok && e.Kind == agency.KindNotFound
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
		SignValues{Ticket: Ticket{Document: d.ID, Number: d.Current.Number, Hash: d.Current.Hash, Expires: until.Unix(), Turn: c.Turn},
			Name: c.Name, Title: p.Title, Manager: manager, Clauses: len(b.Clauses), Until: application.Day(until, p.TimeZone)})
}

// AskAgain sends the client a new link to the version that waits for them.
func (s *Room) AskAgain(ctx context.Context, actor agency.Actor, slug string) error {
	p, d, err := s.opened(ctx, mayWrite(actor), slug)
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
