package standin

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestPoolRunsAFunction(t *testing.T) {
	t.Parallel()
	p := pool(t, "Timeout: 30")
	first := answers(t, p)
	if left := time.Until(first.Deadline); left <= 0 || left > 30*time.Second {
		t.Errorf("it has %v, want no more than it may take", left)
	}
	if first.Of != "desk" || first.Table != "OpenTable" || first.Home {
		t.Errorf("got %+v, want the template's variables and nothing of ours", first)
	}
	if again := answers(t, p); again.PID != first.PID {
		t.Error("an idle program was left idle")
	}
	if _, err := invoke(t, p, order{Do: "fail"}); err == nil || !strings.Contains(err.Error(), `"errorMessage":"no"`) {
		t.Errorf("got %v, want what it said", err)
	}
	if again := answers(t, p); again.PID != first.PID {
		t.Error("a program that says that it failed goes on")
	}
	p.Chill("desk")
	if again := answers(t, p); again.PID == first.PID {
		t.Error("it is the same after it was ended")
	}
	if took := p.Taken()["desk"]; len(took.Cold) != 2 || len(took.Warm) != 3 || len(took.Faults) != 1 {
		t.Errorf("got %d cold, %d warm, faults %q", len(took.Cold), len(took.Warm), took.Faults)
	}
}

// TestPoolKeepsToConcurrency is that no more are at work than the function may
// have (https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html).
func TestPoolKeepsToConcurrency(t *testing.T) {
	t.Parallel()
	p := pool(t, "ReservedConcurrentExecutions: 1")
	h, fresh, err := p.take("desk")
	if err != nil || !fresh {
		t.Fatal(err)
	}
	if _, err := invoke(t, p, order{}); !errors.Is(err, ErrBusy) {
		t.Errorf("got %v while one is at work, want ErrBusy", err)
	}
	p.give("desk", h, fresh, time.Now(), nil)
	if said := answers(t, p); said.PID != h.PID() {
		t.Error("it was started anew")
	}
	if faults := p.Taken()["desk"].Faults; len(faults) != 0 {
		t.Errorf("got faults %q of being throttled", faults)
	}
}

func TestPoolStartsAsManyAsAreAsked(t *testing.T) {
	t.Parallel()
	p := pool(t, "ReservedConcurrentExecutions: 2")
	held, _, err := p.take("desk")
	if err != nil {
		t.Fatal(err)
	}
	if said := answers(t, p); said.PID == held.PID() {
		t.Error("one program has two events at once")
	}
}

// TestPoolKillsWhatTakesTooLong is that whoever asked is told of a function that
// failed (https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html).
func TestPoolKillsWhatTakesTooLong(t *testing.T) {
	t.Parallel()
	p := pool(t, "Timeout: 1", "ReservedConcurrentExecutions: 1")
	first := answers(t, p)
	_, err := invoke(t, p, order{Do: "hang", File: filepath.Join(t.TempDir(), "hangs")})
	if failed, ok := errors.AsType[*FunctionError](err); !ok || !strings.Contains(string(failed.Told), "Task timed out after 1.00 seconds") {
		t.Errorf("got %v, want a function that failed", err)
	}
	if errors.Is(err, context.DeadlineExceeded) {
		t.Error("it looks as if the gateway had not waited")
	}
	if again := answers(t, p); again.PID == first.PID {
		t.Error("it was asked again")
	}
}

func TestPoolReplacesWhatDies(t *testing.T) {
	t.Parallel()
	p := pool(t, "ReservedConcurrentExecutions: 1")
	first := answers(t, p)
	if _, err := invoke(t, p, order{Do: "exit"}); err == nil || !strings.Contains(err.Error(), "Runtime.ExitError") {
		t.Errorf("got %v, want a function that failed", err)
	}
	second := answers(t, p)
	if second.PID == first.PID {
		t.Error("a dead program answered")
	}
	h := p.hosts["desk"][1]
	if err := h.process.Process.Kill(); err != nil { // while it is idle, and nobody sees
		t.Fatal(err)
	}
	<-h.Exited()
	if third := answers(t, p); third.PID == second.PID {
		t.Error("a dead program answered")
	}
}

// TestPoolKilledByWhoAsked is what a test of faults does: it ends a program in
// the middle of its work.
func TestPoolKilledByWhoAsked(t *testing.T) {
	t.Parallel()
	p := pool(t, "ReservedConcurrentExecutions: 1")
	answers(t, p)
	p.mu.Lock()
	h := p.hosts["desk"][0]
	p.mu.Unlock()
	file := filepath.Join(t.TempDir(), "hangs")
	var wait sync.WaitGroup
	wait.Go(func() {
		if _, err := invoke(t, p, order{Do: "hang", File: file}); err == nil || !strings.Contains(err.Error(), "Runtime.ExitError") {
			t.Errorf("got %v, want a function that failed", err)
		}
	})
	for _, err := os.Stat(file); err != nil; _, err = os.Stat(file) {
		if t.Context().Err() != nil {
			return
		}
	}
	if err := h.process.Process.Kill(); err != nil {
		t.Error(err)
	}
	wait.Wait()
	answers(t, p)
}

func TestPoolWithoutProgram(t *testing.T) {
	t.Parallel()
	p := pool(t, "Timeout: 1", "ReservedConcurrentExecutions: 1")
	p.Programs = t.TempDir()
	for range 2 { // the first leaves nobody busy
		if _, err := invoke(t, p, order{}); err == nil || errors.Is(err, ErrBusy) {
			t.Errorf("got %v", err)
		}
	}
}
