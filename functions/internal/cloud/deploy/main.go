// Deploy brings a commit to AWS, or takes the one before back up. It is run by
// scripts/deploy, in the root of the repository:
//
//	scripts/deploy staging              checks, builds, deploys, publishes the site
//	scripts/deploy staging -dry-run     prints every call to AWS and makes none
//	scripts/deploy staging -rollback    deploys what was deployed before
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"greenroom/functions/internal/cloud/rollout"
)

func main() {
	options, err := read(os.Args[1:])
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends at once
	if err := rollout.Start(ctx, options, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "not done:", err)
		os.Exit(1)
	}
}

// read takes flags before and after the stage.
func read(arguments []string) (o rollout.Options, err error) {
	flags := flag.NewFlagSet("deploy", flag.ContinueOnError)
	flags.Usage = func() {
		fmt.Fprintln(flags.Output(), "usage: scripts/deploy STAGE [flags]; the stage's parameters are infra/STAGE.json")
		flags.PrintDefaults()
	}
	flags.StringVar(&o.Artifacts, "artifacts", "", "`bucket` of what is deployed (default: greenroom-artifacts-ACCOUNT-REGION, made if it is not there)")
	flags.BoolVar(&o.Dirty, "dirty", false, "deploy what is in no commit, too")
	flags.BoolVar(&o.DryRun, "dry-run", false, "print every call to AWS and make none; needs no credentials")
	flags.BoolVar(&o.Rollback, "rollback", false, "deploy what was deployed before, and publish the site anew")
	flags.BoolVar(&o.AllowReplace, "allow-replace", false, "let tables, buckets and the distribution be replaced or deleted")
	if err := flags.Parse(arguments); err != nil {
		return o, err
	}
	if flags.NArg() > 0 {
		o.Stage = flags.Arg(0)
		if err := flags.Parse(flags.Args()[1:]); err != nil {
			return o, err
		}
	}
	if o.Stage == "" || flags.NArg() > 0 {
		return o, errors.New("usage: scripts/deploy STAGE [flags]")
	}
	return o, nil
}
