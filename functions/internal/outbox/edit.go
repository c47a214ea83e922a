package outbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/table"
)

// Edit gives a mail other values and makes a its author. It is a draft then:
// an approval was for other words. version is that of the mail as it was
// shown; if it is another by now, the error is a conflict and the mail comes
// back as it is, so that both can be shown. The same values sent twice are one
// edit.
func (s *Room) Edit(ctx context.Context, a agency.Actor, id string, version int64, values any) (Mail, error) {
	if err := may(a); err != nil {
		return Mail{}, err
	}
	m, err := s.Find(ctx, id)
	if err != nil {
		return m, err
	}
	data, err := encode(m.Letter, values)
	if err != nil {
		return m, err
	}
	if m.State == Drafted && m.Author == a.ID && bytes.Equal(m.Values, data) {
		return m, nil
	}
	next, err := edited(m, a, data)
	if err != nil {
		return m, err
	}
	if m.Version != version {
		return m, changed(nil)
	}
	action := rework
	if m.State == Drafted {
		action = "edit"
	}
	next, err = s.save(ctx, a, next, action, m.State)
	if e, ok := errors.AsType[*agency.Error](err); ok && e.Kind == agency.KindConflict {
		if now, again := s.Find(ctx, id); again == nil {
			return now, err
		}
	}
	return next, err
}

// edited is m with other values, read by nobody yet.
func edited(m Mail, a agency.Actor, data []byte) (Mail, error) {
	if m.State == Approved && !m.Held {
		return m, agency.Conflict("This mail was released. Its words cannot be changed any more.", nil)
	}
	if m.State != Drafted {
		if err := m.step(rework); err != nil {
			return m, err
		}
	}
	m = unread(m)
	m.Values, m.Author = data, a.ID
	return m, nil
}

// unread is m without its approval.
func unread(m Mail) Mail {
	cleared := fresh(m)
	cleared.State, cleared.Held, cleared.Version = m.State, m.Held, m.Version
	return cleared
}

// AskSecondLook puts drafts before a second person (O1), each in a write of its
// own, so that being cut off loses nothing: call it again. Those that wait
// there already, or were read since, are left as they are. One that cannot be
// read does not keep back the others.
func (s *Room) AskSecondLook(ctx context.Context, a agency.Actor, ids ...string) error {
	if err := may(a); err != nil {
		return err
	}
	var faults []error
	for _, id := range ids {
		if err := s.ask(ctx, a, id); err != nil {
			faults = append(faults, fmt.Errorf("asking for a second look at mail %s: %w", id, err))
		}
		if err := ctx.Err(); err != nil {
			break
		}
	}
	return errors.Join(faults...)
}

// raceTries is how often a mail that changed under us is read again.
const raceTries = 4

func (s *Room) ask(ctx context.Context, a agency.Actor, id string) error {
	var err error
	for range raceTries {
		var m Mail
		if m, err = s.Find(ctx, id); err != nil {
			return err
		}
		if m.State == SecondLook || m.State == Approved {
			return nil
		}
		before := m.State
		if err := m.step(askSecondLook); err != nil {
			return err
		}
		_, err = s.save(ctx, a, m, askSecondLook, before)
		if _, raced := errors.AsType[*table.ConflictError](err); !raced {
			return err
		}
	}
	return err
}
