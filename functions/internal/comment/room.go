package comment

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/audit"
	"greenroom/functions/internal/table"
)

// Posts says which posts take comments.
type Posts interface {
	// TakesComments returns the title of a published post that was not withdrawn.
	TakesComments(slug string) (title string, ok bool)
}

// Room is the room at work.
type Room struct {
	Table      table.Table
	Posts      Posts
	IDs        *agency.IDs
	Now        agency.Clock
	Rules      *agency.Validator
	Moderators string // mailbox that hears of every held comment
}

// Find returns one comment, in whatever state it is.
func (s *Room) Find(ctx context.Context, post, id string) (Comment, error) {
	if post == "" || !agency.ValidID(id) {
		return Comment{}, noSuchComment()
	}
	i, err := s.Table.Get(ctx, Key(post, id))
	if errors.Is(err, table.ErrNotFound) || errors.Is(err, table.ErrInvalid) {
		return Comment{}, noSuchComment()
	}
	if err != nil {
		return Comment{}, fmt.Errorf("finding comment %s: %w", id, err)
	}
	return Decode(i)
}

// List returns a page of the comments in one state. What waits is given oldest
// first, everything else newest first. The index may lag behind, so each item
// is read again before it is shown.
func (s *Room) List(ctx context.Context, state agency.State, cursor string) ([]Comment, string, error) {
	page, err := s.Table.Query(ctx, table.Query{
		Space: table.Open, Index: 1, PK: listed(state),
		Descending: state != Held, Limit: pageSize, Cursor: cursor,
	})
	if errors.Is(err, table.ErrCursor) {
		return nil, "", agency.NotFound("That page of the list does not exist. Start from the first one.")
	}
	if err != nil {
		return nil, "", fmt.Errorf("listing %s comments: %w", state, err)
	}
	now, err := s.readAgain(ctx, page.Items)
	if err != nil {
		return nil, "", fmt.Errorf("listing %s comments: %w", state, err)
	}
	return slices.DeleteFunc(now, func(c Comment) bool { return c.State != state }), page.Cursor, nil
}

// readAgain reads the comments of an index as they are now, some at once: one
// after another they would take a page of the desk a tenth of a second on AWS.
func (s *Room) readAgain(ctx context.Context, listed []table.Item) ([]Comment, error) {
	now := make([]Comment, len(listed))
	reads, ctx := errgroup.WithContext(ctx)
	reads.SetLimit(readsAtOnce)
	for n := range listed {
		reads.Go(func() error {
			i, err := s.Table.Get(ctx, listed[n].Key)
			if errors.Is(err, table.ErrNotFound) {
				return nil // in no state
			}
			if err != nil {
				return err
			}
			now[n], err = Decode(i)
			return err
		})
	}
	return now, reads.Wait()
}

// readsAtOnce is how many comments are read again at the same time.
const readsAtOnce = 8

// pageSize is how many comments a moderator sees at once.
const pageSize = 25

// History returns what happened to a comment, oldest first.
func (s *Room) History(ctx context.Context, c Comment) ([]agency.Event, error) {
	return audit.Events(ctx, s.Table, thing(c.ID))
}

// event returns the write of an audit event about c.
func (s *Room) event(a agency.Actor, action string, c Comment, before agency.State, note string) (table.Write, error) {
	return audit.Write(agency.Event{
		ID: s.IDs.New(), At: s.Now(), Actor: a.ID, Action: action,
		Thing: thing(c.ID), From: before, To: c.State, Note: note,
	})
}
