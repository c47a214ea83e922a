package rollout

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/aws/smithy-go"
)

// state is what a stack is at.
type state struct {
	status string // "" if there is none
	reason string
	mark   string // of the deployment
}

func (s state) busy() bool {
	return strings.HasSuffix(s.status, "_IN_PROGRESS") && !s.fresh() && s.status != "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"
}

// fresh is a stack of which nothing was made yet.
func (s state) fresh() bool {
	return s.status == "" || s.status == string(types.StackStatusReviewInProgress)
}

var errBusy = errors.New("another deployment of this stage is going on, or has just ended: wait for it, see what it did, and begin again")

// at asks what the stack is at.
func (r *Rollout) at(ctx context.Context, name string) (state, error) {
	out, err := r.stack.DescribeStacks(ctx, &cloudformation.DescribeStacksInput{StackName: &name})
	if fault, ok := errors.AsType[smithy.APIError](err); ok && strings.Contains(fault.ErrorMessage(), "does not exist") {
		return state{}, nil
	}
	if err != nil {
		return state{}, fmt.Errorf("looking at stack %s: %w", name, err)
	}
	s := out.Stacks[0]
	return state{status: string(s.StackStatus), reason: text(s.StackStatusReason), mark: markOf(text(s.Description))}, nil
}

// update brings a deployment to the stack.
func (r *Rollout) update(ctx context.Context, d deployment) (created bool, said string, err error) {
	now, err := r.at(ctx, r.stackName())
	if err == nil {
		err = takes(now)
	}
	if err != nil {
		return false, "", err
	}
	d.At, d.Done = r.Now(), false
	set, err := r.propose(ctx, d, now.fresh())
	if err != nil || set == nil {
		return false, "nothing to change", err
	}
	if err := r.guard(set.changes); err != nil {
		return false, "", errors.Join(err, r.forget(ctx, set.name))
	}
	if err := r.record(ctx, d); err != nil {
		return false, "", err
	}
	if err := r.execute(ctx, set.name); err != nil {
		return false, "", err
	}
	d.Done = true
	return now.fresh(), fmt.Sprintf("stack %s is at commit %s", r.stackName(), d.Commit), r.record(ctx, d)
}

// takes says in words why a stack cannot be changed now.
func takes(now state) error {
	switch {
	case now.busy():
		return fmt.Errorf("%w (the stack is in %s)", errBusy, now.status)
	case now.status == "ROLLBACK_COMPLETE" || now.status == "ROLLBACK_FAILED" || now.status == "CREATE_FAILED":
		return fmt.Errorf("the stack is in %s since its first deployment failed: delete it in the CloudFormation console, and what it left of tables and buckets if they are empty", now.status)
	case strings.HasSuffix(now.status, "_FAILED"):
		return fmt.Errorf("the stack is in %s: continue its rollback in the CloudFormation console first (%s)", now.status, now.reason)
	}
	return nil
}

// execute makes the changes, and follows them to their end.
func (r *Rollout) execute(ctx context.Context, set string) error {
	newest, err := r.newestEvent(ctx, r.stackName())
	if err != nil {
		return err
	}
	if _, err = r.stack.ExecuteChangeSet(ctx, &cloudformation.ExecuteChangeSetInput{
		StackName: new(r.stackName()), ChangeSetName: &set, ClientRequestToken: &set,
	}); err != nil {
		if ctx.Err() != nil {
			return r.left(r.stackName())
		}
		return inWords("making the changes", err)
	}
	return r.follow(ctx, r.stackName(), newest)
}

// inWords has errors that mean another deployment say so.
func inWords(doing string, err error) error {
	if fault, ok := errors.AsType[smithy.APIError](err); ok {
		switch code := fault.ErrorCode(); {
		case strings.Contains(fault.ErrorMessage(), "_IN_PROGRESS"), strings.HasPrefix(code, "InvalidChangeSetStatus"), strings.HasPrefix(code, "ChangeSetNotFound"):
			return fmt.Errorf("%s: %w: %w", doing, errBusy, err)
		}
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// lookEvery is the pause between two looks at a change set or a stack.
const lookEvery = 3 * time.Second

// text is the string, or "" for none.
func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
