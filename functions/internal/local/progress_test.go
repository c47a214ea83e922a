package local

import (
	"strings"
	"testing"
	"time"
)

func TestProgressSpeaksOnceASecond(t *testing.T) {
	t.Parallel()
	var said strings.Builder
	now := time.Unix(0, 0)
	p := progress{print: &said, now: func() time.Time { return now }}
	for _, step := range []struct {
		after time.Duration
		stage string
		done  int
	}{
		{0, "rendering", 1}, {900 * time.Millisecond, "rendering", 2}, {100 * time.Millisecond, "rendering", 3},
		{500 * time.Millisecond, "rendering", 4}, {0, "writing", 1}, {time.Hour, "rendering", 1}, {time.Second, "rendering", 2},
	} {
		now = now.Add(step.after)
		p.step(step.stage, step.done, 9)
	}
	if got, want := said.String(), "rendering 3 of 9\nrendering 2 of 9\n"; got != want {
		t.Errorf("said %q, want %q", got, want)
	}
}
