package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/table"
)

// cutOff sends a mail and dies before anybody notes how it ended.
func (h house) cutOff(t *testing.T, id string, again bool) *postbag {
	t.Helper()
	down, bag := false, new(postbag)
	s := h.sender(dying{bag: bag, stop: func() { down = true }}, again)
	s.Table = broken{Table: h.store, down: &down, fault: errors.New("power is gone")}
	if err := s.Send(t.Context(), id); err == nil {
		t.Fatal("it was not cut off")
	}
	return bag
}

func TestAMailWhoseSendingWasCutOff(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		again   bool
		wait    time.Duration
		state   agency.State
		carried int
	}{
		{"may still be on its way", false, 15 * time.Minute, outbox.Sending, 1},
		{"may have left, a person decides", false, 17 * time.Minute, outbox.Failed, 1},
		{"is carried again where the carrier knows it", true, 0, outbox.Sent, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			id := h.post(t)
			bag := h.cutOff(t, id, tt.again)
			h.clock.Pass(tt.wait)
			s := h.sender(bag, tt.again)
			for range 2 {
				if _, err := s.SendDue(t.Context()); err != nil {
					t.Fatal(err)
				}
				if err := s.Send(t.Context(), id); err != nil {
					t.Fatal(err)
				}
			}
			m := h.find(t, id)
			if m.State != tt.state || len(bag.carried) != tt.carried {
				t.Errorf("state %s, carried %d times", m.State, len(bag.carried))
			}
			if said := strings.Contains(m.Problem, "may have left"); said != (tt.state == outbox.Failed) {
				t.Errorf("problem is %q", m.Problem)
			}
		})
	}
}

func TestAMailThatKillsItsSenderDoesNotDoSoForEver(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id, n := h.post(t), 0
	for h.find(t, id).State != outbox.Failed {
		if n++; n > 10 {
			t.Fatal("it is tried for ever")
		}
		down := false
		s := h.sender(dying{bag: new(postbag), stop: func() { down = true }}, true)
		s.Table = broken{Table: h.store, down: &down, fault: errors.New("power is gone")}
		_ = s.Send(t.Context(), id)
	}
	if n != 6 {
		t.Errorf("given up at call %d, want the one after five tries", n)
	}
}

// slow is an error of a network.
type slow struct{ error }

func (slow) Timeout() bool { return true }

func TestAnAnswerThatDidNotComeIsNotTakenForARefusal(t *testing.T) {
	t.Parallel()
	for name, cause := range map[string]error{
		"the carrier says so": &outbox.Unsure{Err: errors.New("connection reset")},
		"a deadline":          fmt.Errorf("sending: %w", context.DeadlineExceeded),
		"a network timeout":   fmt.Errorf("sending: %w", slow{errors.New("read tcp")}),
		"cancelled":           context.Canceled,
	} {
		for _, again := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, again %v", name, again), func(t *testing.T) {
				t.Parallel()
				h := newHouse(t)
				id, bag := h.post(t), &postbag{failures: 1, cause: cause}
				s := h.sender(bag, again)
				for range 3 {
					if _, err := s.SendDue(t.Context()); err != nil {
						t.Fatal(err)
					}
					h.clock.Pass(2 * time.Hour)
				}
				want, carried := outbox.Failed, 0
				if again {
					want, carried = outbox.Sent, 1
				}
				if m := h.find(t, id); m.State != want || len(bag.carried) != carried {
					t.Errorf("state %s, carried %d, problem %q", m.State, len(bag.carried), m.Problem)
				}
			})
		}
	}
}

func TestAMailThatCannotBeSentIsGivenUpUntilAPersonSendsItAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id, bag := h.post(t), &postbag{failures: 100, cause: errors.New("554 <ines@example.org> is\r\non the list")}
	s := h.sender(bag, false)
	for range 10 {
		if _, err := s.SendDue(t.Context()); err != nil {
			t.Fatal(err)
		}
		h.clock.Pass(2 * time.Hour)
	}
	m := h.find(t, id)
	if m.State != outbox.Failed || bag.failures != 95 || m.Problem != "554 (address) is on the list" {
		t.Fatalf("state %s after %d tries, problem %q", m.State, 100-bag.failures, m.Problem)
	}
	for who, a := range map[string]agency.Actor{"a visitor": agency.Anybody(), "a moderator": person("m", agency.Moderator)} {
		if err := h.Retry(t.Context(), a, id); kindOf(err) != agency.KindForbidden {
			t.Errorf("%s: %v", who, err)
		}
	}
	if err := h.Retry(t.Context(), devon(), id); err != nil {
		t.Fatal(err)
	}
	if err := h.Retry(t.Context(), devon(), id); kindOf(err) != agency.KindConflict {
		t.Errorf("sent again twice: %v", err)
	}
	changes, _, err := h.store.Changes(t.Context(), "", 1000)
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, c := range changes[2:] {
		got, ok := outbox.Waiting(c)
		found = found || ok && got == id
	}
	bag.failures = 0
	if err := s.Send(t.Context(), id); err != nil || len(bag.carried) != 1 || !found {
		t.Errorf("sent again: %v, carried %d, waiting %v", err, len(bag.carried), found)
	}
}

func TestAStoreThatStuttersDoesNotMakeAMailUncertain(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id, left := h.post(t), 0
	s := h.sender(dying{bag: new(postbag), stop: func() { left = 2 }}, false)
	s.Table = stutter{Table: h.store, left: &left}
	if err := s.Send(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if m := h.find(t, id); m.State != outbox.Sent {
		t.Errorf("state is %s", m.State)
	}
}

// stutter applies a write and says that it does not know, so many times.
type stutter struct {
	table.Table
	left *int
}

func (s stutter) Write(ctx context.Context, token string, writes ...table.Write) error {
	err := s.Table.Write(ctx, token, writes...)
	if *s.left > 0 {
		*s.left--
		return table.ErrUnavailable
	}
	return err
}
