package rollout

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	edge "github.com/aws/aws-sdk-go-v2/service/cloudfront/types"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
)

// published is what the publish function says of a build: how many files the
// site has, how many were written and removed, and which, unless they are too
// many to name. Of a build that is unfinished it says what was done in this part.
type published struct {
	Files, Written, Removed int
	Names                   []string
	Unfinished              bool
	Left                    int // files to be written or removed; 0 if it is not known
}

// site has the site published by the function that does it, with the words
// that are built into it, and has CloudFront forget what has changed.
func (r *Rollout) site(ctx context.Context, created bool) error {
	var p published
	return r.steps(ctx,
		step{"publish", func(ctx context.Context) (said string, err error) {
			p, err = r.publish(ctx)
			if err != nil {
				return "", fmt.Errorf("the stack is deployed, the site is not published%s: %w", stands(p), err)
			}
			return fmt.Sprintf("%d files, %d written, %d removed", p.Files, p.Written, p.Removed), nil
		}},
		step{"forget", func(ctx context.Context) (string, error) { return r.forgetPages(ctx, p, created) }},
	)
}

// publish asks for parts of the build until there are no more. A part that put
// nothing is tried once more: a slow hour may have been why.
func (r *Rollout) publish(ctx context.Context) (all published, err error) {
	name, err := r.physical(ctx, "PublishFunction")
	if err != nil {
		return all, err
	}
	for idle := 0; ; {
		p, err := r.part(ctx, name)
		if err != nil {
			return all, err
		}
		all.Files, all.Written, all.Removed = p.Files, all.Written+p.Written, all.Removed+p.Removed
		all.Names = append(all.Names, p.Names...)
		if !p.Unfinished {
			return all, nil
		}
		if idle++; p.Written+p.Removed > 0 {
			idle = 0
		}
		if idle == 2 {
			return all, fmt.Errorf("function %s came no further in two runs: give it more memory or time in template.yaml", name)
		}
		r.say("  not done yet: %d files put so far, %s left; the function goes on", all.Written+all.Removed, known(p.Left))
	}
}

// known is a count that may not be known yet.
func known(n int) string {
	if n == 0 {
		return "nobody knows how many"
	}
	return fmt.Sprint(n)
}

// part has the function build for as long as it has time.
func (r *Rollout) part(ctx context.Context, name string) (p published, err error) {
	out, err := r.functions.Invoke(ctx, &lambda.InvokeInput{FunctionName: &name, Payload: []byte(`{"parts":true}`)})
	if err != nil {
		return p, fmt.Errorf("invoking %s: %w", name, err)
	}
	if out.FunctionError != nil {
		return p, fmt.Errorf("function %s failed: %s", name, out.Payload)
	}
	if err := json.Unmarshal(out.Payload, &p); err != nil {
		return p, fmt.Errorf("reading the answer of %s: %w", name, err)
	}
	return p, nil
}

// stands says what the public sees of a site that is not published.
func stands(p published) string {
	if p.Written+p.Removed == 0 {
		return ", and the old site serves"
	}
	return fmt.Sprintf(": %d files are new, and the rest is as it was; run this again to go on", p.Written+p.Removed)
}

// forgetPages has CloudFront drop what it keeps of changed pages. It would do
// so by itself a minute later.
func (r *Rollout) forgetPages(ctx context.Context, p published, created bool) (string, error) {
	if created {
		return "the distribution is new and keeps nothing yet", nil
	}
	paths := stale(p.Names)
	if len(p.Names) < p.Written+p.Removed {
		paths = []string{"/*"} // too many to be named
	}
	if len(paths) == 0 && !r.DryRun {
		return "nothing that CloudFront keeps has changed", nil
	}
	id, err := r.physical(ctx, "Distribution")
	if err != nil {
		return "", err
	}
	reference := fmt.Sprintf("greenroom-%d", r.Now().UnixNano()) // another one is another invalidation
	_, err = r.edge.CreateInvalidation(ctx, &cloudfront.CreateInvalidationInput{DistributionId: &id, InvalidationBatch: &edge.InvalidationBatch{
		CallerReference: &reference, Paths: &edge.Paths{Items: paths, Quantity: new(int32(len(paths)))},
	}})
	if err != nil {
		return "", fmt.Errorf("the site is published; CloudFront shows what has changed within five minutes, since it cannot be told: %w", err)
	}
	return fmt.Sprintf("CloudFront drops %d paths: %v", len(paths), paths), nil
}

// physical is the name that AWS gave to a resource of the stack.
func (r *Rollout) physical(ctx context.Context, resource string) (string, error) {
	out, err := r.stack.DescribeStackResource(ctx, &cloudformation.DescribeStackResourceInput{StackName: new(r.stackName()), LogicalResourceId: &resource})
	if err != nil {
		return "", fmt.Errorf("looking for %s in the stack: %w", resource, err)
	}
	return text(out.StackResourceDetail.PhysicalResourceId), nil
}
