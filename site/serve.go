package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"syscall"
)

// serving is what the flags of serve say.
type serving struct {
	options
	addr      string
	published bool
}

// serve shows the site until ctx ends.
func (c command) serve(ctx context.Context, args []string) int {
	var s serving
	flags := s.flags("serve", filepath.Join(".greenroom", "preview"), filepath.Join(".greenroom", "preview-cache"))
	flags.StringVar(&s.addr, "addr", "127.0.0.1:1313", "")
	flags.BoolVar(&s.published, "published", false, "")
	words, code, proceed := c.parse(flags, args, serveUsage)
	if !proceed {
		return code
	}
	if len(words) > 0 {
		return c.misused(fmt.Sprintf("unexpected argument %q", words[0]), serveUsage)
	}
	if err := s.check(); err != nil {
		return c.misused(err.Error(), serveUsage)
	}
	if err := s.show(ctx, c); err != nil && ctx.Err() == nil {
		return c.failed(err)
	}
	return exitDone
}

func (s serving) check() error {
	if _, _, err := net.SplitHostPort(s.addr); err != nil {
		return fmt.Errorf("-addr %q: write host and port, as in 127.0.0.1:1313", s.addr)
	}
	if s.cache != "" && inside(s.cache, s.content) {
		return fmt.Errorf("-cache %s is inside -content: every build would look like a change", s.cache)
	}
	return s.options.check()
}

// show listens, builds and serves until ctx ends. Before anything is written
// it makes sure that nobody else writes there.
func (s serving) show(ctx context.Context, c command) error {
	if err := s.present(); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", s.addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("%s is taken, perhaps by another \"site serve\": end that, or take a free port with -addr 127.0.0.1:0", s.addr)
	} else if err != nil {
		return fmt.Errorf("listening: %w", err)
	}
	defer listener.Close()
	release, err := s.claim()
	if err != nil {
		return err
	}
	defer release()
	if s.baseURL == "" {
		s.baseURL = address(listener.Addr())
	}
	p := newPreviewer(c, s, listener.Addr())
	defer p.close()
	return p.run(ctx, listener)
}

// claim keeps others from building into the same folder or the same cache. A
// process that is killed lets go of both. Folders in which nothing came to
// stand go again with the claim.
func (o options) claim() (release func(), err error) {
	var held []*os.File
	release = func() {
		for _, f := range held {
			_ = os.Remove(f.Name()) // which leaves alone what is not empty
			_ = f.Close()           // it was only read
		}
	}
	for _, one := range []struct{ flag, dir string }{{"-out", o.out}, {"-cache", o.cache}} {
		if one.dir == "" {
			continue
		}
		f, err := claimFolder(one.dir)
		if errors.Is(err, errClaimed) {
			err = fmt.Errorf("%s is in use by another \"site serve\" or \"site build\": end that, or give this one a folder of its own with %s", one.dir, one.flag)
		}
		if err != nil {
			release()
			return nil, err
		}
		held = append(held, f)
	}
	return release, nil
}

// errClaimed is what claimFolder answers with if somebody else has the folder.
var errClaimed = errors.New("is in use")

// address is what a browser on this computer opens.
func address(a net.Addr) string {
	tcp, ok := a.(*net.TCPAddr)
	if !ok || tcp.IP.IsUnspecified() {
		_, port, _ := net.SplitHostPort(a.String())
		return "http://localhost:" + port
	}
	return "http://" + a.String()
}
