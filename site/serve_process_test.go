package main

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// ended is the exit code of a process that is to end by itself.
func ended(t *testing.T, cmd *exec.Cmd) int {
	t.Helper()
	done := make(chan struct{})
	go func() {
		_ = cmd.Wait() // the exit code says it
		close(done)
	}()
	select {
	case <-done:
		return cmd.ProcessState.ExitCode()
	case <-time.After(patience):
		t.Fatal("it does not end")
		return -1
	}
}

// Ctrl-C ends it though a browser still listens.
func TestInterruptedServeEnds(t *testing.T) {
	t.Parallel()
	s := unstarted(t)
	cmd := s.process()
	s.url = s.stdout.await(t, addressLine)[1]
	s.listen()
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if code := ended(t, cmd); code != exitDone {
		text, _ := s.stderr.read()
		t.Errorf("it ended with %d: %s", code, text)
	}
}

// Two do not listen at one address, nor build into one folder.
func TestTwoServesDoNotMeet(t *testing.T) {
	t.Parallel()
	s := unstarted(t)
	s.process()
	u, err := url.Parse(s.stdout.await(t, addressLine)[1])
	if err != nil {
		t.Fatal(err)
	}
	before := snapshot(t, s.out)
	for _, test := range []struct {
		name  string
		flags []string
		want  string
	}{
		{"address", []string{"-addr", u.Host, "-out", s.out + "2", "-cache", ""}, u.Host + ` is taken, perhaps by another "site serve": end that, or take a free port with -addr 127.0.0.1:0`},
		{"folder", nil, s.out + ` is in use by another "site serve" or "site build": end that, or give this one a folder of its own with -out`},
		{"cache", []string{"-out", s.out + "3"}, s.out + `-cache is in use by another "site serve" or "site build": end that, or give this one a folder of its own with -cache`},
	} {
		other := &show{T: t, content: s.content, out: s.out, stdout: newScreen(), stderr: newScreen()}
		if code := ended(t, other.process(test.flags...)); code != exitFault {
			t.Errorf("%s: it ended with %d", test.name, code)
		}
		if text, _ := other.stderr.read(); !strings.Contains(text, test.want) {
			t.Errorf("%s: it says %s", test.name, text)
		}
	}
	if diff := cmp.Diff(before, snapshot(t, s.out)); diff != "" {
		t.Errorf("the folder is another:\n%s", diff)
	}
}

// Whenever it is killed, the next start shows the whole site.
func TestKilledServe(t *testing.T) {
	t.Parallel()
	const kills = 6
	s := unstarted(t)
	base := []string{"-base-url", "https://preview.example"}
	for n := range kills {
		s.write("site.yaml", strings.Replace(s.read("site.yaml"), "tagline: ", fmt.Sprintf("tagline: %d ", n), 1)) // every page is another
		cmd := s.process(base...)
		await := rand.IntN(3)
		if await == 0 {
			s.stdout.await(t, addressLine)
		}
		for i := 0; i < 10_000*await; i++ { // some way into the build
			if _, err := os.Stat(filepath.Join(s.out, ".greenroom-tmp")); err == nil {
				break
			}
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		ended(t, cmd)
		s.stdout = newScreen()
	}
	s.start(base...)
	clean := &show{T: t, content: s.content, out: filepath.Join(t.TempDir(), "preview"), stdout: newScreen(), stderr: newScreen()}
	clean.start(base...)
	if diff := cmp.Diff(snapshot(t, clean.out), snapshot(t, s.out)); diff != "" {
		t.Errorf("(-clean +after kills):\n%.3000s", diff)
	}
}
