package cloud

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/smithy-go"
)

// Files keeps what people upload in a bucket of its own, each file under the
// hash of its bytes. Nobody serves that bucket: a file leaves it through a
// function, which knows who may have it.
type Files struct {
	client *s3.Client
	bucket string
}

// NewFiles returns the files of a bucket.
func NewFiles(settings aws.Config, bucket string) Files {
	return Files{bucket: bucket, client: s3.NewFromConfig(settings, func(o *s3.Options) {
		// Two who send the same file at once are told to try again.
		o.Retryer = retry.AddWithErrorCodes(o.Retryer, "ConditionalRequestConflict")
	})}
}

// fileKey is the name of the object with a hash, and the hash as S3 has it.
func fileKey(hash string) (key, sum string, err error) {
	raw, err := hex.DecodeString(hash)
	if err != nil || len(raw) != sha256.Size {
		return "", "", errors.New("name of a file is not the SHA-256 of its bytes")
	}
	return "files/" + hash[:2] + "/" + hash, base64.StdEncoding.EncodeToString(raw), nil
}

// Keep implements submission.Files. What is there already is not written again,
// and S3 refuses bytes that are not those of their name.
func (f Files) Keep(ctx context.Context, hash string, data []byte) error {
	key, sum, err := fileKey(hash)
	if err != nil {
		return fmt.Errorf("keeping upload: %w", err)
	}
	_, err = f.client.PutObject(ctx, &s3.PutObjectInput{
		Bucket: &f.bucket, Key: &key, Body: bytes.NewReader(data), IfNoneMatch: new("*"),
		ContentType: new("application/octet-stream"), ChecksumSHA256: &sum,
	})
	if told, ok := errors.AsType[smithy.APIError](err); ok && told.ErrorCode() == "PreconditionFailed" {
		return nil
	}
	if err != nil {
		return fmt.Errorf("keeping upload: %w", err)
	}
	return nil
}

// Open implements submission.Files. S3 says that a file is missing only to
// those who may list the bucket; others are told that it is forbidden.
func (f Files) Open(ctx context.Context, hash string) (io.ReadCloser, error) {
	key, _, err := fileKey(hash)
	if err != nil {
		return nil, fmt.Errorf("opening upload: %w: %w", fs.ErrNotExist, err)
	}
	out, err := f.client.GetObject(ctx, &s3.GetObjectInput{Bucket: &f.bucket, Key: &key})
	if _, missing := errors.AsType[*types.NoSuchKey](err); missing {
		return nil, fmt.Errorf("opening upload: %w", fs.ErrNotExist)
	}
	if err != nil {
		return nil, fmt.Errorf("opening upload: %w", err)
	}
	return out.Body, nil
}
