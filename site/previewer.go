package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"time"

	"greenroom/site/content"
	"greenroom/site/generate"
	"greenroom/site/preview"
)

const (
	// headerTimeout is how long a browser may take to say what it wants.
	headerTimeout = 10 * time.Second
	// tryAgain is how long a build waits that failed for no fault of the
	// words, such as a full disk.
	tryAgain = time.Second
)

// previewer builds the site again and again and shows it.
type previewer struct {
	command
	serving
	builder  *generate.Builder
	folder   *generate.Folder
	pages    *preview.Server
	address  string
	progress bar

	comments   generate.Threads // nil: to be looked for, as are courses
	courses    map[string]content.Course
	recordsErr error
	behind     bool   // the last build failed: what changed for it is not known any more
	retry      bool   // and the words were not at fault
	faults     string // on show
}

func newPreviewer(c command, s serving, listens net.Addr) *previewer {
	asOf, from := s.day(c.now)
	label := fmt.Sprintf("building %s into %s as of %s (%s)", s.content, s.out, asOf.Format(time.DateOnly), from)
	p := &previewer{command: c, serving: s, folder: generate.NewFolder(s.out), address: address(listens), progress: bar{command: c, label: label}}
	p.builder = generate.New(generate.Options{Workers: s.workers, Cache: s.cache, Now: c.now, Progress: p.progress.step})
	p.pages = preview.New(preview.Options{Dir: s.out, Local: preview.IsLoopback(listens), Began: c.now()})
	return p
}

func (p *previewer) close() {
	_ = p.builder.Close() // what is kept is kept, and the next start makes up for the rest
	_ = p.folder.Close()
}

// server ends the answers that go on for ever when ctx does.
func (p *previewer) server(ctx context.Context) *http.Server {
	return &http.Server{
		Handler: p.pages, ReadHeaderTimeout: headerTimeout, ErrorLog: log.New(p.stderr, "site: ", 0),
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
}

// run watches before it first reads, so that no edit is missed.
func (p *previewer) run(ctx context.Context, listener net.Listener) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	words, records := p.watch(ctx)
	p.progress.begin()
	p.build(ctx, nil, nil)
	if err := p.announce(ctx); err != nil {
		return err
	}
	server := p.server(ctx)
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	err := p.follow(ctx, words, records, ended)
	return errors.Join(err, server.Close())
}

// follow builds after each change, one build after the other.
func (p *previewer) follow(ctx context.Context, words, records <-chan preview.Change, ended <-chan error) error {
	for {
		var again <-chan time.Time
		if p.retry {
			again = time.After(tryAgain)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case err := <-ended:
			if errors.Is(err, http.ErrServerClosed) {
				return nil
			}
			return fmt.Errorf("serving: %w", err)
		case c := <-words:
			p.build(ctx, onlyWords(c), c.Files)
		case c := <-records:
			p.build(ctx, p.onlyRecords(c), c.Files)
		case <-again:
			p.build(ctx, nil, nil)
		}
	}
}
