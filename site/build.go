package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"greenroom/site/content"
	"greenroom/site/generate"
)

// build makes the site and says how it went.
func (c command) build(ctx context.Context, o options) int {
	began := c.now()
	result, err := c.generate(ctx, o)
	if err != nil {
		return c.failed(ctx, o, err)
	}
	fmt.Fprintf(c.stdout, "%s, %s bytes, %s written, %d ms\n", plural(result.Pages, "page"), thousands(result.Bytes),
		plural(len(result.Written)+len(result.Removed), "file"), c.now().Sub(began).Milliseconds())
	return exitDone
}

func (c command) generate(ctx context.Context, o options) (generate.Result, error) {
	words := os.DirFS(o.content)
	asOf, from := c.day(o)
	where := fmt.Sprintf("building %s into %s as of %s (%s)", o.content, o.out, asOf.Format(time.DateOnly), from)
	progress := bar{command: c, label: where}
	progress.begin()
	defer progress.end()

	threads, recordsErr := o.threads(c.now)
	builder := generate.New(generate.Options{Workers: o.workers, Cache: o.cache, Now: c.now, Progress: progress.step})
	defer builder.Close()
	in := generate.Input{Content: words, Threads: threads, AsOf: asOf, BaseURL: o.baseURL}
	if recordsErr != nil {
		in.Threads = nil
		return generate.Result{}, errors.Join(recordsErr, builder.Check(ctx, in))
	}
	folder := generate.NewFolder(o.out)
	defer folder.Close()
	return builder.Build(ctx, in, folder)
}

// day is the day to build for and where it was said. What is wrong with
// site.yaml is reported by the build itself.
func (c command) day(o options) (asOf time.Time, from string) {
	config, err := content.LoadConfig(os.DirFS(o.content))
	zone := time.UTC
	if err == nil {
		zone = config.TimeZone
	}
	if o.asOf != "" {
		asOf, _ = content.ParseDay(o.asOf, zone) // check has read it
		return asOf, "-as-of"
	}
	if !config.AsOf.IsZero() {
		return config.AsOf, "site.yaml"
	}
	return c.now().In(zone), "today"
}

// failed prints every problem, or the one error, and says that nothing was
// lost.
func (c command) failed(ctx context.Context, o options, err error) int {
	problems := gather(err)
	switch {
	case ctx.Err() != nil:
		fmt.Fprintf(c.stderr, "site: interrupted: %s is as it was\n", o.out)
	case len(problems) > 0:
		for i, p := range problems {
			if rest, found := strings.CutPrefix(p.File, generate.RecordsFile); found {
				problems[i].File = o.records + rest
			}
		}
		for _, p := range problems.Sort() {
			fmt.Fprintln(c.stderr, p)
		}
		fmt.Fprintf(c.stderr, "%s; %s is as it was\n", plural(len(problems), "problem"), o.out)
	default:
		fmt.Fprintf(c.stderr, "site: %v\n", err)
	}
	return exitFault
}

// gather returns the problems in err, if it is made of nothing else.
func gather(err error) content.Problems {
	if problems, ok := err.(content.Problems); ok {
		return problems
	}
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return nil
	}
	var all content.Problems
	for _, one := range joined.Unwrap() {
		problems := gather(one)
		if problems == nil {
			return nil
		}
		all = append(all, problems...)
	}
	return all
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return thousands(int64(n)) + " " + word + "s"
}

func thousands(n int64) string {
	digits := strconv.FormatInt(n, 10)
	var out strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			out.WriteByte(',')
		}
		out.WriteRune(d)
	}
	return out.String()
}
