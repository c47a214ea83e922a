package rollout

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/aws/smithy-go"
)

// edgeRegion is where CloudFront has its metrics.
const edgeRegion = "us-east-1"

// watching are parameters of a stage that template.yaml knows nothing of: the
// stacks that watch over it are given them.
func watching(p parameter) bool {
	return p.ParameterKey == "AlarmEmail" || p.ParameterKey == "MonthlyBudget"
}

// watch brings the alarms to where they watch, once somebody is named who is
// told. They stand in stacks of their own: whatever becomes of them, the site
// is deployed and published.
func (r *Rollout) watch(ctx context.Context) error {
	if r.given("AlarmEmail") == "" {
		return nil
	}
	return r.steps(ctx,
		step{"watch", func(ctx context.Context) (string, error) {
			return r.bring(ctx, r.stackName()+"-watch", "watch.yaml", r.parametersOf("Stage", "AlarmEmail", "MonthlyBudget"))
		}},
		step{"watch the edge", func(ctx context.Context) (string, error) {
			id, err := r.physical(ctx, "Distribution")
			if err != nil {
				return "", err
			}
			there := *r // but for where it is
			there.stack, there.region = r.edgeStack, edgeRegion
			all := append(r.parametersOf("Stage", "AlarmEmail", "CertificateArn"), parameter{"DistributionId", id})
			return there.bring(ctx, r.stackName()+"-watch-edge", "watch-edge.yaml", all)
		}},
	)
}

// given is the value that the stage has for a parameter, or "".
func (r *Rollout) given(key string) string {
	for _, p := range r.stage {
		if p.ParameterKey == key {
			return p.ParameterValue
		}
	}
	return ""
}

// parametersOf are those of the stage with these names.
func (r *Rollout) parametersOf(keys ...string) (all []parameter) {
	for _, key := range keys {
		if value := r.given(key); value != "" {
			all = append(all, parameter{key, value})
		}
	}
	return all
}

// bring has a stack be what a template of infra/ says, and waits for it.
func (r *Rollout) bring(ctx context.Context, stack, file string, given []parameter) (string, error) {
	body, err := os.ReadFile(filepath.Join(r.Root, "infra", file))
	if err != nil {
		return "", fmt.Errorf("reading the template of the alarms: %w", err)
	}
	now, err := r.at(ctx, stack)
	if err == nil {
		err = takes(now)
	}
	if err != nil {
		return "", err
	}
	newest := ""
	if !now.fresh() {
		if newest, err = r.newestEvent(ctx, stack); err != nil {
			return "", err
		}
	}
	changed, err := r.change(ctx, stack, string(body), given, now.fresh())
	if err != nil || !changed {
		return "nothing to change", err
	}
	return fmt.Sprintf("stack %s in %s is as infra/%s says", stack, r.region, file), r.follow(ctx, stack, newest)
}

// change reports whether there was anything to change.
func (r *Rollout) change(ctx context.Context, stack, body string, given []parameter, fresh bool) (changed bool, err error) {
	var all []types.Parameter
	for _, p := range given {
		all = append(all, types.Parameter{ParameterKey: &p.ParameterKey, ParameterValue: &p.ParameterValue})
	}
	may := []types.Capability{types.CapabilityCapabilityAutoExpand}
	if fresh {
		_, err = r.stack.CreateStack(ctx, &cloudformation.CreateStackInput{StackName: &stack, TemplateBody: &body, Parameters: all, Capabilities: may})
	} else {
		_, err = r.stack.UpdateStack(ctx, &cloudformation.UpdateStackInput{StackName: &stack, TemplateBody: &body, Parameters: all, Capabilities: may})
	}
	if fault, ok := errors.AsType[smithy.APIError](err); ok && strings.Contains(fault.ErrorMessage(), "No updates are to be performed") {
		return false, nil
	}
	if err != nil {
		return false, inWords("asking for stack "+stack, err)
	}
	return true, nil
}
