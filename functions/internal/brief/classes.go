package brief

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/audit"
	"greenroom/functions/internal/document"
	"greenroom/functions/internal/table"
)

// confirmation is a second person's word that a change asks for no more than
// was agreed. It holds for the clause as it is, and for nothing else.
type confirmation struct {
	By     string
	At     time.Time
	Number int
	Class  Class
}

// confirmKey is the same for the same clause in the same words with the same
// class, against the same released version.
func confirmKey(slug string, d document.Document, c Clause) table.Key {
	text, _ := json.Marshal(c) // strings, numbers and times that were kept before: cannot fail
	sum := sha256.Sum256(text)
	return key(slug, fmt.Sprintf("CLASS#%04d#%s", d.Live.Number, hex.EncodeToString(sum[:])))
}

// needsSecond reports whether a second person has to agree that the change is
// less than a new ask.
func (a Amended) needsSecond() bool { return a.Demands && a.Why.Class != NewAsk }

// ConfirmClass is a second person's word that a changed clause of the amendment
// is what its writer calls it. version is that of the document as it was shown.
func (s *Room) ConfirmClass(ctx context.Context, actor agency.Actor, slug string, version int64, clause int) error {
	_, d, err := s.opened(ctx, mayRead(actor), slug)
	if err != nil {
		return err
	}
	if d.WrittenBy(actor.ID) {
		return agency.Forbidden("You wrote of this brief. Somebody else says whether it asks for more.")
	}
	if d.Version != version {
		return changed()
	}
	changes, err := s.amendment(ctx, d)
	if err != nil {
		return err
	}
	n := slices.IndexFunc(changes, func(a Amended) bool { return a.Number == clause && a.needsSecond() })
	if n < 0 {
		return agency.NotFound("There is no change of that clause for a second person to look at.")
	}
	return s.confirm(ctx, actor, slug, d, changes[n].Now)
}

func (s *Room) confirm(ctx context.Context, actor agency.Actor, slug string, d document.Document, c Clause) error {
	item, err := put(confirmKey(slug, d, c), "confirmation", confirmation{By: actor.ID, At: s.Now(), Number: c.Number, Class: c.Why.Class})
	if err != nil {
		return err
	}
	event, err := audit.Write(agency.Event{ID: s.IDs.New(), At: s.Now(), Actor: actor.ID, Action: "confirm class", Thing: d.Thing(),
		From: d.Current.State, To: d.Current.State, Note: fmt.Sprintf("version %d: clause %d, %s", d.Current.Number, c.Number, c.Why.Class)})
	if err != nil {
		return err
	}
	err = s.Table.Write(ctx, "", table.Create(item), event)
	if raced(err) {
		return nil // somebody said so before
	}
	if err != nil {
		return fmt.Errorf("recording a confirmation: %w", err)
	}
	return nil
}

// amendment tells what the newest version changes in the released one.
func (s *Room) amendment(ctx context.Context, d document.Document) ([]Amended, error) {
	live, released, err := s.live(ctx, d)
	if err != nil || !released || !d.Amending() {
		return nil, err
	}
	now, err := s.version(ctx, d, d.Current.Number)
	return Amendment(live, now), err
}

// Amending returns what the newest version changes in the released one, and
// which of these changes still need a second person. There are none unless an
// amendment is being written.
func (s *Room) Amending(ctx context.Context, slug string) (changes []Amended, open []int, err error) {
	_, d, err := s.open(ctx, slug)
	if err != nil {
		return nil, nil, err
	}
	if changes, err = s.amendment(ctx, d); err != nil {
		return nil, nil, err
	}
	open, err = s.unconfirmed(ctx, slug, d, changes)
	return changes, open, err
}

// unconfirmed are the numbers of the clauses that a second person still has to
// look at.
func (s *Room) unconfirmed(ctx context.Context, slug string, d document.Document, changes []Amended) ([]int, error) {
	var open []int
	for _, a := range changes {
		if !a.needsSecond() {
			continue
		}
		var said confirmation
		err := s.read(ctx, confirmKey(slug, d, a.Now), &said)
		if err != nil && !errors.Is(err, table.ErrNotFound) {
			return nil, err
		}
		// Whoever confirmed and wrote of it since is no second person any more.
		if err != nil || d.WrittenBy(said.By) {
			open = append(open, a.Number)
		}
	}
	return open, nil
}

// checkOffer demands the price of what is more than was agreed.
func (l *lint) checkOffer(a Amended) {
	said := []string{"It is more than was agreed"}
	for _, wrong := range a.Why.Wrong() {
		said = append(said, wrong.Message)
	}
	if len(said) > 1 {
		l.fault(fmt.Sprintf("clause-%d", a.Number), strings.Join(said, ". "))
	}
}

// checkAmendment demands that every change is explained, that nothing becomes
// more work without being called so, and that the list of what is made stays.
func (s *Room) checkAmendment(ctx context.Context, l *lint, d document.Document) error {
	live, released, err := s.live(ctx, d)
	if err != nil || !released || d.Current.Number == d.Live.Number {
		return err
	}
	same := slices.EqualFunc(live.Deliverables, l.brief.Deliverables, func(a, b Deliverable) bool { return a.Medium == b.Medium })
	if !same {
		l.fault("deliverables", "People work on these deliverables already. What is made can be worded better, and not become more, fewer or another thing")
	}
	changes := Amendment(live, l.brief)
	for _, a := range changes {
		if a.Why.Reason == "" {
			l.fault(fmt.Sprintf("clause-%d", a.Number), "Say why this changed after it was released")
		}
		if a.Why.Class == NewAsk {
			l.checkOffer(a)
		}
	}
	open, err := s.unconfirmed(ctx, l.program.Slug, d, changes)
	for _, n := range open {
		l.fault(fmt.Sprintf("clause-%d", n), "Somebody who did not write this has to agree that it asks for no more than before. Until then it is a new ask")
	}
	return err
}
