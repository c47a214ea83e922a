package outbox_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/outbox"
)

// world is a group of mails with what really happened to them, kept apart from
// the records.
type world struct {
	house
	rt     *rapid.T
	again  bool
	mails  []string
	writer map[string]string          // mail and its values → who wrote them
	readBy map[string]map[string]bool // mail and values → who approved them, alone or by sample
	left   map[string]int             // mail → how often it left
	resent map[string]bool            // a person decided to send it once more
	gone   map[string]bool            // discarded
	faults []string
}

func words(m outbox.Mail) string { return m.ID + " " + string(m.Values) }

// Carry lets a mail go as chance has it, and checks that it may.
func (w *world) Carry(_ context.Context, m outbox.Mail) error {
	switch rapid.IntRange(0, 3).Draw(w.rt, "post office") {
	case 0:
		return fmt.Errorf("refused")
	case 1:
		w.leave(m)
		return &outbox.Unsure{Err: fmt.Errorf("no answer")}
	}
	w.leave(m)
	return nil
}

func (w *world) leave(m outbox.Mail) {
	author, readers := w.writer[words(m)], w.readBy[words(m)]
	if len(readers) == 0 || readers[author] {
		w.faults = append(w.faults, fmt.Sprintf("%s by %s left, read by %v", words(m), author, readers))
	}
	if w.gone[m.ID] {
		w.faults = append(w.faults, m.ID+" was discarded and left")
	}
	if w.again && w.left[m.ID] > 0 {
		return // this carrier drops what it took before
	}
	if w.left[m.ID]++; w.left[m.ID] > 1 && !w.resent[m.ID] {
		w.faults = append(w.faults, m.ID+" left twice")
	}
}

func (w *world) read(a agency.Actor, m outbox.Mail) {
	k := words(m)
	if w.readBy[k] == nil {
		w.readBy[k] = map[string]bool{}
	}
	w.readBy[k][a.ID] = true
}

// act does one thing at random to a mail at random; what is refused is fine.
func (w *world) act() {
	ctx := context.Background()
	staff := []agency.Actor{devon(), tess(), marisol()}
	a := rapid.SampledFrom(staff).Draw(w.rt, "who")
	id := rapid.SampledFrom(w.mails).Draw(w.rt, "mail")
	m := w.find(w.rt, id)
	version := m.Version - int64(rapid.SampledFrom([]int{0, 0, 0, 1}).Draw(w.rt, "behind"))
	what := []string{"edit", "ask", "approve", "group", "release", "discard", "retry", "machinery", "machinery"}
	if rapid.Bool().Draw(w.rt, "onward") {
		what = onward(m)
	}
	switch rapid.SampledFrom(what).Draw(w.rt, "what") {
	case "edit":
		text := rapid.StringMatching("[a-c]{1,3}").Draw(w.rt, "text")
		if next, err := w.Edit(ctx, a, id, version, letter{text}); err == nil {
			delete(w.readBy, words(next)) // also the same words are to be read anew
			w.writer[words(next)] = a.ID
		}
	case "ask":
		_ = w.AskSecondLook(ctx, a, id)
	case "approve":
		if err := w.Approve(ctx, a, id, version); err == nil {
			w.read(a, m)
		}
	case "group":
		w.approveGroup(a, id, version)
	case "release":
		if write, err := outbox.Release(m); err == nil {
			w.write(w.rt, write, nil)
		}
	case "discard":
		if write, err := outbox.Discard(m); err == nil {
			w.write(w.rt, write, nil)
			w.gone[id] = true
		}
	case "retry":
		if err := w.Retry(ctx, a, id); err == nil {
			w.resent[id] = true
		}
	default:
		w.machinery(id)
	}
}

// onward is what somebody who wants the mail to leave does next.
func onward(m outbox.Mail) []string {
	switch {
	case m.State == outbox.Drafted:
		return []string{"ask"}
	case m.State == outbox.SecondLook:
		return []string{"approve", "approve", "group"}
	case m.State == outbox.Approved && m.Held:
		return []string{"release"}
	case m.State == outbox.Failed:
		return []string{"retry", "machinery"}
	}
	return []string{"machinery"}
}

func (w *world) approveGroup(a agency.Actor, sample string, version int64) {
	before := map[string]outbox.Mail{}
	for _, id := range w.mails {
		before[id] = w.find(w.rt, id)
	}
	if _, err := w.ApproveGroup(context.Background(), a, group, sample, version); err != nil {
		return
	}
	for _, id := range w.mails {
		if now := w.find(w.rt, id); before[id].State == outbox.SecondLook && now.State == outbox.Approved {
			w.read(a, now)
		}
	}
}

// machinery is what happens without staff.
func (w *world) machinery(id string) {
	ctx := context.Background()
	var err error
	switch rapid.IntRange(0, 3).Draw(w.rt, "machinery") {
	case 0:
		err = w.sender(w, w.again).Send(ctx, id)
	case 1:
		_, err = w.sender(w, w.again).SendDue(ctx)
	case 2:
		down := false
		s := w.sender(cutter{w, &down}, w.again)
		s.Table = broken{Table: w.store, down: &down, fault: fmt.Errorf("power is gone")}
		_ = s.Send(ctx, id)
	default:
		w.clock.Pass(time.Duration(rapid.IntRange(1, 90).Draw(w.rt, "minutes")) * time.Minute)
	}
	if err != nil {
		w.rt.Fatal(err)
	}
}

// cutter is a carrier after which nothing is noted.
type cutter struct {
	*world
	down *bool
}

func (c cutter) Carry(ctx context.Context, m outbox.Mail) error {
	err := c.world.Carry(ctx, m)
	*c.down = true
	return err
}

// Whatever staff and the machinery do in whatever order: nothing leaves that
// was not approved by somebody else than its author in exactly those values,
// nothing leaves twice unless a person sends it again, and nothing leaves that
// was discarded.
func TestAnyOrderOfWorkKeepsTheRules(t *testing.T) {
	t.Parallel()
	sent := 0
	rapid.Check(t, func(rt *rapid.T) {
		h := newHouse(t)
		w := &world{house: h, rt: rt, again: rapid.Bool().Draw(rt, "again"), writer: map[string]string{},
			readBy: map[string]map[string]bool{}, left: map[string]int{}, resent: map[string]bool{}, gone: map[string]bool{}}
		for range 3 {
			id := h.draft(rt)
			w.mails = append(w.mails, id)
			w.writer[words(h.find(rt, id))] = devon().ID
		}
		for range rapid.IntRange(1, 60).Draw(rt, "steps") {
			w.act()
			if len(w.faults) > 0 {
				rt.Fatal(strings.Join(w.faults, "; "))
			}
		}
		for _, id := range w.mails {
			sent += w.left[id]
		}
	})
	if sent == 0 {
		t.Error("nothing ever left: the test shows nothing")
	}
	t.Logf("%d mails left", sent)
}
