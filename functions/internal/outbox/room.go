package outbox

import (
	"context"
	"errors"
	"fmt"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/audit"
	"greenroom/functions/internal/table"
)

// Room is the room at work: mail as staff read, edit and approve it.
type Room struct {
	Table table.Table
	IDs   *agency.IDs
	Now   agency.Clock
}

// Find returns one mail, in whatever state it is.
func (s *Room) Find(ctx context.Context, id string) (Mail, error) {
	if !agency.ValidID(id) {
		return Mail{}, noSuchMail()
	}
	i, err := s.Table.Get(ctx, key(id))
	if errors.Is(err, table.ErrNotFound) {
		return Mail{}, noSuchMail()
	}
	if err != nil {
		return Mail{}, fmt.Errorf("finding mail %s: %w", id, err)
	}
	return decode(i)
}

// About returns every mail about a thing, newest first.
func (s *Room) About(ctx context.Context, thing string) ([]Mail, error) {
	q := table.Query{Space: table.Private, Index: 3, PK: about(thing), Descending: true}
	return s.all(ctx, q, func(m Mail) bool { return m.About == thing })
}

// InGroup returns every mail of a group that was neither sent nor discarded,
// oldest first.
func (s *Room) InGroup(ctx context.Context, group string) ([]Mail, error) {
	q := table.Query{Space: table.Private, Index: 2, PK: grouped(group)}
	return s.all(ctx, q, func(m Mail) bool { return m.Group == group && m.inGroup() })
}

// pageSize is how many mails a person sees at once.
const pageSize = 25

// List returns a page of the mails in one state. What waits is given oldest
// first, what is over newest first.
func (s *Room) List(ctx context.Context, state agency.State, cursor string) ([]Mail, string, error) {
	q := table.Query{Space: table.Private, Index: 1, PK: listed(state), Limit: pageSize, Cursor: cursor,
		Descending: state == Sent || state == Discarded}
	found, next, err := s.page(ctx, q, func(m Mail) bool { return m.State == state })
	if errors.Is(err, table.ErrCursor) {
		return nil, "", agency.NotFound("That page of the list does not exist. Start from the first one.")
	}
	return found, next, err
}

func (s *Room) all(ctx context.Context, q table.Query, wanted func(Mail) bool) ([]Mail, error) {
	var found []Mail
	for {
		more, next, err := s.page(ctx, q, wanted)
		if err != nil {
			return nil, err
		}
		found = append(found, more...)
		if q.Cursor = next; next == "" {
			return found, nil
		}
	}
}

// page answers a query of an index. An index may lag behind, so each mail is
// read again before it is looked at.
func (s *Room) page(ctx context.Context, q table.Query, wanted func(Mail) bool) ([]Mail, string, error) {
	page, err := s.Table.Query(ctx, q)
	if err != nil {
		return nil, "", fmt.Errorf("listing mail: %w", err)
	}
	var found []Mail
	for _, i := range page.Items {
		base, err := s.Table.Get(ctx, i.Key)
		if errors.Is(err, table.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, "", fmt.Errorf("listing mail: %w", err)
		}
		m, err := decode(base)
		if err != nil {
			return nil, "", err
		}
		if wanted(m) {
			found = append(found, m)
		}
	}
	return found, page.Cursor, nil
}

// save writes the new state of m with its audit event.
func (s *Room) save(ctx context.Context, a agency.Actor, m Mail, action string, before agency.State) (Mail, error) {
	write, err := replace(m)
	if err != nil {
		return m, err
	}
	event, err := audit.Write(agency.Event{ID: s.IDs.New(), At: s.Now(), Actor: a.ID, Action: action,
		Thing: thing(m.ID), From: before, To: m.State})
	if err != nil {
		return m, err
	}
	err = s.Table.Write(ctx, "", write, event)
	if conflict, ok := errors.AsType[*table.ConflictError](err); ok {
		return m, changed(conflict)
	}
	if err != nil {
		return m, fmt.Errorf("recording %s of mail %s: %w", action, m.ID, err)
	}
	m.Version++
	return m, nil
}

// thing names a mail in audit events.
func thing(id string) string { return "mail " + id }

// may refuses who may not write and read mail.
func may(a agency.Actor) error {
	if a.ID != "" && a.Is(agency.ProjectManager, agency.Lead, agency.Editor, agency.Admin) {
		return nil
	}
	return agency.Forbidden("Only project managers, leads, editors and admins may handle mail.")
}

func noSuchMail() error {
	return agency.NotFound("There is no such mail.")
}

func changed(cause error) error {
	return agency.Conflict("This mail is not what it was when you looked at it. Nothing was changed.", cause)
}
