package rollout

import (
	"context"
	"fmt"
	"io"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	formation "github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	stored "github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go/middleware"
)

// dry has every call printed and answered here. It stands in the SDK's own
// way, before anything is signed: what is printed is what would be sent, since
// the run is the same.
func (r *Rollout) dry(settings aws.Config) aws.Config {
	settings = settings.Copy()
	settings.Credentials = aws.AnonymousCredentials{}
	if settings.Region == "" {
		settings.Region = "us-east-1"
		r.say("no region is set: us-east-1 stands for it")
	}
	settings.APIOptions = append(settings.APIOptions, func(stack *middleware.Stack) error {
		return stack.Initialize.Add(middleware.InitializeMiddlewareFunc("Dry", r.answer), middleware.After)
	})
	return settings
}

// answer says what is asked, and answers as AWS would if all went well.
func (r *Rollout) answer(ctx context.Context, in middleware.InitializeInput, _ middleware.InitializeHandler) (
	out middleware.InitializeOutput, meta middleware.Metadata, err error,
) {
	r.say("  would call %s %s %s", awsmiddleware.GetServiceID(ctx), awsmiddleware.GetOperationName(ctx), arguments(in.Parameters))
	switch asked := in.Parameters.(type) {
	case *sts.GetCallerIdentityInput:
		out.Result = &sts.GetCallerIdentityOutput{Account: new("ACCOUNT")}
	case *s3.HeadBucketInput:
		out.Result = &s3.HeadBucketOutput{}
	case *s3.HeadObjectInput:
		err = &stored.NotFound{} // so that its upload is printed
	case *s3.PutObjectInput:
		out.Result = &s3.PutObjectOutput{}
	case *lambda.InvokeInput:
		out.Result = &lambda.InvokeOutput{Payload: []byte(`{}`)}
	case *cloudfront.CreateInvalidationInput:
		out.Result = &cloudfront.CreateInvalidationOutput{}
	default:
		out.Result, err = r.answerStack(asked)
	}
	return out, meta, err
}

// answerStack stands for CloudFormation.
func (r *Rollout) answerStack(asked any) (any, error) {
	switch asked := asked.(type) {
	case *cloudformation.DescribeStacksInput:
		return &cloudformation.DescribeStacksOutput{Stacks: []formation.Stack{{StackStatus: formation.StackStatusUpdateComplete}}}, nil
	case *cloudformation.CreateStackInput:
		return &cloudformation.CreateStackOutput{}, nil
	case *cloudformation.UpdateStackInput:
		return &cloudformation.UpdateStackOutput{}, nil
	case *cloudformation.CreateChangeSetInput:
		return &cloudformation.CreateChangeSetOutput{}, nil
	case *cloudformation.DescribeChangeSetInput:
		return &cloudformation.DescribeChangeSetOutput{Status: formation.ChangeSetStatusCreateComplete}, nil
	case *cloudformation.ExecuteChangeSetInput:
		return &cloudformation.ExecuteChangeSetOutput{}, nil
	case *cloudformation.DescribeStackEventsInput:
		r.looks++ // each look finds something new
		return &cloudformation.DescribeStackEventsOutput{StackEvents: []formation.StackEvent{{
			EventId: new(fmt.Sprint(r.looks)), LogicalResourceId: asked.StackName, ResourceType: new("AWS::CloudFormation::Stack"),
			ResourceStatus: formation.ResourceStatusUpdateComplete,
		}}}, nil
	case *cloudformation.DescribeStackResourceInput:
		return &cloudformation.DescribeStackResourceOutput{StackResourceDetail: &formation.StackResourceDetail{
			PhysicalResourceId: new(*asked.StackName + "-" + *asked.LogicalResourceId),
		}}, nil
	}
	return nil, fmt.Errorf("a dry run knows no answer to %T", asked)
}

// arguments are the ones of a call that somebody wants to see.
func arguments(in any) string {
	switch in := in.(type) {
	case *s3.HeadBucketInput:
		return *in.Bucket
	case *s3.HeadObjectInput:
		return *in.Bucket + "/" + *in.Key
	case *s3.PutObjectInput:
		size, _ := in.Body.(io.Seeker).Seek(0, io.SeekEnd) // of bytes in memory
		return fmt.Sprintf("%s/%s (%d bytes)", *in.Bucket, *in.Key, size)
	case *cloudformation.DescribeStacksInput:
		return *in.StackName
	case *cloudformation.UpdateStackInput:
		return fmt.Sprintf("%s with %d parameters", *in.StackName, len(in.Parameters))
	case *cloudformation.CreateChangeSetInput:
		return fmt.Sprintf("%s, %s of %s with %d parameters", *in.StackName, *in.ChangeSetName, *in.TemplateURL, len(in.Parameters))
	case *cloudformation.DescribeChangeSetInput:
		return *in.StackName + ", " + *in.ChangeSetName
	case *cloudformation.ExecuteChangeSetInput:
		return *in.StackName + ", " + *in.ChangeSetName
	case *cloudformation.DescribeStackEventsInput:
		return *in.StackName
	case *cloudformation.DescribeStackResourceInput:
		return *in.StackName + ", " + *in.LogicalResourceId
	case *lambda.InvokeInput:
		return *in.FunctionName + " " + string(in.Payload)
	case *cloudfront.CreateInvalidationInput:
		if len(in.InvalidationBatch.Paths.Items) == 0 {
			return *in.DistributionId + ", the paths that publish names, if any"
		}
		return fmt.Sprint(*in.DistributionId, ", ", in.InvalidationBatch.Paths.Items)
	}
	return ""
}
