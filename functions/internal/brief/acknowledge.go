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

// Ack says that somebody has read a version and knows what it asks of them.
type Ack struct {
	Number  int
	Hash    string
	First   int // the first version that they acknowledged: their terms
	At      time.Time
	Answers []int // of the self-check, all of them right
}

func ackKey(id string, number int) table.Key {
	return table.Key{Space: table.Private, PK: application.PK(id), SK: fmt.Sprintf("ACK#%04d", number)}
}

func triedKey(id string, number int) table.Key {
	return table.Key{Space: table.Private, PK: application.PK(id), SK: fmt.Sprintf("TRIED#%04d", number)}
}

// Acknowledged returns the newest version that an application acknowledged.
func (s *Room) Acknowledged(ctx context.Context, id string) (Ack, bool, error) {
	acks, err := s.acks(ctx, id)
	if err != nil || len(acks) == 0 {
		return Ack{}, false, err
	}
	return acks[len(acks)-1], true, nil
}

// acks are what an application acknowledged, the first version first.
func (s *Room) acks(ctx context.Context, id string) ([]Ack, error) {
	if !agency.ValidID(id) {
		return nil, nil
	}
	var acks []Ack
	err := s.each(ctx, table.Query{Space: table.Private, PK: application.PK(id), Prefix: "ACK#"}, func(i table.Item) error {
		var ack Ack
		if err := json.Unmarshal(i.Body, &ack); err != nil {
			return fmt.Errorf("reading acknowledgement: %w", err)
		}
		acks = append(acks, ack)
		return nil
	})
	return acks, err
}

// SelfCheck returns the questions that the sender of an application is asked
// about the released version.
func (s *Room) SelfCheck(ctx context.Context, a application.Application) (Released, []Question, error) {
	r, err := s.Released(ctx, a.Program)
	if err != nil {
		return r, nil, err
	}
	first, took, err := s.terms(ctx, a.ID)
	r.Brief = r.taking(took)
	return r, Questions(r, a.ID, first), err
}

// Acknowledge is the word of an application's sender that they know what the
// released version asks of them: three right answers. Wrong ones say what to
// read again and are held against nobody. The same version acknowledged twice
// stays as it was.
func (s *Room) Acknowledge(ctx context.Context, actor agency.Actor, a application.Application, number int, hash string, answers []int) (Ack, Result, error) {
	for range raceTries {
		ack, result, err := s.acknowledge(ctx, actor, a.ID, number, hash, answers)
		if !raced(err) {
			return ack, result, err
		}
	}
	return Ack{}, Result{}, fmt.Errorf("acknowledging brief: %w", table.ErrUnavailable)
}

func (s *Room) acknowledge(ctx context.Context, actor agency.Actor, id string, number int, hash string, answers []int) (Ack, Result, error) {
	a, err := s.Applications.OwnedBy(ctx, actor, id)
	if err != nil {
		return Ack{}, Result{}, err
	}
	r, questions, err := s.SelfCheck(ctx, a)
	if err != nil {
		return Ack{}, Result{}, err
	}
	if r.Number != number || r.Hash != hash {
		return Ack{}, Result{}, agency.Conflict("There is a newer version of this brief than the one you read. Read that one, please: it says what changed.", nil)
	}
	if before, known, err := s.Acknowledged(ctx, a.ID); err != nil || known && before.Number == number {
		return before, Result{OK: err == nil}, err
	}
	if !Takes(a) {
		return Ack{}, Result{}, agency.Conflict("Only who was accepted acknowledges the brief.", nil)
	}
	result, err := marked(questions, answers)
	if err != nil {
		return Ack{}, Result{}, err
	}
	first, _, err := s.terms(ctx, a.ID)
	if err != nil {
		return Ack{}, Result{}, err
	}
	if first == 0 {
		first = number
	}
	ack := Ack{Number: number, Hash: hash, First: first, At: s.Now(), Answers: answers[:len(questions)]}
	return ack, result, s.keepAck(ctx, a, ack, questions, result)
}

// keepAck keeps right answers as an acknowledgement, and of the first ones
// which were wrong: that says something of the clause, not of the person.
func (s *Room) keepAck(ctx context.Context, a application.Application, ack Ack, questions []Question, r Result) error {
	writes, err := s.countWrong(ctx, a, ack.Number, questions, r)
	if err != nil {
		return err
	}
	if r.OK {
		item, err := put(ackKey(a.ID, ack.Number), "acknowledgement", ack)
		if err != nil {
			return err
		}
		event, err := audit.Write(agency.Event{ID: s.IDs.New(), At: ack.At, Actor: a.Person, Action: "acknowledge", Thing: a.Thing(),
			From: a.State, To: a.State, Note: fmt.Sprintf("version %d of the brief", ack.Number)})
		if err != nil {
			return err
		}
		writes = append(writes, table.Create(item), event, table.Check(application.Key(a.ID), a.Version))
	}
	if len(writes) == 0 {
		return nil
	}
	if err := s.Table.Write(ctx, "", writes...); err != nil {
		return fmt.Errorf("acknowledging brief: %w", err)
	}
	return nil
}
