package outbox_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"greenroom/functions/internal/agency/agencytest"
	"greenroom/functions/internal/local"
	"greenroom/functions/internal/local/localtest"
	"greenroom/functions/internal/outbox"
)

// postbag is a carrier that fails so many times, then takes what it is given.
type postbag struct {
	failures int
	carried  []outbox.Mail
}

func (p *postbag) Carry(_ context.Context, m outbox.Mail) error {
	if p.failures > 0 {
		p.failures--
		return errors.New("the post office is closed")
	}
	p.carried = append(p.carried, m)
	return nil
}

func room(t *testing.T, failures int) (outbox.Sender, *postbag, *local.Bolt) {
	t.Helper()
	store, clock := localtest.Store(t)
	write, err := outbox.Post("m1", clock.Now(), "tess@greenroom.example", "sign-in", map[string]string{"Request": "r1"})
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Write(t.Context(), "", write); err != nil {
		t.Fatal(err)
	}
	bag := &postbag{failures: failures}
	return outbox.Sender{Table: store, Carrier: bag, Log: slog.New(slog.DiscardHandler)}, bag, store
}

func TestMachineIsTheSpecifiedOne(t *testing.T) {
	t.Parallel()
	agencytest.Machine(t, outbox.Machine(), "testdata/machine.json")
}

func TestAMailIsSentOnceAndForgetsItsValues(t *testing.T) {
	t.Parallel()
	s, bag, store := room(t, 0)
	for range 3 {
		if err := s.Send(t.Context(), "m1"); err != nil {
			t.Fatal(err)
		}
	}
	if len(bag.carried) != 1 || string(bag.carried[0].Values) != `{"Request":"r1"}` {
		t.Errorf("carried %v", bag.carried)
	}
	changes, _, err := store.Changes(t.Context(), "", 100)
	if err != nil {
		t.Fatal(err)
	}
	last := changes[len(changes)-1]
	if _, waiting := outbox.Waiting(last); waiting {
		t.Error("a sent mail still waits")
	}
	if got := string(last.New.Body); last.New.Index[0].PK != "MAILS#sent" || strings.Contains(got, "r1") {
		t.Errorf("a sent mail is kept as %s in %v", got, last.New.Index[0])
	}
}

func TestAFailedMailIsTriedAgain(t *testing.T) {
	t.Parallel()
	s, bag, _ := room(t, 2)
	for i := range 2 {
		if err := s.Send(t.Context(), "m1"); err == nil {
			t.Fatalf("try %d: no error", i)
		}
	}
	if err := s.Send(t.Context(), "m1"); err != nil || len(bag.carried) != 1 {
		t.Errorf("third try: %v, carried %d", err, len(bag.carried))
	}
}

func TestAMailThatCannotBeSentIsGivenUpAndKept(t *testing.T) {
	t.Parallel()
	s, bag, _ := room(t, 100)
	for range 4 {
		if err := s.Send(t.Context(), "m1"); err == nil {
			t.Fatal("no error")
		}
	}
	for range 2 {
		if err := s.Send(t.Context(), "m1"); err != nil {
			t.Fatalf("the last try must not block what comes after: %v", err)
		}
	}
	if bag.failures != 95 {
		t.Errorf("%d tries, want 5", 100-bag.failures)
	}
}

func TestSendingWhatDoesNotExistIsNothing(t *testing.T) {
	t.Parallel()
	s, bag, _ := room(t, 0)
	if err := s.Send(t.Context(), "m2"); err != nil || len(bag.carried) != 0 {
		t.Errorf("got %v, carried %d", err, len(bag.carried))
	}
}
