package rollout

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
)

// changeSet is what CloudFormation would do.
type changeSet struct {
	name    string
	changes []*types.ResourceChange
}

// propose asks CloudFormation what it would do; nil is nothing.
func (r *Rollout) propose(ctx context.Context, d deployment, fresh bool) (*changeSet, error) {
	kind := types.ChangeSetTypeUpdate
	if fresh {
		kind = types.ChangeSetTypeCreate
	}
	set := &changeSet{name: fmt.Sprintf("deploy-%s-%d", d.Mark, d.At.Unix())}
	in := &cloudformation.CreateChangeSetInput{
		StackName: new(r.stackName()), ChangeSetName: &set.name, ChangeSetType: kind, Description: new("commit " + d.Commit),
		TemplateURL:  new(fmt.Sprintf("https://%s.s3.%s.amazonaws.com/%s", r.Artifacts, r.region, d.Template)),
		Capabilities: []types.Capability{types.CapabilityCapabilityIam, types.CapabilityCapabilityAutoExpand},
	}
	for _, p := range d.Parameters {
		in.Parameters = append(in.Parameters, types.Parameter{ParameterKey: &p.ParameterKey, ParameterValue: &p.ParameterValue})
	}
	if _, err := r.stack.CreateChangeSet(ctx, in); err != nil {
		return nil, inWords("asking for the changes", err)
	}
	return r.await(ctx, set)
}

// await waits until CloudFormation has worked the changes out.
func (r *Rollout) await(ctx context.Context, set *changeSet) (*changeSet, error) {
	for {
		out, err := r.describe(ctx, set)
		if err != nil {
			return nil, fmt.Errorf("looking at the changes: %w", err)
		}
		switch out.Status {
		case types.ChangeSetStatusCreateComplete:
			return set, nil
		case types.ChangeSetStatusFailed:
			why := text(out.StatusReason)
			if strings.Contains(why, "didn't contain changes") || strings.Contains(why, "No updates are to be performed") {
				return nil, r.forget(ctx, set.name)
			}
			return nil, errors.Join(fmt.Errorf("CloudFormation refuses the template: %s", why), r.forget(ctx, set.name))
		}
		if err := r.Pause(ctx, lookEvery); err != nil {
			return nil, err
		}
	}
}

// describe reads the whole set, page by page.
func (r *Rollout) describe(ctx context.Context, set *changeSet) (out *cloudformation.DescribeChangeSetOutput, err error) {
	set.changes = nil
	in := &cloudformation.DescribeChangeSetInput{StackName: new(r.stackName()), ChangeSetName: &set.name}
	for {
		if out, err = r.stack.DescribeChangeSet(ctx, in); err != nil {
			return nil, err
		}
		for _, c := range out.Changes {
			if c.ResourceChange != nil {
				set.changes = append(set.changes, c.ResourceChange)
			}
		}
		if in.NextToken = out.NextToken; in.NextToken == nil {
			return out, nil
		}
	}
}

// forget deletes a change set that is not to be made.
func (r *Rollout) forget(ctx context.Context, set string) error {
	_, err := r.stack.DeleteChangeSet(ctx, &cloudformation.DeleteChangeSetInput{StackName: new(r.stackName()), ChangeSetName: &set})
	if err != nil {
		return fmt.Errorf("deleting change set %s: %w", set, err)
	}
	return nil
}

// guard prints the changes, and refuses those that would lose what is kept or
// give the site another address.
func (r *Rollout) guard(changes []*types.ResourceChange) error {
	kept := []string{"AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::CloudFront::Distribution"}
	var lost []string
	for _, c := range changes {
		what := fmt.Sprintf("%s %s (%s)", strings.ToLower(string(c.Action)), text(c.LogicalResourceId), text(c.ResourceType))
		replaced := c.Replacement == types.ReplacementTrue || c.Replacement == types.ReplacementConditional
		if replaced {
			what += ", replaced: " + strings.ToLower(string(c.Replacement))
		}
		r.say("  %s", what)
		goes := c.Action == types.ChangeActionRemove || c.Action == types.ChangeActionDynamic || replaced
		if goes && slices.Contains(kept, text(c.ResourceType)) {
			lost = append(lost, what)
		}
	}
	if len(lost) > 0 && !r.AllowReplace {
		return fmt.Errorf("nothing was changed. This would lose what is kept, or the site's address: %s. If that is meant, say -allow-replace", strings.Join(lost, "; "))
	}
	return nil
}
