package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"greenroom/site/content"
	"greenroom/site/generate"
)

// Exit codes.
const (
	exitDone  = 0
	exitFault = 1 // the input or the disk is at fault
	exitUsage = 2 // the command line is
)

const usage = `Usage: site build [flags]

Build turns content/ and approved records into the static site. Everything
wrong with them is reported at once, as file:line, and then nothing is written.

Flags:
  -content DIR        words to build from (default "content")
  -records PATH       approved comments, one JSON record a line: a file, or a
                      folder with a file for each post
  -out DIR            folder to write to (default "public")
  -base-url URL       what addresses begin with (default: base_url in site.yaml)
  -as-of YYYY-MM-DD   day to build for (default: as_of in site.yaml, or today)
  -cache DIR          what was read and rendered, for the next build
                      (default ".greenroom/cache"; "" keeps nothing)
  -workers N          how much is done at once (default: one for each core)
`

// command is one call of the program and what it needs from outside.
type command struct {
	stdout, stderr io.Writer
	terminal       bool // stderr is looked at as it is written
	now            func() time.Time
}

// options are the flags of build.
type options struct {
	content, records, out, cache, baseURL, asOf string
	workers                                     int
}

func (c command) run(ctx context.Context, args []string) int {
	if len(args) == 0 {
		return c.misused("name a command")
	}
	switch args[0] {
	case "build":
		return c.parse(ctx, args[1:])
	case "help", "-h", "-help", "--help":
		fmt.Fprint(c.stdout, usage)
		return exitDone
	}
	return c.misused(fmt.Sprintf("unknown command %q", args[0]))
}

func (c command) misused(what string) int {
	fmt.Fprintf(c.stderr, "site: %s\n\n%s", what, usage)
	return exitUsage
}

func (c command) parse(ctx context.Context, args []string) int {
	var o options
	flags := flag.NewFlagSet("build", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&o.content, "content", "content", "")
	flags.StringVar(&o.records, "records", "", "")
	flags.StringVar(&o.out, "out", "public", "")
	flags.StringVar(&o.cache, "cache", filepath.Join(".greenroom", "cache"), "")
	flags.StringVar(&o.baseURL, "base-url", "", "")
	flags.StringVar(&o.asOf, "as-of", "", "")
	flags.IntVar(&o.workers, "workers", 0, "")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(c.stdout, usage)
		return exitDone
	case err != nil:
		return c.misused(err.Error())
	case flags.NArg() > 0:
		return c.misused(fmt.Sprintf("unexpected argument %q", flags.Arg(0)))
	}
	if err := o.check(); err != nil {
		return c.misused(err.Error())
	}
	return c.build(ctx, o)
}

// check holds the flags to what can be said before anything is read.
func (o options) check() error {
	if o.workers < 0 {
		return fmt.Errorf("-workers is %d: write 1 or more", o.workers)
	}
	if _, err := content.ParseDay(o.asOf, time.UTC); o.asOf != "" && err != nil {
		return fmt.Errorf("-as-of is no date %q: write it as in 2026-05-12", o.asOf)
	}
	if o.baseURL != "" {
		if err := content.CheckBaseURL(o.baseURL); err != nil {
			return fmt.Errorf("-base-url %q: %w", o.baseURL, err)
		}
	}
	if inside(o.out, o.content) {
		return fmt.Errorf("-out %s is inside -content: the site would be read as words", o.out)
	}
	return nil
}

// inside reports whether a folder is another one or below it.
func inside(folder, other string) bool {
	a, errA := resolved(folder)
	b, errB := resolved(other)
	if errA != nil || errB != nil {
		return false
	}
	relative, err := filepath.Rel(b, a)
	return err == nil && relative != ".." && !strings.HasPrefix(relative, ".."+string(filepath.Separator))
}

// resolved is the absolute path of a folder with its links followed; one that
// is not there yet is where it was named.
func resolved(folder string) (string, error) {
	path, err := filepath.Abs(folder)
	if err != nil {
		return "", err
	}
	if followed, err := filepath.EvalSymlinks(path); err == nil {
		return followed, nil
	}
	return path, nil
}

// threads is where the approved comments are. Problems with a file of them
// carry its name.
func (o options) threads(now func() time.Time) (generate.Threads, error) {
	if o.records == "" {
		return generate.ThreadList(nil), nil
	}
	if info, err := os.Stat(o.records); err == nil && info.IsDir() {
		return generate.ThreadFolder(os.DirFS(o.records), now), nil
	}
	f, err := os.Open(o.records)
	if err != nil {
		return nil, fmt.Errorf("reading records: %w", err)
	}
	defer f.Close()
	comments, err := generate.ReadRecords(f)
	return generate.ThreadList(comments), err
}
