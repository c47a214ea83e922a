package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"greenroom/site/generate"
)

func (c command) parseBuild(ctx context.Context, args []string) int {
	var o options
	flags := o.flags("build", "public", filepath.Join(".greenroom", "cache"))
	words, code, proceed := c.parse(flags, args, buildUsage)
	if !proceed {
		return code
	}
	if len(words) > 0 {
		return c.misused(fmt.Sprintf("unexpected argument %q", words[0]), buildUsage)
	}
	if err := o.check(); err != nil {
		return c.misused(err.Error(), buildUsage)
	}
	if err := o.present(); err != nil {
		return c.failed(err)
	}
	return c.build(ctx, o)
}

// build makes the site and says how it went.
func (c command) build(ctx context.Context, o options) int {
	spendMemory(o.content)
	began := c.now()
	result, err := c.generate(ctx, o)
	if err != nil {
		return c.notBuilt(ctx, o, err)
	}
	fmt.Fprintf(c.stdout, "%s, %s bytes, %s written, %d ms\n", plural(result.Pages, "page"), thousands(result.Bytes),
		plural(len(result.Written)+len(result.Removed), "file"), c.now().Sub(began).Milliseconds())
	return exitDone
}

func (c command) generate(ctx context.Context, o options) (generate.Result, error) {
	words := os.DirFS(o.content)
	asOf, from := o.day(c.now)
	where := fmt.Sprintf("building %s into %s as of %s (%s)", o.content, o.out, asOf.Format(time.DateOnly), from)
	progress := bar{command: c, label: where}
	progress.begin()
	defer progress.end()

	threads, recordsErr := o.threads(c.now)
	courses, err := o.courses()
	recordsErr = errors.Join(recordsErr, err)
	builder := generate.New(generate.Options{Workers: o.workers, Cache: o.cache, Now: c.now, Progress: progress.step})
	defer builder.Close()
	in := generate.Input{Content: words, Threads: threads, AsOf: asOf, BaseURL: o.baseURL, Courses: courses}
	if recordsErr != nil {
		in.Threads = nil
		return generate.Result{}, errors.Join(recordsErr, builder.Check(ctx, in))
	}
	release, err := o.claim()
	if err != nil {
		return generate.Result{}, err
	}
	defer release()
	folder := generate.NewFolder(o.out)
	defer folder.Close()
	return builder.Build(ctx, in, folder)
}

// notBuilt prints every problem, or the one error, and says that nothing was
// lost.
func (c command) notBuilt(ctx context.Context, o options, err error) int {
	problems := o.problems(err)
	switch {
	case ctx.Err() != nil:
		fmt.Fprintf(c.stderr, "site: interrupted: %s is as it was\n", o.out)
	case len(problems) > 0:
		for _, p := range problems {
			fmt.Fprintln(c.stderr, p)
		}
		fmt.Fprintf(c.stderr, "%s; %s is as it was\n", plural(len(problems), "problem"), o.out)
	default:
		return c.failed(err)
	}
	return exitFault
}
