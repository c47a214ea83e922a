package publish_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"greenroom/functions/internal/agency/agencytest"
	"greenroom/functions/internal/local/localtest"
	"greenroom/functions/internal/publish"
	"greenroom/functions/internal/table"
)

// lossy is a table that makes some writes and does not say so.
type lossy struct {
	table.Table
	lose int // how many of the next answers are lost
}

func (l *lossy) Write(ctx context.Context, token string, writes ...table.Write) error {
	err := l.Table.Write(ctx, token, writes...)
	if l.lose > 0 {
		l.lose--
		return table.ErrUnavailable
	}
	return err
}

// leases are two publishers whose clocks are ten minutes apart.
func leases(t *testing.T) (first, second *publish.Lease, clock *agencytest.Clock, wire *lossy) {
	t.Helper()
	store, clock := localtest.Store(t)
	wire = &lossy{Table: table.Only(store, table.Open)}
	pause := func(ctx context.Context, d time.Duration) error { clock.Pass(d); return ctx.Err() }
	first = &publish.Lease{Table: wire, Owner: "first", Now: clock.Now, Pause: pause}
	second = &publish.Lease{Table: wire, Owner: "second", Now: func() time.Time { return clock.Now().Add(10 * time.Minute) }, Pause: pause}
	return first, second, clock, wire
}

func take(t *testing.T, l *publish.Lease) {
	t.Helper()
	if err := l.Take(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestWhoGivesTheLeaseBackKeepsNobodyWaiting(t *testing.T) {
	t.Parallel()
	first, second, clock, _ := leases(t)
	began := clock.Now()
	for range 3 {
		take(t, first)
		first.Give(t.Context())
		take(t, second)
		second.Give(t.Context())
	}
	if waited := clock.Now().Sub(began); waited > 0 {
		t.Errorf("waited %v", waited)
	}
	if err := first.Keep(t.Context()); !errors.Is(err, publish.ErrNotOurTurn) {
		t.Errorf("who gave it back was told %v", err)
	}
}

// The later clock would call the lease long expired.
func TestALeaseIsTakenOverAfterItsLengthOfWatching(t *testing.T) {
	t.Parallel()
	first, second, clock, _ := leases(t)
	take(t, first)
	began := clock.Now()
	take(t, second)
	if waited := clock.Now().Sub(began); waited < publish.LeaseLength || waited > publish.LeaseLength+5*time.Second {
		t.Errorf("it was taken over after %v", waited)
	}
	if err := first.Keep(t.Context()); !errors.Is(err, publish.ErrNotOurTurn) {
		t.Errorf("who lost it was told %v", err)
	}
	if err := second.Keep(t.Context()); err != nil {
		t.Errorf("who took it was told %v", err)
	}
}

// Who waits ends with its own time, as long as the other goes on.
func TestALeaseThatIsRenewedIsNotTaken(t *testing.T) {
	t.Parallel()
	first, second, clock, _ := leases(t)
	take(t, first)
	ctx, cancel := context.WithCancel(t.Context())
	began := clock.Now()
	second.Pause = func(ctx context.Context, d time.Duration) error {
		clock.Pass(d)
		if err := first.Keep(t.Context()); err != nil {
			t.Errorf("after %v: %v", clock.Now().Sub(began), err)
		}
		if clock.Now().Sub(began) > 10*publish.LeaseLength {
			cancel()
		}
		return ctx.Err()
	}
	if err := second.Take(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// A renewal of which the answer was lost counts from when it was first asked
// for: who waits may have seen it then.
func TestTheHolderAlwaysStopsFirst(t *testing.T) {
	t.Parallel()
	first, second, clock, wire := leases(t)
	take(t, first)
	began := clock.Now()
	stopped := time.Time{}
	clock.Pass(10 * time.Second)
	wire.lose = 2
	if err := first.Keep(t.Context()); err != nil {
		t.Fatalf("the lease is ours for some time yet: %v", err)
	}
	asked := clock.Now()
	second.Pause = func(ctx context.Context, d time.Duration) error {
		clock.Pass(d)
		wire.lose = 2 // no renewal is ever answered
		if err := first.Keep(ctx); err != nil && stopped.IsZero() {
			stopped = clock.Now()
		}
		wire.lose = 0
		return nil
	}
	take(t, second)
	if stopped.IsZero() || clock.Now().Sub(stopped) < publish.LastWrite {
		t.Errorf("began %v, asked %v: the holder stopped at %v, the next one began at %v", began, asked, stopped, clock.Now())
	}
}

func TestAnAnswerThatIsLostIsAskedForAgain(t *testing.T) {
	t.Parallel()
	first, _, clock, wire := leases(t)
	wire.lose = 1
	take(t, first)
	for range 10 {
		clock.Pass(8 * time.Second)
		wire.lose = 1
		if err := first.Keep(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}
