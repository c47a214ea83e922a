package cloud

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// lambdaHost runs a function's program as Lambda does, over the Runtime API
// (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html).
type lambdaHost struct {
	events  chan []byte
	answers chan lambdaAnswer
	exited  chan struct{}
	started time.Time
	log     lockedBuffer
}

type lambdaAnswer struct {
	path string // where the program sent it: ends in /response or /error
	body []byte
}

// lockedBuffer is written by the program and read by the test.
type lockedBuffer struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.String()
}

// buildFunctions compiles the functions as a deployment does, but for this
// machine and with some words replaced, and returns the folder with the
// programs.
func buildFunctions(t *testing.T, replaced string, names ...string) string {
	t.Helper()
	dir := t.TempDir()
	arguments := []string{"build", "-tags=lambda.norpc", "-ldflags=-s", "-overlay=" + replaced, "-o", dir + "/"}
	for _, name := range names {
		arguments = append(arguments, "greenroom/functions/"+name)
	}
	build := exec.Command("go", arguments...)
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building functions: %v\n%s", err, out)
	}
	return dir
}

// startLambda runs the program with that environment and nothing of our own.
func startLambda(t *testing.T, program string, environment map[string]string) *lambdaHost {
	t.Helper()
	h := &lambdaHost{events: make(chan []byte), answers: make(chan lambdaAnswer, 1), exited: make(chan struct{}), started: time.Now()}
	address := startServer(t, h)
	process := exec.Command(program)
	process.Dir, process.Stdout, process.Stderr = filepath.Dir(program), &h.log, &h.log
	process.Env = []string{"AWS_LAMBDA_RUNTIME_API=" + strings.TrimPrefix(address, "http://"), "_HANDLER=bootstrap", "HOME=" + t.TempDir()}
	for name, value := range environment {
		process.Env = append(process.Env, name+"="+value)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(h.exited)
		_ = process.Wait() // how it ended is in the log
	}()
	t.Cleanup(func() {
		_ = process.Process.Kill() // fails only if it has ended already
		<-h.exited
	})
	return h
}

func (h *lambdaHost) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	const invocation = "/2018-06-01/runtime/invocation/"
	if r.URL.Path == invocation+"next" {
		select {
		case event := <-h.events:
			w.Header().Set("Lambda-Runtime-Aws-Request-Id", "8476a536-e9f4-11e8-9739-2dfe598c3fcd")
			w.Header().Set("Lambda-Runtime-Deadline-Ms", strconv.FormatInt(time.Now().Add(time.Minute).UnixMilli(), 10))
			w.Header().Set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-central-1:123456789012:function:test")
			_, _ = w.Write(event)
		case <-r.Context().Done():
		}
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	h.answers <- lambdaAnswer{r.URL.Path, body}
	w.WriteHeader(http.StatusAccepted)
}

// invoke hands an event to the program and decodes its answer.
func (h *lambdaHost) invoke(t *testing.T, event, answer any) {
	t.Helper()
	text, err := json.Marshal(event)
	if err != nil {
		t.Fatal(err)
	}
	select {
	case h.events <- text:
	case <-h.exited:
		t.Fatalf("program ended:\n%s", h.log.String())
	case <-time.After(time.Minute):
		t.Fatalf("program does not ask for events:\n%s", h.log.String())
	}
	select {
	case a := <-h.answers:
		if !strings.HasSuffix(a.path, "/response") {
			t.Fatalf("got %s: %s\n%s", a.path, a.body, h.log.String())
		}
		if err := json.Unmarshal(a.body, answer); err != nil {
			t.Fatal(err)
		}
	case <-h.exited:
		t.Fatalf("program ended:\n%s", h.log.String())
	case <-time.After(time.Minute):
		t.Fatalf("program does not answer:\n%s", h.log.String())
	}
}

// waitExit waits until the program has ended by itself and returns its log.
func (h *lambdaHost) waitExit(t *testing.T) string {
	t.Helper()
	select {
	case <-h.exited:
	case <-time.After(time.Minute):
		t.Fatal("program goes on")
	}
	return h.log.String()
}

func programSize(t *testing.T, program string) string {
	t.Helper()
	info, err := os.Stat(program)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%.1f MB", float64(info.Size())/1e6)
}
