package application

import (
	"context"
	"errors"
	"fmt"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/table"
)

// A look is what a person of the staff gave an application: time for its
// answers, or a piece of work opened. No outcome is possible without one.

// ReadingTime is the least time that answers are read for.
const ReadingTime = 20 * time.Second

// Look says that somebody looked.
type Look struct {
	By  string // person id
	At  time.Time
	How string // "read" or "opened"
}

func lookKey(id, by string) table.Key {
	return table.Key{Space: table.Private, PK: PK(id), SK: "LOOK#" + by}
}

// Looked records that a person looked at an application (A3). A second look
// of theirs changes nothing. Two people may look for the first time at once.
func (s *Room) Looked(ctx context.Context, actor agency.Actor, a Application, how string) (Application, error) {
	looked, err := s.looked(ctx, actor, a, how)
	for range raceTries {
		if _, raced := errors.AsType[*table.ConflictError](err); !raced {
			break
		}
		if a, err = s.Find(ctx, a.ID); err != nil {
			return a, err
		}
		looked, err = s.looked(ctx, actor, a, how)
	}
	return looked, err
}

func (s *Room) looked(ctx context.Context, actor agency.Actor, a Application, how string) (Application, error) {
	if !actor.Staff() || actor.ID == a.Person {
		return a, noSuchApplication()
	}
	look, err := put(lookKey(a.ID, actor.ID), "look", Look{By: actor.ID, At: s.Now(), How: how})
	if err != nil {
		return a, err
	}
	if a.State == Submitted {
		a, err = s.Move(ctx, actor, a, "A3", how, func(a *Application) { a.SeenAt = s.Now() }, table.Set(look))
		return a, err
	}
	err = s.Table.Write(ctx, "", table.Create(look))
	if _, before := errors.AsType[*table.ConflictError](err); before {
		return a, nil
	}
	if err != nil {
		return a, fmt.Errorf("recording look at application %s: %w", a.ID, err)
	}
	return a, nil
}

// Looks returns who looked at an application, as it is on disk now.
func (s *Room) Looks(ctx context.Context, a Application) ([]Look, error) {
	var looks []Look
	err := s.each(ctx, table.Query{Space: table.Private, PK: PK(a.ID), Prefix: "LOOK#"}, func(i table.Item) error {
		var l Look
		err := s.read(ctx, i.Key, &l)
		looks = append(looks, l)
		return err
	})
	return looks, err
}
