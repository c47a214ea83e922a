package cloud

import (
	"context"
	"errors"
	"testing"
	"time"

	"greenroom/functions/internal/fetch"
	"greenroom/functions/internal/submission"
)

var _ submission.Visitor = visitor{}

// TestVisitorLeavesTimeToAnswer looks at nothing when the function has no more
// time than its answer needs: of such a page nothing is known.
func TestVisitorLeavesTimeToAnswer(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), toAnswer)
	defer cancel()
	v := visitor{newFetcher("https://greenroom.example")}
	if _, err := v.Fetch(ctx, "https://post.example/"); !errors.Is(err, fetch.ErrUnreached) || ctx.Err() != nil {
		t.Errorf("got %v, %v, want fetch.ErrUnreached while there is time", err, ctx.Err())
	}
	if _, err := v.Fetch(ctx, "http://169.254.169.254/"); !errors.Is(err, fetch.ErrRefused) {
		t.Errorf("got %v for an address inside, want fetch.ErrRefused", err)
	}
}

func TestSooner(t *testing.T) {
	t.Parallel()
	whole, cancel := context.WithTimeout(t.Context(), time.Hour)
	defer cancel()
	inside, done := sooner(whole, time.Minute)
	defer done()
	end, _ := whole.Deadline()
	got, _ := inside.Deadline()
	if end.Sub(got) != time.Minute {
		t.Errorf("it ends %v before, want a minute", end.Sub(got))
	}
	free, done := sooner(t.Context(), time.Minute)
	defer done()
	if _, ends := free.Deadline(); ends {
		t.Error("it ends, and nobody said when")
	}
}

// room is one in which the clock strikes.
type room struct {
	fault error
	left  time.Duration
	rung  int
}

func (r *room) Strike(ctx context.Context) error {
	end, _ := ctx.Deadline()
	r.left, r.rung = time.Until(end), r.rung+1
	return r.fault
}

// TestClockStrikesInEveryRoom goes on after a room in which something could not
// be done, and says so. No room has all of the function's time.
func TestClockStrikesInEveryRoom(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
	defer cancel()
	fault := errors.New("one letter could not be kept")
	first, second := &room{fault: fault}, &room{}
	if err := strike(ctx, first, second); !errors.Is(err, fault) {
		t.Errorf("got %v, want the fault of the first room", err)
	}
	for _, r := range []*room{first, second} {
		if r.rung != 1 || r.left > time.Hour-toAnswer {
			t.Errorf("struck %d times with %v left, want once with less than %v", r.rung, r.left, time.Hour-toAnswer)
		}
	}
}
