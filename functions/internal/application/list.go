package application

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"golang.org/x/sync/errgroup"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/audit"
	"greenroom/functions/internal/table"
)

// entryKey is where a program's own list names an application. Unlike an index
// it never lags.
func entryKey(program, id string) table.Key {
	return table.Key{Space: table.Private, PK: "APPLIED#" + program, SK: id}
}

// readers is how many applications are read at once.
const readers = 16

// Everybody returns every application ever sent to a program, oldest first, as
// each is on disk now.
func (s *Room) Everybody(ctx context.Context, program string) ([]Application, error) {
	ids, err := s.entries(ctx, program)
	if err != nil {
		return nil, err
	}
	all := make([]Application, len(ids))
	group, reading := errgroup.WithContext(ctx)
	group.SetLimit(readers)
	for i, id := range ids {
		group.Go(func() (err error) {
			all[i], err = s.Find(reading, id)
			return err
		})
	}
	return all, group.Wait()
}

func (s *Room) entries(ctx context.Context, program string) ([]string, error) {
	var ids []string
	q := table.Query{Space: table.Private, PK: entryKey(program, "").PK, Limit: table.MaxPageSize}
	err := s.each(ctx, q, func(i table.Item) error {
		ids = append(ids, i.SK)
		return nil
	})
	return ids, err
}

// InState returns the applications of a program in one state, oldest first.
// The list may lag behind, so it is for looking only.
func (s *Room) InState(ctx context.Context, program string, state agency.State) ([]Application, error) {
	return s.listed(ctx, table.Query{Space: table.Private, Index: 1, PK: "APPS#" + program,
		Prefix: string(state) + "#", Limit: table.MaxPageSize})
}

// Listed returns all applications of a program, drafts too, by state. The list
// may lag behind, so it is for looking only.
func (s *Room) Listed(ctx context.Context, program string) ([]Application, error) {
	return s.listed(ctx, table.Query{Space: table.Private, Index: 1, PK: "APPS#" + program, Limit: table.MaxPageSize})
}

// OfPerson returns a person's applications, newest first.
func (s *Room) OfPerson(ctx context.Context, person string) ([]Application, error) {
	return s.listed(ctx, table.Query{Space: table.Private, Index: 3, PK: "PERSON#" + person,
		Prefix: "APP#", Descending: true, Limit: table.MaxPageSize})
}

func (s *Room) listed(ctx context.Context, q table.Query) ([]Application, error) {
	var found []Application
	err := s.each(ctx, q, func(i table.Item) error {
		a, err := Decode(i)
		found = append(found, a)
		return err
	})
	return found, err
}

// each hands over every item of a query.
func (s *Room) each(ctx context.Context, q table.Query, take func(table.Item) error) error {
	for {
		page, err := s.Table.Query(ctx, q)
		if err != nil {
			return fmt.Errorf("listing applications: %w", err)
		}
		for _, i := range page.Items {
			if err := take(i); err != nil {
				return err
			}
		}
		if q.Cursor = page.Cursor; q.Cursor == "" {
			return nil
		}
	}
}

// uniqKey is the lock that lets a person apply to a program once.
func uniqKey(program, person string) table.Key {
	return table.Key{Space: table.Private, PK: "UNIQ#" + program + "#" + person, SK: "UNIQ"}
}

// mine returns a person's application to a program and the lock's item, whose
// version is 0 if there is none.
func (s *Room) mine(ctx context.Context, program, person string) (Application, table.Item, error) {
	lock, err := s.Table.Get(ctx, uniqKey(program, person))
	if errors.Is(err, table.ErrNotFound) {
		return Application{}, table.Item{Key: uniqKey(program, person)}, nil
	}
	if err != nil {
		return Application{}, lock, fmt.Errorf("finding a person's application: %w", err)
	}
	var id string
	if err := json.Unmarshal(lock.Body, &id); err != nil {
		return Application{}, lock, fmt.Errorf("reading %s: %w", lock.Key, err)
	}
	a, err := s.Find(ctx, id)
	if e, ok := errors.AsType[*agency.Error](err); ok && e.Kind == agency.KindNotFound { // a draft that expired
		return Application{}, lock, nil
	}
	return a, lock, err
}

// Mine returns the actor's application to a program; its ID is "" if there is
// none.
func (s *Room) Mine(ctx context.Context, actor agency.Actor, program string) (Application, error) {
	if actor.ID == "" {
		return Application{}, nil
	}
	a, _, err := s.mine(ctx, program, actor.ID)
	return a, err
}

// History returns what happened to an application, oldest first.
func (s *Room) History(ctx context.Context, a Application) ([]agency.Event, error) {
	return audit.Events(ctx, s.Table, a.Thing())
}
