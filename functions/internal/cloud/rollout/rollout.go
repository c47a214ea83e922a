// Package rollout brings a commit to AWS: it checks, builds, packages, deploys
// the stack, has the site published and watched over, and takes an older
// deployment back up.
// Each step says what it did. A step that fails is the last one, and what the
// public sees is what it was before that step.
//
// CloudFormation expands template.yaml itself, so nothing but Go is needed.
package rollout

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// Options are what somebody asked for.
type Options struct {
	Stage        string
	Artifacts    string // bucket of what is deployed; "" for the one of the account and region
	Dirty        bool   // deploy what is in no commit, too
	DryRun       bool   // print each call and make none
	Rollback     bool   // take up the deployment before this one
	AllowReplace bool   // let tables, buckets and the distribution be replaced or deleted
}

// Rollout is one run.
type Rollout struct {
	Options
	Root string // of the repository
	Out  io.Writer
	Now  func() time.Time
	// Pause waits between two looks at work that AWS does.
	Pause func(ctx context.Context, d time.Duration) error
	// Command runs a program in the repository, with variables beside our own.
	Command func(ctx context.Context, dir string, env []string, name string, arguments ...string) (output []byte, err error)

	region    string
	stage     []parameter // all that the stage's file says
	stack     *cloudformation.Client
	edgeStack *cloudformation.Client // in edgeRegion
	store     *s3.Client
	functions *lambda.Client
	edge      *cloudfront.Client
	who       *sts.Client
	looks     int // at events, in a dry run
}

// Connect gives the run its way to AWS. In a dry run the settings' way ends
// before anything is signed or sent.
func (r *Rollout) Connect(settings aws.Config) {
	if r.DryRun {
		settings = r.dry(settings)
	}
	r.region = settings.Region
	r.stack = cloudformation.NewFromConfig(settings)
	r.edgeStack = cloudformation.NewFromConfig(settings, func(o *cloudformation.Options) { o.Region = edgeRegion })
	r.store = s3.NewFromConfig(settings)
	r.edge = cloudfront.NewFromConfig(settings)
	r.who = sts.NewFromConfig(settings)
	r.functions = lambda.NewFromConfig(settings, func(o *lambda.Options) {
		o.RetryMaxAttempts = 40 // publish runs one build at a time: ours may have to wait the ten minutes that another may take
	})
}

// Run does the whole of it.
func (r *Rollout) Run(ctx context.Context) error {
	if !stageName.MatchString(r.Stage) {
		return fmt.Errorf("%q is no stage: a stage is lower-case letters, digits and hyphens, such as staging", r.Stage)
	}
	deploy := r.deploy
	if r.Rollback {
		deploy = r.rollBack
	}
	created, err := deploy(ctx)
	if err == nil {
		err = r.site(ctx, created)
	}
	if err == nil && !r.Rollback {
		err = r.watch(ctx)
	}
	if r.DryRun {
		r.say("this was a dry run: AWS was asked for nothing, and nothing has changed")
	}
	return err
}

// deploy brings this commit to the stack. It reports whether the stack is new.
func (r *Rollout) deploy(ctx context.Context) (created bool, err error) {
	var d deployment
	var parts []part
	err = r.steps(ctx,
		step{"check", func(ctx context.Context) (string, error) { return r.check(ctx, &d) }},
		step{"sign in", r.signIn},
		step{"build", func(ctx context.Context) (said string, err error) {
			parts, said, err = r.build(ctx)
			return said, err
		}},
		step{"package", func(ctx context.Context) (string, error) { return r.pack(ctx, &d, parts) }},
		step{"deploy", func(ctx context.Context) (said string, err error) {
			created, said, err = r.update(ctx, d)
			return said, err
		}},
	)
	return created, err
}

// step is a part of the run with a name. It says what it did.
type step struct {
	name string
	do   func(ctx context.Context) (said string, err error)
}

// steps does one after the other, and prints how each ended.
func (r *Rollout) steps(ctx context.Context, all ...step) error {
	for _, s := range all {
		began := r.Now()
		r.say("%s …", s.name)
		said, err := s.do(ctx)
		if errors.Is(err, context.Canceled) {
			return fmt.Errorf("%s: stopped. What AWS has begun it goes on with; to finish, run this again: %w", s.name, err)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		r.say("%s: %s (%.1f s)", s.name, said, r.Now().Sub(began).Seconds())
	}
	return nil
}

func (r *Rollout) say(format string, arguments ...any) {
	if _, err := fmt.Fprintf(r.Out, format+"\n", arguments...); err != nil {
		slog.Warn("output is gone", "cause", err) // the run goes on: half of it would be worse
	}
}

// stackName is the stack of the stage.
func (r *Rollout) stackName() string { return "greenroom-" + r.Stage }
