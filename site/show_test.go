package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// patience is how long a test waits for what has to come.
const patience = time.Minute

// screen is what a command wrote so far.
type screen struct {
	mu   sync.Mutex
	text bytes.Buffer
	more chan struct{} // closed at the next write
}

func newScreen() *screen { return &screen{more: make(chan struct{})} }

func (s *screen) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	close(s.more)
	s.more = make(chan struct{})
	return s.text.Write(b)
}

func (s *screen) read() (text string, more <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String(), s.more
}

// await waits until something stands on the screen, and returns it.
func (s *screen) await(t *testing.T, pattern string) []string {
	t.Helper()
	re := regexp.MustCompile(pattern)
	deadline := time.After(patience)
	for {
		text, more := s.read()
		if found := re.FindStringSubmatch(text); found != nil {
			return found
		}
		select {
		case <-more:
		case <-deadline:
			t.Fatalf("%s did not appear; the screen shows:\n%s", pattern, text)
		}
	}
}

// show is a running serve.
type show struct {
	*testing.T
	content, out   string
	url            string
	stdout, stderr *screen
	events         *bufio.Scanner
}

// unstarted is the fixture site, and nothing that serves it yet.
func unstarted(t *testing.T) *show {
	t.Helper()
	dir := t.TempDir()
	s := &show{T: t, content: filepath.Join(dir, "content"), out: filepath.Join(dir, "preview"), stdout: newScreen(), stderr: newScreen()}
	if err := unpack("testdata/site.txtar", s.content); err != nil {
		t.Fatal(err)
	}
	return s
}

const addressLine = `(?m)^(http://\S+)/ shows `

// startShow serves the fixture site within this process until the test ends.
func startShow(t *testing.T, flags ...string) *show {
	t.Helper()
	s := unstarted(t)
	s.start(flags...)
	return s
}

// start serves what is in s.content and s.out; the function it returns ends
// that.
func (s *show) start(flags ...string) (stop func()) {
	s.Helper()
	args := append([]string{"serve", "-addr", "127.0.0.1:0", "-content", s.content, "-out", s.out, "-cache", s.out + "-cache"}, flags...)
	ctx, cancel := context.WithCancel(s.Context())
	ended := make(chan int, 1)
	go func() { ended <- run(ctx, args, s.stdout, s.stderr, false) }()
	stop = sync.OnceFunc(func() {
		cancel()
		select {
		case code := <-ended:
			if code != exitDone {
				said, _ := s.stderr.read()
				s.Errorf("serve ended with %d:\n%s", code, said)
			}
		case <-time.After(patience):
			s.Error("serve does not end")
		}
	})
	s.Cleanup(stop)
	s.url = s.stdout.await(s.T, addressLine)[1]
	return stop
}

// listen follows the events.
func (s *show) listen() {
	s.Helper()
	ctx, cancel := context.WithTimeout(s.Context(), 2*patience)
	s.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+"/__events", nil)
	if err != nil {
		s.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		s.Fatal(err)
	}
	s.Cleanup(func() { _ = answer.Body.Close() })
	s.events = bufio.NewScanner(answer.Body)
	s.next()
}

// next waits for another edition, and returns its name.
func (s *show) next() string {
	s.Helper()
	for s.events.Scan() {
		if name, ok := strings.CutPrefix(s.events.Text(), "data: "); ok {
			return name
		}
	}
	s.Fatalf("the events ended: %v", s.events.Err())
	return ""
}

func (s *show) get(address string) (status int, text string) {
	s.Helper()
	answer, err := http.Get(s.url + address)
	if err != nil {
		s.Fatal(err)
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	if err != nil {
		s.Fatal(err)
	}
	return answer.StatusCode, string(data)
}

// shows reports whether a page shows words, or with "!" before them does not.
func (s *show) shows(address string, words ...string) (all bool, missing string) {
	s.Helper()
	_, text := s.get(address)
	for _, w := range words {
		if plain, not := strings.CutPrefix(w, "!"); strings.Contains(text, plain) == not {
			return false, w
		}
	}
	return true, ""
}

// sees demands that a page shows words now.
func (s *show) sees(address string, words ...string) {
	s.Helper()
	if all, missing := s.shows(address, words...); !all {
		s.Errorf("%s: not as wanted: %q", address, missing)
	}
}

// becomes waits for the edition whose page shows words. Under load one edit may
// become two editions.
func (s *show) becomes(address string, words ...string) {
	s.Helper()
	for {
		if s.next(); s.Failed() {
			return
		}
		if all, _ := s.shows(address, words...); all {
			return
		}
	}
}

// write replaces a file whole, so that one edit is one change.
func (s *show) write(name, text string) {
	s.Helper()
	file := filepath.Join(s.content, name)
	half := filepath.Join(filepath.Dir(file), ".half")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		s.Fatal(err)
	}
	if err := os.WriteFile(half, []byte(text), 0o644); err != nil {
		s.Fatal(err)
	}
	if err := os.Rename(half, file); err != nil {
		s.Fatal(err)
	}
}

func (s *show) read(name string) string {
	s.Helper()
	data, err := os.ReadFile(filepath.Join(s.content, name))
	if err != nil {
		s.Fatal(err)
	}
	return string(data)
}

// process starts serve in a process of its own.
func (s *show) process(flags ...string) *exec.Cmd {
	s.Helper()
	cmd := exec.Command("site", append([]string{"serve", "-addr", "127.0.0.1:0", "-content", s.content, "-out", s.out, "-cache", s.out + "-cache"}, flags...)...)
	cmd.Stdout, cmd.Stderr = s.stdout, s.stderr
	if err := cmd.Start(); err != nil {
		s.Fatal(err)
	}
	s.Cleanup(func() {
		_ = cmd.Process.Kill() // most have ended
		_ = cmd.Wait()
	})
	return cmd
}
