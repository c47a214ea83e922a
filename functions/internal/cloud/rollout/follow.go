package rollout

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
)

// newestEvent is the id of the last thing that happened to a stack.
func (r *Rollout) newestEvent(ctx context.Context, stack string) (string, error) {
	events, err := r.events(ctx, stack, "")
	if err != nil || len(events) == 0 {
		return "", err
	}
	return text(events[len(events)-1].EventId), nil
}

// events are those after the one called since, oldest first.
func (r *Rollout) events(ctx context.Context, stack, since string) ([]types.StackEvent, error) {
	var all []types.StackEvent
	pages := cloudformation.NewDescribeStackEventsPaginator(r.stack, &cloudformation.DescribeStackEventsInput{StackName: &stack})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("reading the events of stack %s: %w", stack, err)
		}
		known := slices.IndexFunc(page.StackEvents, func(e types.StackEvent) bool { return text(e.EventId) == since })
		if known >= 0 {
			all = append(all, page.StackEvents[:known]...)
			break
		}
		all = append(all, page.StackEvents...)
		if since == "" {
			break // one page: only who has just begun knows no event
		}
	}
	slices.Reverse(all)
	return all, nil
}

// follow prints what happens to a stack after the event called since, until
// the stack itself says that it is done. Its status may lag behind its events.
func (r *Rollout) follow(ctx context.Context, stack, since string) error {
	failed := ""
	for {
		fresh, err := r.events(ctx, stack, since)
		if err == nil {
			for _, e := range fresh {
				since = text(e.EventId)
				r.tell(e, &failed)
				if last(e, stack) {
					return ended(stack, e, failed)
				}
			}
			err = r.Pause(ctx, lookEvery)
		}
		if err != nil && ctx.Err() != nil {
			return r.left(stack)
		}
		if err != nil {
			return err
		}
	}
}

// left is for who stops waiting.
func (r *Rollout) left(stack string) error {
	return fmt.Errorf("no longer waiting, and AWS goes on: see the events of stack %s in region %s in the CloudFormation console. "+
		"When it has ended run this again: it publishes the site", stack, r.region)
}

// tell prints an event, and keeps the first thing that failed.
func (r *Rollout) tell(e types.StackEvent, failed *string) {
	status, why := string(e.ResourceStatus), text(e.ResourceStatusReason)
	if strings.HasSuffix(status, "_IN_PROGRESS") && why == "" {
		return
	}
	line := strings.TrimRight(fmt.Sprintf("%s %s %s", status, text(e.LogicalResourceId), why), " ")
	r.say("  %s", line)
	if *failed == "" && strings.HasSuffix(status, "_FAILED") && !strings.Contains(why, "cancelled") {
		*failed = line
	}
}

// last reports whether an event is the stack's own, and its last. What is
// still cleared away after a good update was replaced before.
func last(e types.StackEvent, stack string) bool {
	if text(e.ResourceType) != "AWS::CloudFormation::Stack" || text(e.LogicalResourceId) != stack {
		return false
	}
	status := string(e.ResourceStatus)
	return !strings.HasSuffix(status, "_IN_PROGRESS") || status == "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"
}

// ended says how it came out.
func ended(stack string, e types.StackEvent, failed string) error {
	switch status := string(e.ResourceStatus); status {
	case "CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS":
		return nil
	case "UPDATE_ROLLBACK_COMPLETE":
		return fmt.Errorf("stack %s is as it was before, and the old site serves. First to fail: %s", stack, failed)
	default:
		return fmt.Errorf("stack %s is in %s. First to fail: %s", stack, status, failed)
	}
}
