// Command bench measures the generator against Hugo: it makes a corpus, builds
// it with both in turn, then changes one thing at a time, and prints a table.
//
//	go run ./scripts/bench                    100, 1,000, 10,000 and 50,000 posts
//	go run ./scripts/bench -n 1000 -pairs 3
//
// Figures to compare are those of one run: every pair is two builds right
// after each other, on the same machine and the same kind of disk.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

const usageText = `Usage: bench [flags]

  -n LIST       posts of each corpus (default 100,1000,10000,50000)
  -pairs N      builds of each generator (default 5; 1 from 50,000 posts on)
  -changes N    times that each change is made (default 5; 0: none. Over
                10,000 posts no changes are made)
  -cores N      GOMAXPROCS of everything measured (default: all)
  -all          leave search and share cards on, which Hugo has no like of
  -no-hugo      measure ours alone
  -hugo PATH    use this Hugo (default: install ` + hugoVersion + ` into a cache folder)
  -site PATH    use this generator instead of building the one of this module
  -work DIR     where to build (default: /dev/shm if it has room, else the temporary folder)
  -keep         leave corpora and sites there
`

// options are the flags.
type options struct {
	sizes                 []int
	pairs, changes, cores int
	all, noHugo, keep     bool
	hugo, site, work      string
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is the whole program. The first two arguments are not for people: the
// program calls itself with them.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var err error
	switch {
	case len(args) > 0 && args[0] == childMeasure:
		err = measureChild(ctx, args[1:])
	case len(args) > 0 && args[0] == childFloor:
		err = floorChild(args[1:])
	default:
		err = measureAll(ctx, args, stdout)
	}
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(stdout, usageText)
		return 0
	case err != nil:
		fmt.Fprintf(stderr, "bench: %v\n", err)
		return 1
	}
	return 0
}

func measureAll(ctx context.Context, args []string, stdout io.Writer) error {
	o, err := parseFlags(args)
	if err != nil {
		return err
	}
	b, err := newBench(ctx, o, stdout)
	if err != nil {
		return err
	}
	return errors.Join(b.all(ctx), b.clean())
}

func parseFlags(args []string) (options, error) {
	var o options
	var sizes string
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&sizes, "n", "100,1000,10000,50000", "")
	flags.IntVar(&o.pairs, "pairs", 0, "")
	flags.IntVar(&o.changes, "changes", 5, "")
	flags.IntVar(&o.cores, "cores", 0, "")
	flags.BoolVar(&o.all, "all", false, "")
	flags.BoolVar(&o.noHugo, "no-hugo", false, "")
	flags.BoolVar(&o.keep, "keep", false, "")
	flags.StringVar(&o.hugo, "hugo", "", "")
	flags.StringVar(&o.site, "site", "", "")
	flags.StringVar(&o.work, "work", "", "")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	for field := range strings.SplitSeq(sizes, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(field))
		if err != nil || n < 1 {
			return o, fmt.Errorf("-n %q: write numbers of posts, as in 100,1000", sizes)
		}
		o.sizes = append(o.sizes, n)
	}
	slices.Sort(o.sizes)
	o.sizes = slices.Compact(o.sizes)
	if o.pairs < 0 || o.changes < 0 || o.cores < 0 {
		return o, errors.New("-pairs, -changes and -cores are no less than 0")
	}
	return o, nil
}
