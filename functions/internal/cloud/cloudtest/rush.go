package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"sync"
	"syscall"
	"time"

	"greenroom/functions/internal/local"
)

// held is how many comments wait when the queue is asked for.
const held = 500

// A rush ends after so many requests or so long.
const (
	rushRequests = 500
	rushTime     = 10 * time.Second
)

// pace is how fast many requests were answered.
type pace struct {
	n        int
	all      time.Duration
	p50, p99 time.Duration
}

func (p pace) rate() float64 { return float64(p.n) / p.all.Seconds() }

// rush has so many clients ask at once until there were enough requests, or
// long enough if that is limited.
func rush(ctx context.Context, clients int, limit time.Duration, do func(context.Context) error) (pace, error) {
	var mu sync.Mutex
	var took []time.Duration
	var faults []error
	var all sync.WaitGroup
	began, left := time.Now(), rushRequests
	next := func() bool {
		mu.Lock()
		defer mu.Unlock()
		left--
		return left >= 0 && len(faults) == 0 && (limit == 0 || time.Since(began) < limit)
	}
	for range clients {
		all.Go(func() {
			for next() {
				asked := time.Now()
				err := do(ctx)
				mu.Lock()
				took = append(took, time.Since(asked))
				if err != nil {
					faults = append(faults, err)
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	p := pace{n: len(took), all: time.Since(began)}
	slices.Sort(took)
	p.p50, p.p99 = quantile(took, 0.5), quantile(took, 0.99)
	return p, errors.Join(faults...)
}

// rushed are the four rushes at one server. Forms are sent by many first: all
// of them, so that the queue is the same everywhere.
func rushed(ctx context.Context, visitor, tess *person) (paces []pace, err error) {
	var sent sync.Mutex
	n := 1_000_000 // above what was sent before
	submit := func(ctx context.Context) error {
		sent.Lock()
		n++
		form := comment(n)
		sent.Unlock()
		_, err := visitor.post(ctx, "/api/comments", form)
		return err
	}
	queue := func(ctx context.Context) error { _, err := tess.get(ctx, "/desk/comments/"); return err }
	for _, r := range []struct {
		clients int
		limit   time.Duration
		do      func(context.Context) error
	}{{16, 0, submit}, {1, rushTime, queue}, {16, rushTime, queue}, {1, rushTime, submit}} {
		p, err := rush(ctx, r.clients, r.limit, r.do)
		if err != nil {
			return nil, err
		}
		paces = append(paces, p)
	}
	return []pace{paces[3], paces[0], paces[1], paces[2]}, nil
}

// rushes compares the laptop's server with the stack.
func (o options) rushes(ctx context.Context, stdout io.Writer, s *scene) error {
	for _, function := range []string{"comments", "desk"} { // 16 at once are more than template.yaml lets one of them be
		delete(s.template.Properties(s.template.Functions()[function]), "ReservedConcurrentExecutions")
	}
	visitor, _ := s.somebody(ctx, "") // who signs in nowhere
	tess, err := s.somebody(ctx, moderator)
	if err != nil {
		return err
	}
	cloud, err := rushed(ctx, s.atGateway(visitor), s.atGateway(tess))
	if err != nil {
		return fmt.Errorf("rushing the stack: %w", err)
	}
	laptop, err := o.rushLaptop(ctx)
	if err != nil {
		return fmt.Errorf("rushing the laptop's server: %w", err)
	}
	fmt.Fprint(stdout, "\n## Two forms at once\n\n| what | clients | laptop (bbolt): per second | p50 | p99 | stack (dynoxide): per second | p50 | p99 | laptop / stack |\n"+
		"| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n")
	for i, what := range []string{"a comment sent | 1", "a comment sent | 16", "the desk's queue | 1", "the desk's queue | 16"} {
		l, c := laptop[i], cloud[i]
		fmt.Fprintf(stdout, "| %s | %.0f | %s ms | %s ms | %.0f | %s ms | %s ms | %.1f |\n", what,
			l.rate(), ms(l.p50), ms(l.p99), c.rate(), ms(c.p50), ms(c.p99), l.rate()/c.rate())
	}
	fmt.Fprintf(stdout, "\nEach is of %d requests or %v; %d held comments wait when the queue is asked for, beside the demo's. The stack is its gateway, programs of the functions, "+
		"the stand-in for IAM and dynoxide on the same %d processors; publish and deliver do not run meanwhile, and nothing limits how many of a function run. "+
		"The laptop sends its mail and publishes while it answers.\n", rushRequests, rushTime, held, runtime.NumCPU())
	return nil
}

var siteLine = regexp.MustCompile(`(?m)^  site +(http://\S+)/$`)

// rushLaptop starts the laptop's server on a copy of the demo.
func (o options) rushLaptop(ctx context.Context) (paces []pace, err error) {
	dir, err := os.MkdirTemp("", "greenroom-laptop-")
	if err != nil {
		return nil, fmt.Errorf("making a directory for the laptop: %w", err)
	}
	defer os.RemoveAll(dir) // in the system's temporary folder: what stays is cleared there
	data := filepath.Join(dir, "data")
	if err := os.CopyFS(data, os.DirFS(filepath.Join(string(o.kit), "laptop"))); err != nil {
		return nil, fmt.Errorf("copying the demo: %w", err)
	}
	server := exec.CommandContext(ctx, filepath.Join(string(o.kit), "local"), "-data", data, "-content", o.kit.words(), "-addr", "127.0.0.1:0")
	said := &greeting{met: make(chan struct{})}
	server.Stdout, server.Stderr = said, said
	if err := server.Start(); err != nil {
		return nil, fmt.Errorf("starting it: %w", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Wait() }()
	select {
	case <-said.met:
	case err := <-ended:
		return nil, fmt.Errorf("starting it: %w\n%s", err, said.String())
	}
	defer func() { err = errors.Join(err, server.Process.Signal(syscall.SIGTERM), <-ended) }()
	site := siteLine.FindStringSubmatch(said.String())
	if site == nil {
		return nil, fmt.Errorf("it does not say where it is:\n%s", said.String())
	}
	tess := newPerson(site[1], "")
	if err := tess.signIn(ctx, moderator, laptopMailbox(site[1])); err != nil {
		return nil, err
	}
	return rushed(ctx, newPerson(site[1], ""), tess)
}

// laptopMailbox waits a moment, for mail leaves by itself there.
func laptopMailbox(site string) func(context.Context) ([]local.Letter, error) {
	return func(ctx context.Context) (letters []local.Letter, err error) {
		time.Sleep(50 * time.Millisecond)
		body, err := newPerson(site, "").get(ctx, "/dev/mail.json")
		if err != nil {
			return nil, err
		}
		return letters, json.Unmarshal([]byte(body), &letters)
	}
}
