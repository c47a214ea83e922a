package rollout

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	formation "github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// artifactsStack holds the bucket of what is deployed. All stages of an
// account and region share it.
const artifactsStack = "greenroom-artifacts"

// pack uploads the zips that are not there yet, and the template that names
// them.
func (r *Rollout) pack(ctx context.Context, d *deployment, parts []part) (said string, err error) {
	if err := r.ensureBucket(ctx); err != nil {
		return "", err
	}
	uploaded := 0
	for _, p := range parts {
		there, err := r.has(ctx, p.key())
		if err != nil {
			return "", err
		}
		if there {
			continue
		}
		if err := r.put(ctx, p.key(), p.zip); err != nil {
			return "", err
		}
		uploaded++
	}
	text, err := r.template()
	if err != nil {
		return "", err
	}
	if text, d.Mark, err = filled(text, r.Artifacts, parts, d.Parameters); err != nil {
		return "", err
	}
	d.Template = "templates/" + d.Commit + "/" + d.Mark + ".yaml"
	err = r.put(ctx, d.Template, []byte(text))
	return fmt.Sprintf("%d of %d functions uploaded to %s, the others were there", uploaded, len(parts), r.Artifacts), err
}

// ensureBucket makes the bucket of what is deployed when it is not there.
func (r *Rollout) ensureBucket(ctx context.Context) error {
	_, err := r.store.HeadBucket(ctx, &s3.HeadBucketInput{Bucket: &r.Artifacts})
	if _, missing := errors.AsType[*types.NotFound](err); !missing {
		if err != nil {
			return fmt.Errorf("looking for bucket %s: %w", r.Artifacts, err)
		}
		return nil
	}
	text, err := os.ReadFile(filepath.Join(r.Root, "infra", "artifacts.yaml"))
	if err != nil {
		return fmt.Errorf("reading the template of the artifacts bucket: %w", err)
	}
	r.say("  there is no bucket %s yet: making it", r.Artifacts)
	_, err = r.stack.CreateStack(ctx, &cloudformation.CreateStackInput{
		StackName: new(artifactsStack), TemplateBody: new(string(text)), EnableTerminationProtection: new(true),
		Parameters: []formation.Parameter{{ParameterKey: new("BucketName"), ParameterValue: &r.Artifacts}},
	})
	if err != nil {
		return fmt.Errorf("making bucket %s: %w", r.Artifacts, err)
	}
	return r.follow(ctx, artifactsStack, "")
}

// has reports whether there is such an object.
func (r *Rollout) has(ctx context.Context, key string) (bool, error) {
	_, err := r.store.HeadObject(ctx, &s3.HeadObjectInput{Bucket: &r.Artifacts, Key: &key})
	if _, missing := errors.AsType[*types.NotFound](err); missing {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("looking for %s: %w", key, err)
	}
	return true, nil
}

func (r *Rollout) put(ctx context.Context, key string, data []byte) error {
	_, err := r.store.PutObject(ctx, &s3.PutObjectInput{Bucket: &r.Artifacts, Key: &key, Body: bytes.NewReader(data)})
	if err != nil {
		return fmt.Errorf("uploading %s: %w", key, err)
	}
	return nil
}
