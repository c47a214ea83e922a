package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"greenroom/functions/internal/cloud/rollout"
	"greenroom/functions/internal/cloud/standin"
	"greenroom/functions/internal/local"
)

// figures takes all figures in one run and prints them as Markdown.
func (o options) figures(ctx context.Context, stdout io.Writer) error {
	list, err := readPrices("infra/prices.json")
	if err != nil {
		return err
	}
	fmt.Fprintln(stdout, "building functions for arm64, to see how large they are …")
	sizes, err := rollout.Sizes(ctx, ".")
	if err != nil {
		return err
	}
	fmt.Fprintln(stdout, "asking every function, cold and warm …")
	return errors.Join(o.speeds(ctx, stdout, sizes), o.costs(ctx, stdout, list))
}

// scene is a stack whose streams are handed over when we say so, so that
// nothing runs beside what is measured.
type scene struct {
	*stack
	streams []standin.Mapping
	site    string // address of CloudFront
	sent    int    // comments, so that each is another
}

// newScene brings a stack up.
func newScene(ctx context.Context, k kit, demo bool, u *usage) (*scene, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listening: %w", err)
	}
	site := "http://" + listener.Addr().String()
	s, err := newStack(site)
	if err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	s.usage = u
	server := &http.Server{ReadHeaderTimeout: time.Minute}
	s.atEnd(func() { _ = errors.Join(server.Close(), listener.Close()) }) // the one that runs closes the other
	err = s.bringUp(ctx, k, demo)
	if err == nil {
		server.Handler, err = s.handler(ctx, k)
	}
	if err != nil {
		s.close()
		return nil, err
	}
	go func() { _ = server.Serve(listener) }() // until Close
	return &scene{stack: s, streams: s.mappings(), site: site}, nil
}

// round hands a function what came since its last round; "" means everybody.
func (s *scene) round(ctx context.Context, function string) error {
	for _, m := range s.streams {
		if function != "" && m.Function != function {
			continue
		}
		if err := m.Round(ctx); err != nil {
			return err
		}
	}
	if all := s.faults.list(); len(all) > 0 {
		return errors.New(all[0])
	}
	return nil
}

// letters has mail sent and returns the mailbox.
func (s *scene) letters(ctx context.Context) ([]local.Letter, error) {
	if err := s.round(ctx, "deliver"); err != nil {
		return nil, err
	}
	return s.mailbox(ctx)
}

// somebody asks CloudFront, signed in if they have an address.
func (s *scene) somebody(ctx context.Context, email string) (*person, error) {
	p := newPerson(s.site, "")
	if email == "" {
		return p, nil
	}
	return p, p.signIn(ctx, email, s.letters)
}

// atGateway is the same person at the gateway, without CloudFront before it.
func (s *scene) atGateway(p *person) *person {
	return &person{s.api, originSecret, p.client}
}

// ms prints a duration in milliseconds.
func ms(d time.Duration) string { return fmt.Sprintf("%.1f", float64(d)/float64(time.Millisecond)) }
