package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/table"
)

// postbag is a carrier that fails so many times, then takes what it is given.
type postbag struct {
	failures int
	cause    error
	carried  []outbox.Mail
	mu       sync.Mutex
}

func (p *postbag) Carry(_ context.Context, m outbox.Mail) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.failures > 0 {
		p.failures--
		if p.cause != nil {
			return p.cause
		}
		return errors.New("the post office is closed")
	}
	p.carried = append(p.carried, m)
	return nil
}

// dying is a carrier that stops the world: nothing is noted after it.
type dying struct {
	bag  *postbag
	stop func()
}

func (d dying) Carry(ctx context.Context, m outbox.Mail) error {
	err := d.bag.Carry(ctx, m)
	d.stop()
	return err
}

// broken is a table whose writes fail while down says so.
type broken struct {
	table.Table
	down  *bool
	fault error
}

func (b broken) Write(ctx context.Context, token string, writes ...table.Write) error {
	if *b.down {
		return b.fault
	}
	return b.Table.Write(ctx, token, writes...)
}

func TestAMailIsSentOnceAndForgetsItsValues(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id, bag := h.post(t), new(postbag)
	for range 3 {
		if err := h.sender(bag, false).Send(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		h.clock.Pass(time.Hour)
	}
	if len(bag.carried) != 1 || string(bag.carried[0].Values) != `{"Request":"r1"}` {
		t.Errorf("carried %v", bag.carried)
	}
	changes, _, err := h.store.Changes(t.Context(), "", 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range changes[1:] {
		if _, waiting := outbox.Waiting(c); waiting {
			t.Error("a mail that is being sent still waits")
		}
	}
	if m := h.find(t, id); m.State != outbox.Sent || len(m.Values) > 0 || !m.NextTry.IsZero() {
		t.Errorf("a sent mail is kept as %+v", m)
	}
	want := "[O5 system approved>sending O6 system sending>sent]"
	if got := fmt.Sprint(h.story(t, id)); got != want {
		t.Errorf("the record says %s, want %s", got, want)
	}
}

func TestAFailedMailIsTriedAgainLaterAndBlocksNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id, bag := h.post(t), &postbag{failures: 4}
	s := h.sender(bag, false)
	for n, wait := range []time.Duration{0, time.Minute, 4 * time.Minute, 15 * time.Minute, time.Hour} {
		h.clock.Pass(max(wait-time.Second, 0))
		if n > 0 {
			if sent, err := s.SendDue(t.Context()); sent != 0 || err != nil || 4-bag.failures != n {
				t.Fatalf("try %d came early: sent %d, %v", n+1, sent, err)
			}
			h.clock.Pass(time.Second)
		}
		if n == 0 {
			if err := s.Send(t.Context(), id); err != nil {
				t.Fatalf("a mail that fails keeps back the others: %v", err)
			}
		} else if _, err := s.SendDue(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if m := h.find(t, id); m.State != outbox.Sent || len(bag.carried) != 1 || m.Problem != "" {
		t.Errorf("state %s, carried %d, problem %q", m.State, len(bag.carried), m.Problem)
	}
}

func TestWhatHappenedIsNotedWhenTheCallerIsGone(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.post(t)
	ctx, cancel := context.WithCancel(t.Context())
	bag := new(postbag)
	if err := h.sender(dying{bag: bag, stop: cancel}, false).Send(ctx, id); err != nil {
		t.Fatal(err)
	}
	if m := h.find(t, id); m.State != outbox.Sent {
		t.Errorf("state is %s", m.State)
	}
}

func TestManySendersSendEachMailOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	bag := new(postbag)
	for range 120 {
		h.post(t)
	}
	s := h.sender(bag, false)
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			if _, err := s.SendDue(context.Background()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	seen := map[string]int{}
	for _, m := range bag.carried {
		seen[m.ID]++
	}
	if len(seen) != 120 || len(bag.carried) != 120 {
		t.Errorf("%d mails were carried %d times", len(seen), len(bag.carried))
	}
}

func TestWhatIsHeldDoesNotLeave(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	bag := new(postbag)
	s := h.sender(bag, true)
	for _, id := range []string{h.draft(t), h.approved(t)} {
		if err := s.Send(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := s.SendDue(t.Context()); n != 0 || err != nil || len(bag.carried) != 0 {
		t.Errorf("sent %d, %v, carried %d", n, err, len(bag.carried))
	}
}

func TestOneMailThatCannotBeReadKeepsBackNoOther(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	damaged := table.Item{Key: table.Key{Space: table.Private, PK: "MAIL#0", SK: "META"}, Kind: "mail", Body: []byte(`{"ID":7}`)}
	damaged.Index[0] = table.IndexKey{PK: "MAILS#approved", SK: "0"}
	h.write(t, table.Create(damaged), nil)
	h.post(t)
	bag := new(postbag)
	if n, err := h.sender(bag, false).SendDue(t.Context()); n != 1 || err == nil || len(bag.carried) != 1 {
		t.Errorf("sent %d, %v", n, err)
	}
}

func TestSendingWhatDoesNotExistIsNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	bag := new(postbag)
	if err := h.sender(bag, false).Send(t.Context(), "m2"); err != nil || len(bag.carried) != 0 {
		t.Errorf("got %v, carried %d", err, len(bag.carried))
	}
}

func TestASenderWithoutAClockSendsWhatIsNew(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	good, bad, bag := h.post(t), h.post(t), &postbag{failures: 1}
	s := h.sender(bag, true)
	s.Now, s.IDs = nil, nil
	for _, id := range []string{bad, good} {
		if err := s.Send(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := s.SendDue(t.Context()); n != 0 || err != nil {
		t.Errorf("it tried again at no time: %d, %v", n, err)
	}
	if n, err := h.sender(bag, true).SendDue(t.Context()); n != 1 || err != nil || h.find(t, good).State != outbox.Sent {
		t.Errorf("with a clock: sent %d, %v", n, err)
	}
}
