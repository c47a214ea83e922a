package standin

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"greenroom/functions/internal/cloud/sam"
)

// ErrBusy is the error of a function that has as many at work as it may.
var ErrBusy = errors.New("function is throttled")

// Pool is Lambda: it starts a function's program when nobody of it is idle, as
// many as it may have, and kills what takes longer than it may.
type Pool struct {
	Template    sam.Template
	Programs    string            // directory of the programs, each called as its function
	Environment map[string]string // beside what the template gives

	mu    sync.Mutex
	idle  map[string][]*Host
	hosts map[string][]*Host // all that were started
	busy  map[string]int
	taken map[string]*Took
	homes []string // a folder for each program
}

// Took is what a function's invocations took.
type Took struct {
	Cold, Warm []time.Duration // from the start of its program, or from the event, to the answer
	Memory     int             // the most of a program so far, in kB
	Faults     []string        // answers that were errors
}

// NewPool has no programs yet.
func NewPool(t sam.Template, programs string, environment map[string]string) *Pool {
	return &Pool{Template: t, Programs: programs, Environment: environment,
		idle: map[string][]*Host{}, hosts: map[string][]*Host{}, busy: map[string]int{}, taken: map[string]*Took{}}
}

// Invoke hands an event to the function. A program that takes longer than it
// may, or ends, is to whoever asked a function that failed.
func (p *Pool) Invoke(asked context.Context, function string, event []byte) ([]byte, error) {
	resource := p.Template.Functions()[function]
	seconds, _ := p.Template.Setting(resource, "Timeout").(int)
	ctx, cancel := context.WithTimeout(asked, time.Duration(seconds)*time.Second)
	defer cancel()
	began := time.Now()
	h, fresh, err := p.take(function)
	if err != nil {
		return nil, err
	}
	answer, err := h.Invoke(ctx, event)
	p.give(function, h, fresh, began, err)
	switch {
	case asked.Err() != nil:
		return nil, asked.Err()
	case errors.Is(err, context.DeadlineExceeded):
		return nil, &FunctionError{fmt.Appendf(nil, `{"errorType":"Sandbox.Timedout","errorMessage":"Task timed out after %d.00 seconds"}`, seconds)}
	case errors.Is(err, ErrEnded):
		return nil, &FunctionError{[]byte(`{"errorType":"Runtime.ExitError","errorMessage":"Runtime exited before it answered"}`)}
	}
	return answer, err
}

// take returns an idle program, or starts one.
func (p *Pool) take(function string) (h *Host, fresh bool, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	resource := p.Template.Functions()[function]
	if most, ok := p.Template.Properties(resource)["ReservedConcurrentExecutions"].(int); ok && p.busy[function] >= most {
		return nil, false, ErrBusy
	}
	p.idle[function] = slices.DeleteFunc(p.idle[function], (*Host).gone)
	if idle := p.idle[function]; len(idle) > 0 {
		h = idle[len(idle)-1]
		p.idle[function] = idle[:len(idle)-1]
	} else if h, err = p.start(function, resource); err != nil {
		return nil, false, err
	} else {
		fresh = true
		p.hosts[function] = append(p.hosts[function], h)
	}
	p.busy[function]++
	return h, fresh, nil
}

// start runs a function's program. It signs with its own name as key id, by
// which IAM knows it.
func (p *Pool) start(function, resource string) (*Host, error) {
	environment := map[string]string{"AWS_ACCESS_KEY_ID": function}
	for name, v := range sam.Dict(p.Template.Properties(resource), "Environment", "Variables") {
		environment[name] = sam.Str(sam.Value(v))
	}
	maps.Copy(environment, p.Environment)
	home, err := os.MkdirTemp("", "greenroom-function-")
	if err != nil {
		return nil, fmt.Errorf("making a folder for %s: %w", function, err)
	}
	p.homes = append(p.homes, home)
	return Start(filepath.Join(p.Programs, function), home, environment)
}

// give takes the program back, or ends it if it did not answer.
func (p *Pool) give(function string, h *Host, fresh bool, began time.Time, err error) {
	memory := peak(h.PID())
	p.mu.Lock()
	defer p.mu.Unlock()
	p.busy[function]--
	t := p.taken[function]
	if t == nil {
		t = &Took{}
		p.taken[function] = t
	}
	t.Memory = max(t.Memory, memory)
	if fresh {
		t.Cold = append(t.Cold, time.Since(began))
	} else {
		t.Warm = append(t.Warm, time.Since(began))
	}
	if err != nil {
		t.Faults = append(t.Faults, err.Error())
	}
	if _, said := errors.AsType[*FunctionError](err); err != nil && !said {
		_ = h.Close() // it is killed, and that is all there is to it
		return
	}
	p.idle[function] = append(p.idle[function], h)
}

// peak is the most memory that a process had, in kB, or 0 where nobody knows
// (proc_pid_status(5), VmHWM).
func peak(pid int) (kB int) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for line := range strings.SplitSeq(string(status), "\n") {
		if _, err := fmt.Sscanf(line, "VmHWM: %d kB", &kB); err == nil {
			return kB
		}
	}
	return 0
}

// Chill ends the idle programs of a function, so that the next one is fresh.
func (p *Pool) Chill(function string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, h := range p.idle[function] {
		_ = h.Close() // it is killed
	}
	p.idle[function] = nil
}

// Taken is what each function's invocations took so far.
func (p *Pool) Taken() map[string]Took {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := map[string]Took{}
	for function, t := range p.taken {
		all[function] = Took{slices.Clone(t.Cold), slices.Clone(t.Warm), t.Memory, slices.Clone(t.Faults)}
	}
	return all
}

// Log is what a function's programs printed, one after another.
func (p *Pool) Log(function string) (text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, h := range p.hosts[function] {
		text += h.Log.String()
	}
	return text
}

// Close ends every program.
func (p *Pool) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, all := range p.hosts {
		for _, h := range all {
			_ = h.Close() // it may have ended already
		}
	}
	for _, home := range p.homes {
		_ = os.RemoveAll(home) // among the system's temporary ones: what stays is cleared there
	}
}
