package brief

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/audit"
	"greenroom/functions/internal/table"
)

// took says when somebody took an offer, and which amendment made it.
type took struct {
	Clause, Asked int
	At            time.Time
	For           []int `json:",omitempty"` // deliverables that it was taken for: others were past it
}

func tookKey(id string, clause int) table.Key {
	return table.Key{Space: table.Private, PK: application.PK(id), SK: fmt.Sprintf("TOOK#%04d", clause)}
}

// terms are what the sender of an application agreed to: the first version that
// they acknowledged, or 0, and by clause the offers that they took.
func (s *Room) terms(ctx context.Context, id string) (first int, taken map[int]took, err error) {
	acks, err := s.acks(ctx, id)
	if err != nil || len(acks) == 0 {
		return 0, nil, err
	}
	taken = map[int]took{}
	err = s.each(ctx, table.Query{Space: table.Private, PK: application.PK(id), Prefix: "TOOK#"}, func(i table.Item) error {
		var offer took
		if err := json.Unmarshal(i.Body, &offer); err != nil {
			return fmt.Errorf("reading offer that was taken: %w", err)
		}
		taken[offer.Clause] = offer
		return nil
	})
	return acks[0].Number, taken, err
}

// Agreed returns the newest version that an application acknowledged, as it
// holds for its sender: offers that they took are clauses like others. ok is
// false if they acknowledged none.
func (s *Room) Agreed(ctx context.Context, a application.Application) (b Brief, ack Ack, ok bool, err error) {
	if ack, ok, err = s.Acknowledged(ctx, a.ID); err != nil || !ok {
		return b, ack, false, err
	}
	if b, err = s.At(ctx, a.Program, ack.Number); err != nil {
		return b, ack, false, err
	}
	_, taken, err := s.terms(ctx, a.ID)
	return b.taking(taken), ack, err == nil, err
}

// Take takes an offer of the released version: the clause binds from then on,
// and its fee and days are owed in the same write. number is that of the version
// that was shown. Taking it twice is taking it once.
func (s *Room) Take(ctx context.Context, actor agency.Actor, a application.Application, number, clause int) error {
	for range raceTries {
		if err := s.takeOnce(ctx, actor, a.ID, number, clause); !raced(err) {
			return err
		}
	}
	return fmt.Errorf("taking an offer: %w", table.ErrUnavailable)
}

func (s *Room) takeOnce(ctx context.Context, actor agency.Actor, id string, number, clause int) error {
	a, err := s.Applications.OwnedBy(ctx, actor, id)
	if err != nil {
		return err
	}
	r, err := s.Released(ctx, a.Program)
	if err != nil {
		return err
	}
	c, known := r.Clause(clause)
	if r.Number != number || !known || !Takes(a) {
		return agency.Conflict("This offer is not what it was when you looked at it. Open the brief again.", nil)
	}
	first, taken, err := s.terms(ctx, a.ID)
	if err != nil || !c.Offer(first) || c.Why.Asked <= taken[clause].Asked {
		return err
	}
	mark := took{Clause: c.Number, Asked: c.Why.Asked, At: s.Now()}
	var owed []table.Write
	if s.Owing != nil {
		if mark.For, owed, err = s.Owing.Owe(ctx, actor, a, c); err != nil {
			return err
		}
	}
	return s.take(ctx, a, number, mark, owed)
}

func (s *Room) take(ctx context.Context, a application.Application, number int, mark took, owed []table.Write) error {
	item, err := put(tookKey(a.ID, mark.Clause), "offer taken", mark)
	if err != nil {
		return err
	}
	event, err := audit.Write(agency.Event{ID: s.IDs.New(), At: s.Now(), Actor: a.Person, Action: "take offer", Thing: a.Thing(),
		From: a.State, To: a.State, Note: fmt.Sprintf("clause %d of version %d of the brief", mark.Clause, number)})
	if err != nil {
		return err
	}
	if err := s.Table.Write(ctx, "", append(owed, table.Set(item), event, table.Check(application.Key(a.ID), a.Version))...); err != nil {
		return fmt.Errorf("taking an offer: %w", err)
	}
	return nil
}
