package document

import (
	"context"
	"errors"
	"fmt"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/audit"
	"greenroom/functions/internal/table"
)

// step is one event about a version.
type step struct {
	actor, action string
	number        int
	from, to      agency.State
	note          string
}

func (s *Room) events(d Document, steps []step) ([]table.Write, error) {
	var writes []table.Write
	for _, e := range steps {
		note := fmt.Sprintf("version %d", e.number)
		if e.note != "" {
			note += ": " + e.note
		}
		w, err := audit.Write(agency.Event{ID: s.IDs.New(), At: s.Now(), Actor: e.actor, Action: e.action,
			Thing: d.Thing(), From: e.from, To: e.to, Note: note})
		if err != nil {
			return nil, err
		}
		writes = append(writes, w)
	}
	return writes, nil
}

// commit keeps a document as it is after the steps, with more in the same
// write, and returns it; where that fails, it returns it as it was before.
func (s *Room) commit(ctx context.Context, before, after Document, steps []step, more ...table.Write) (Document, error) {
	item, err := after.item()
	if err != nil {
		return before, err
	}
	events, err := s.events(after, steps)
	if err != nil {
		return before, err
	}
	writes := append([]table.Write{table.Replace(item)}, events...) // version 0 creates it
	err = s.Table.Write(ctx, "", append(writes, more...)...)
	if conflict, ok := errors.AsType[*table.ConflictError](err); ok {
		return before, changedMeanwhile(conflict)
	}
	if err != nil {
		return before, fmt.Errorf("recording %s of document %s: %w", steps[0].action, after.ID, err)
	}
	after.Version++
	return after, nil
}

// changedMeanwhile says that a document is not what it was when somebody looked.
func changedMeanwhile(cause error) error {
	return agency.Conflict("This text is not what it was when you looked at it: somebody changed it meanwhile. Nothing of yours was saved.", cause)
}

// move is the step that changes the state of v, if it may be taken now.
func (v *Version) move(actor, transition, note string) (step, error) {
	to, err := Machine().Next(v.State, transition)
	if err != nil {
		return step{}, agency.Conflict(fmt.Sprintf("This is not possible now: version %d %s.", v.Number, standing(v.State)), err)
	}
	e := step{actor: actor, action: transition, number: v.Number, from: v.State, to: to, note: note}
	v.State = to
	return e, nil
}

// standing says where a version stands.
func standing(state agency.State) string {
	switch state {
	case Draft:
		return "is still being written"
	case InReview:
		return "is being read by others"
	case ChangesRequested:
		return "waits to be changed"
	case ClientReview:
		return "waits to be signed"
	case Approved:
		return "is approved"
	case Released:
		return "was released"
	case Superseded:
		return "was replaced by a newer one"
	}
	return "was withdrawn"
}
