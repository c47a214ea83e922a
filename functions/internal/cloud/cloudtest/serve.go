package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/mail"
	"os"
	"slices"
	"strings"
	"time"

	"greenroom/functions/internal/cloud/standin"
	"greenroom/functions/internal/local"
	"greenroom/functions/internal/publish"
)

// serve brings a stack up and serves it until ctx ends.
func serve(ctx context.Context, o options, stdout io.Writer) error {
	listener, err := net.Listen("tcp", o.addr)
	if err != nil {
		return fmt.Errorf("listening on %s: %w: choose another address with -addr", o.addr, err)
	}
	s, err := newStack("http://" + listener.Addr().String())
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer s.close()
	if err := s.bringUp(ctx, o.kit, !o.empty); err != nil {
		return errors.Join(err, listener.Close())
	}
	handler, err := s.handler(ctx, o.kit)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	s.follow(ctx)
	if o.verbose {
		handler = s.told(handler)
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute}
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		stopped <- server.Close()
	}()
	s.greet(stdout)
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serving: %w", err)
	}
	return <-stopped
}

// newStack is one whose site has that address, and nothing started.
func newStack(baseURL string) (*stack, error) {
	t, err := readTemplate()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "greenroom-stack-")
	if err != nil {
		return nil, fmt.Errorf("making a directory for the stack: %w", err)
	}
	s := &stack{template: t, dir: dir, baseURL: baseURL, log: slog.New(slog.NewJSONHandler(os.Stderr, nil))}
	s.atEnd(func() { _ = os.RemoveAll(dir) }) // in the system's temporary folder: what stays is cleared there
	return s, nil
}

// handler is CloudFront, and what it leads to; /dev/ is beside it.
func (s *stack) handler(ctx context.Context, k kit) (http.Handler, error) {
	api, err := s.listen(standin.Gateway{Routes: standin.Routes(s.template), Invoke: s.invokeAPI, Now: time.Now})
	if err != nil {
		return nil, err
	}
	node, err := tool("NODE", "node")
	if err != nil {
		return nil, err
	}
	if s.script, err = standin.NewScript(node); err != nil {
		return nil, err
	}
	s.atEnd(func() { _ = s.script.Close() })
	edition, err := publish.Read(ctx, os.DirFS(k.words()), nil, s.baseURL, time.Now())
	if err != nil {
		return nil, err
	}
	s.api = api
	mux := http.NewServeMux()
	local.DevMail{Letters: s.mailbox, Site: edition, Log: s.log}.Routes(mux)
	mux.HandleFunc("GET /dev/faults.json", s.tellFaults)
	mux.HandleFunc("GET /dev/log/{function}", func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, s.pool.Log(r.PathValue("function"))) // who asked may have gone
	})
	mux.HandleFunc("GET /dev/took.json", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(s.pool.Taken()) // who asked may have gone
	})
	mux.Handle("/", s.counting(standin.Edge{Template: s.template, Read: s.readSite, API: api, Secret: originSecret, Script: s.script}))
	return mux, nil
}

// told logs each request.
func (s *stack) told(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		h.ServeHTTP(w, r)
		s.log.InfoContext(r.Context(), "request", "method", r.Method, "path", r.URL.Path, "ms", time.Since(began).Milliseconds())
	})
}

// mailbox is what SES was given, newest first.
func (s *stack) mailbox(context.Context) ([]local.Letter, error) {
	all := []local.Letter{}
	for _, m := range slices.Backward(s.ses.Taken()) {
		l, err := m.Letter()
		if err != nil {
			return nil, err
		}
		at, err := mail.ParseDate(l.Date)
		if err != nil {
			return nil, fmt.Errorf("reading date of mail: %w", err)
		}
		all = append(all, local.Letter{To: l.To, Subject: l.Subject, Text: l.Text, HTML: l.HTML, At: at.UTC().Format(time.RFC3339)})
	}
	return all, nil
}

// tellFaults serves what must not have happened: rights that were missing,
// answers that were errors, changes that were given up, and lines of a log that
// are errors or have an address in them.
func (s *stack) tellFaults(w http.ResponseWriter, _ *http.Request) {
	all := s.faults.list()
	for _, d := range s.iam.Denied() {
		all = append(all, "not permitted: "+d)
	}
	for function, took := range s.pool.Taken() {
		for _, f := range took.Faults {
			all = append(all, function+" failed: "+f)
		}
		for line := range strings.Lines(s.pool.Log(function)) {
			if strings.Contains(line, `"level":"ERROR"`) || strings.Contains(line, "@") {
				all = append(all, function+" logs: "+line)
			}
		}
	}
	slices.Sort(all)
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(w).Encode(all) // who asked may have gone
}

func (s *stack) greet(to io.Writer) {
	p := func(format string, args ...any) { fmt.Fprintf(to, format+"\n", args...) }
	p("template.yaml on this machine: %d functions as programs, DynamoDB is dynoxide, S3 is %s", len(s.template.Functions()), s.bucket.name)
	p("  site     %s/", s.baseURL)
	p("  desk     %s/desk/", s.baseURL)
	p("  mailbox  %s/dev/mail", s.baseURL)
	p("  faults   %s/dev/faults.json", s.baseURL)
	p("Ctrl-C stops, and nothing is kept")
}
