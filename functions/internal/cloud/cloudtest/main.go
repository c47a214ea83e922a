// Command cloudtest is behind scripts/cloudtest: it brings up on this machine
// all that template.yaml describes, on the programs that would be uploaded, and
// goes the journeys of the local server's tests through it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// options are the flags.
type options struct {
	command string // serve, figures or nothing
	kit     kit    // what was made before; "" makes it
	addr    string
	empty   bool
	verbose bool
	journey string // which tests, as go test -run takes it
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := parse(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err != nil {
		return 2
	}
	if err := o.run(ctx, stdout); err != nil && ctx.Err() == nil {
		fmt.Fprintf(stderr, "cloudtest: %v\n", err)
		return 1
	}
	return 0
}

func parse(args []string, stderr io.Writer) (o options, err error) {
	flags := flag.NewFlagSet("cloudtest", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprint(stderr, "scripts/cloudtest          goes all journeys\nscripts/cloudtest serve    brings the stack up to look at\nscripts/cloudtest figures  takes the figures of speed and cost\n")
		flags.PrintDefaults()
	}
	flags.StringVar((*string)(&o.kit), "kit", "", "directory with what stacks are made of (default: it is made)")
	flags.StringVar(&o.addr, "addr", "127.0.0.1:8090", "with serve: address to listen on; port 0 takes a free one")
	flags.BoolVar(&o.empty, "empty", false, "with serve: without the demo")
	flags.BoolVar(&o.verbose, "v", false, "with serve: log every request")
	flags.StringVar(&o.journey, "run", "^TestFrom", "which journeys, as go test takes it")
	if len(args) > 0 && (args[0] == "serve" || args[0] == "figures") {
		o.command, args = args[0], args[1:]
	}
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 {
		fmt.Fprintf(stderr, "unexpected argument %q\n", flags.Arg(0))
		return o, errors.New("unexpected argument")
	}
	return o, nil
}

func (o options) run(ctx context.Context, stdout io.Writer) error {
	if o.kit == "" {
		dir, err := os.MkdirTemp("", "greenroom-kit-")
		if err != nil {
			return fmt.Errorf("making a directory: %w", err)
		}
		defer os.RemoveAll(dir) // in the system's temporary folder: what stays is cleared there
		o.kit = kit(dir)
		if err := o.kit.prepare(ctx, stdout); err != nil {
			return err
		}
	}
	switch o.command {
	case "serve":
		return serve(ctx, o, stdout)
	case "figures":
		return o.figures(ctx, stdout)
	}
	return o.journeys(ctx, stdout)
}
