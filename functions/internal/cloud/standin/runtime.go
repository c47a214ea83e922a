// Package standin is what stands in for AWS on one machine: Lambda's Runtime
// API, S3, SES, SSM, IAM, streams, the gateway and the CDN before it, set up as
// template.yaml says. DynamoDB is not here: its stand-in is a program.
package standin

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Host runs a function's program as Lambda does, over the Runtime API
// (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html). It hands
// over one event at a time.
type Host struct {
	Log     Log
	Started time.Time

	process *exec.Cmd
	server  *http.Server
	one     sync.Mutex // is held from an event to its answer
	events  chan handed
	answers chan answered
	exited  chan struct{}
	count   atomic.Int64
}

type handed struct {
	event    []byte
	deadline time.Time
}

type answered struct {
	path string // where the program sent it: ends in /response or /error
	body []byte
}

// FunctionError is what a program says when it could not handle an event.
type FunctionError struct{ Told []byte }

func (e *FunctionError) Error() string { return "function failed: " + string(e.Told) }

// ErrEnded is the error of a program that ends instead of answering.
var ErrEnded = errors.New("program ended")

// Log is what a program prints.
type Log struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write implements io.Writer.
func (l *Log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

// String is all that was printed so far.
func (l *Log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// Start runs the program with that environment and nothing of our own. home is
// a directory for it.
func Start(program, home string, environment map[string]string) (*Host, error) {
	h := &Host{events: make(chan handed), answers: make(chan answered, 1), exited: make(chan struct{}), Started: time.Now()}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listening for %s: %w", program, err)
	}
	h.server = &http.Server{Handler: h}
	go func() { _ = h.server.Serve(listener) }() // until Close
	h.process = exec.Command(program)
	h.process.Dir, h.process.Stdout, h.process.Stderr = filepath.Dir(program), &h.Log, &h.Log
	h.process.Env = []string{"AWS_LAMBDA_RUNTIME_API=" + listener.Addr().String(), "_HANDLER=bootstrap", "HOME=" + home, "TMPDIR=" + home}
	for name, value := range environment {
		h.process.Env = append(h.process.Env, name+"="+value)
	}
	if err := h.process.Start(); err != nil {
		return nil, errors.Join(fmt.Errorf("starting %s: %w", program, err), h.server.Close())
	}
	go func() {
		defer close(h.exited)
		_ = h.process.Wait() // how it ended is in the log
	}()
	return h, nil
}

// Close kills the program and waits until it is gone.
func (h *Host) Close() error {
	_ = h.process.Process.Kill() // fails only if it has ended already
	<-h.exited
	return h.server.Close()
}

// Exited is closed when the program has ended.
func (h *Host) Exited() <-chan struct{} { return h.exited }

// gone reports whether the program has ended.
func (h *Host) gone() bool {
	select {
	case <-h.exited:
		return true
	default:
		return false
	}
}

// PID is the number of the process.
func (h *Host) PID() int { return h.process.Process.Pid }

// ServeHTTP is the Runtime API.
func (h *Host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	const invocation = "/2018-06-01/runtime/invocation/"
	if r.URL.Path == invocation+"next" {
		select {
		case e := <-h.events:
			w.Header().Set("Lambda-Runtime-Aws-Request-Id", fmt.Sprintf("%08x-e9f4-41e8-9739-%012x", h.PID(), h.count.Add(1)))
			w.Header().Set("Lambda-Runtime-Deadline-Ms", strconv.FormatInt(e.deadline.UnixMilli(), 10))
			w.Header().Set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-central-1:123456789012:function:test")
			_, _ = w.Write(e.event) // a program that is gone is noticed by its exit
		case <-r.Context().Done():
		}
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	h.answers <- answered{r.URL.Path, body}
	w.WriteHeader(http.StatusAccepted)
}

// longest is how long a function may take at most.
const longest = 15 * time.Minute

// Invoke hands an event to the program, which is told when ctx ends, and returns
// its answer. A program that does not answer while ctx lasts is not asked again:
// kill it.
func (h *Host) Invoke(ctx context.Context, event []byte) ([]byte, error) {
	h.one.Lock()
	defer h.one.Unlock()
	deadline, limited := ctx.Deadline()
	if !limited {
		deadline = time.Now().Add(longest)
	}
	select {
	case h.events <- handed{event, deadline}:
	case <-h.exited:
		return nil, ErrEnded
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting for the program to ask for an event: %w", ctx.Err())
	}
	select {
	case a := <-h.answers:
		return a.said()
	case <-h.exited:
		select {
		case a := <-h.answers: // it answered before it ended
			return a.said()
		default:
			return nil, ErrEnded
		}
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting for the program's answer: %w", ctx.Err())
	}
}

// said is what the program answered with.
func (a answered) said() ([]byte, error) {
	if !strings.HasSuffix(a.path, "/response") {
		return nil, &FunctionError{a.body}
	}
	return a.body, nil
}
