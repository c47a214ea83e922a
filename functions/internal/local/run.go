// Package local is the laptop's twin of the cloud: the same rooms on one bbolt
// file, a folder and a mailbox, with nothing installed but Go and no account
// anywhere.
package local

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"
)

// Exit codes of the command.
const (
	exitOK    = 0
	exitFault = 1
	exitUsage = 2
)

// Run is the command functions/local: it serves until ctx ends and returns the
// exit code.
func Run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := parseFlags(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return exitOK
	}
	if err != nil {
		return exitUsage
	}
	if err := o.job()(ctx, o, stdout, stderr); err != nil {
		fmt.Fprintf(stderr, "greenroom: %v\n", err)
		return exitFault
	}
	return exitOK
}

func parseFlags(args []string, stderr io.Writer) (Options, error) {
	var o Options
	flags := flag.NewFlagSet("local", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.Addr, "addr", "127.0.0.1:8080", "address to listen on; port 0 takes a free one")
	flags.StringVar(&o.Data, "data", ".greenroom", "directory of the store, the built site and the secret")
	flags.StringVar(&o.Cache, "cache", "", "directory of what was rendered and drawn (default: rendered, in the directory of the store)")
	flags.StringVar(&o.Content, "content", "content", "directory of the words")
	flags.StringVar(&o.Assets, "assets", "site/theme/assets", "directory of styles and scripts, if you want to edit them")
	flags.StringVar(&o.BaseURL, "base-url", "", "address that links and mails carry (default: the one listened on)")
	flags.BoolVar(&o.Empty, "empty", false, "start without demo data")
	flags.BoolVar(&o.Verbose, "v", false, "log every request")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if o.BaseURL != "" && !strings.HasPrefix(o.BaseURL, "http://") && !strings.HasPrefix(o.BaseURL, "https://") {
		fmt.Fprintf(stderr, "-base-url %q: it must start with http:// or https://\n", o.BaseURL)
		return o, errors.New("bad base URL")
	}
	o.BaseURL = strings.TrimRight(o.BaseURL, "/")
	rest, err := o.parseCommand(flags, stderr)
	if err != nil {
		return o, err
	}
	if flags.NArg() > rest {
		fmt.Fprintf(stderr, "unexpected argument %q: options start with a dash\n", flags.Arg(rest))
		return o, errors.New("unexpected argument")
	}
	return o, nil
}

func serve(ctx context.Context, o Options, stdout, stderr io.Writer) error {
	level := slog.LevelWarn
	if o.Verbose {
		level = slog.LevelInfo
	}
	log := slog.New(slog.NewJSONHandler(stderr, &slog.HandlerOptions{Level: level}))
	of, err := openOffice(ctx, o, stdout, log)
	if err != nil {
		return err
	}
	defer of.Close()
	listener, err := net.Listen("tcp", o.Addr)
	if err != nil {
		return fmt.Errorf("listening on %s: %w: choose another address with -addr", o.Addr, err)
	}
	baseURL := o.BaseURL
	if baseURL == "" {
		baseURL = "http://" + reachable(listener.Addr().String())
	}
	if err := of.moveIn(ctx, baseURL); err != nil {
		return errors.Join(err, listener.Close())
	}
	handler, err := of.handler()
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	of.greet(listener.Addr().String())
	return of.serveUntil(ctx, listener, handler)
}

// reachable is an address for links: one that stands for every interface is no
// place to go.
func reachable(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if ip, ipErr := netip.ParseAddr(host); err == nil && ipErr == nil && ip.IsUnspecified() {
		return net.JoinHostPort("127.0.0.1", port)
	}
	return addr
}

// handler serves pages, forms, desk, mailbox and the site.
func (of *office) handler() (http.Handler, error) {
	rest := http.NewServeMux()
	DevMail{Letters: of.mailbox.Letters, Site: of.live, Log: of.log}.Routes(rest)
	rest.Handle("/", static{root: of.folder, problem: of.live.wrong, wrongMethod: of.web.WrongMethod("GET", "HEAD")})
	return of.web.Handler(rest, of.web.Routes())
}

// How long a client may take. Everything here is small.
const (
	headerTimeout = 3 * time.Second
	readTimeout   = 8 * time.Second
	writeTimeout  = 10 * time.Second
	idleTimeout   = 30 * time.Second
	stopTimeout   = 5 * time.Second
	maxHeader     = 16 << 10 // bytes
)

// serveUntil answers requests and does the work behind them until ctx ends,
// then lets what is under way finish.
func (of *office) serveUntil(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout,
		WriteTimeout: writeTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader,
		ErrorLog: slog.NewLogLogger(of.log.Handler(), slog.LevelWarn),
	}
	working, stopWork := context.WithCancel(context.WithoutCancel(ctx))
	defer stopWork()
	var work sync.WaitGroup
	work.Go(func() { of.work(working) })
	stopped := make(chan error, 1)
	work.Go(func() {
		<-ctx.Done()
		soon, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
		defer cancel()
		err := server.Shutdown(soon)
		if errors.Is(err, context.DeadlineExceeded) { // somebody sends too slowly to wait for
			err = server.Close()
		}
		stopped <- err
		stopWork()
	})
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		stopWork()
		return fmt.Errorf("serving: %w", err)
	}
	err := <-stopped
	work.Wait()
	if err == nil {
		fmt.Fprintln(of.print, "stopped; everything answered is kept")
	}
	return err
}

// greet says where to look and whom to sign in as.
func (of *office) greet(addr string) {
	p := func(format string, args ...any) { fmt.Fprintf(of.print, format+"\n", args...) }
	p("listening on %s", addr)
	if reachable(addr) != addr {
		p("anybody in your network can open this, the mailbox and its sign-in links too")
	}
	if !of.pinned.IsZero() {
		p("as of %s: site.yaml pins that day; the clock started there, reads %s and runs on",
			of.pinned.Format("2006-01-02"), of.clock().In(of.live.Zone()).Format("2006-01-02 15:04 MST"))
	}
	p("  site     %s/", of.baseURL)
	p("  desk     %s/desk/", of.baseURL)
	p("  sign in  %s/sign-in", of.baseURL)
	p("  mailbox  %s/dev/mail", of.baseURL)
	p("sign in as any of these; the link comes to the mailbox:")
	for _, person := range of.live.edition.Load().People() {
		if person.Staff && person.Email != "" {
			p("  %-32s %s, %s", person.Email, person.Name, person.Role)
		}
	}
	if of.demo {
		p("  %-32s %s, influencer without a desk", "ines@example.org", "Ines Barreto")
		p("  %-32s %s, influencer at work", "milo@example.com", "Milo Hart")
	}
	p("Ctrl-C stops. Data is in %s", of.options.Data)
}
