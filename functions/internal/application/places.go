package application

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/table"
)

// places counts the places of a program that are promised or given. Every
// decision that takes one or gives one back is made on the count that it read.
type places struct {
	Taken int
	Next  int // position of who comes next onto the waitlist
}

func placesKey(program string) table.Key {
	return table.Key{Space: table.Private, PK: "PLACES#" + program, SK: "T"}
}

// HoldsPlace reports whether one of the program's places is kept for a.
func (a Application) HoldsPlace() bool {
	switch a.State {
	case Decided:
		return a.Outcome.Kind == Accept
	case Accepted, Confirmed, Completed:
		return true
	}
	return false
}

func (s *Room) places(ctx context.Context, slug string) (places, table.Item, error) {
	var p places
	i, err := s.Table.Get(ctx, placesKey(slug))
	if errors.Is(err, table.ErrNotFound) {
		return p, table.Item{Key: placesKey(slug), Kind: "places"}, nil
	}
	if err != nil {
		return p, i, fmt.Errorf("counting places of %s: %w", slug, err)
	}
	if err := json.Unmarshal(i.Body, &p); err != nil {
		return p, i, fmt.Errorf("counting places of %s: %w", slug, err)
	}
	return p, i, nil
}

func keepPlaces(p places, i table.Item) (write table.Write, err error) {
	if i.Body, err = json.Marshal(p); err != nil {
		return write, fmt.Errorf("encoding places: %w", err)
	}
	return table.Replace(i), nil
}

// TakePlace returns the write that takes a place, or says that there is none.
func (s *Room) TakePlace(ctx context.Context, p program.Program) (table.Write, error) {
	count, item, err := s.places(ctx, p.Slug)
	if err != nil {
		return table.Write{}, err
	}
	if count.Taken >= p.Places {
		return table.Write{}, agency.Conflict(fmt.Sprintf("All %d places of this program are taken. Put them on the waitlist, or undo another decision first.", p.Places), nil)
	}
	count.Taken++
	return keepPlaces(count, item)
}

// TouchPlaces returns the write of a decision that takes no place: who opens the
// program again on the count that they read learns of it all the same.
func (s *Room) TouchPlaces(ctx context.Context, slug string) (table.Write, error) {
	count, item, err := s.places(ctx, slug)
	if err != nil {
		return table.Write{}, err
	}
	return keepPlaces(count, item)
}

// Undecided demands that nothing was decided since the count was read.
func (s *Room) Undecided(ctx context.Context, slug string) (table.Write, error) {
	_, item, err := s.places(ctx, slug)
	return table.Check(item.Key, item.Version), err
}

// MetAtPlaces reports whether a write met another one at the count of places,
// and may be tried again: it was about somebody else.
func MetAtPlaces(err error) bool {
	conflict, met := errors.AsType[*table.ConflictError](err)
	return met && strings.HasPrefix(conflict.Key.PK, placesKey("").PK)
}

// FreePlace returns the write that gives a place back.
func (s *Room) FreePlace(ctx context.Context, slug string) (table.Write, error) {
	count, item, err := s.places(ctx, slug)
	if err != nil {
		return table.Write{}, err
	}
	count.Taken--
	return keepPlaces(count, item)
}

// NextPosition returns a place at the end of the waitlist, and the write that
// takes it.
func (s *Room) NextPosition(ctx context.Context, slug string) (position int, write table.Write, err error) {
	count, item, err := s.places(ctx, slug)
	if err != nil {
		return 0, write, err
	}
	count.Next++
	write, err = keepPlaces(count, item)
	return count.Next, write, err
}

// Free is how many places of a program nobody has.
func (s *Room) Free(ctx context.Context, p program.Program) (int, error) {
	count, _, err := s.places(ctx, p.Slug)
	return p.Places - count.Taken, err
}
