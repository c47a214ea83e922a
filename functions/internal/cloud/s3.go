package cloud

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"greenroom/functions/internal/publish"
)

// Bucket is the site's bucket as a target of the generator.
type Bucket struct {
	Client *s3.Client
	Name   string
}

// Read returns the object called name, or fs.ErrNotExist. S3 says that an
// object is missing only to those who may list the bucket; others are told
// that it is forbidden.
func (b Bucket) Read(ctx context.Context, name string) ([]byte, error) {
	data, _, err := b.read(ctx, name)
	return data, err
}

// read tells the object's ETag as well.
func (b Bucket) read(ctx context.Context, name string) (data []byte, tag string, err error) {
	out, err := b.Client.GetObject(ctx, &s3.GetObjectInput{Bucket: &b.Name, Key: &name})
	if _, missing := errors.AsType[*types.NoSuchKey](err); missing {
		return nil, "", fmt.Errorf("reading %s from bucket: %w", name, fs.ErrNotExist)
	}
	if err != nil {
		return nil, "", fmt.Errorf("reading %s from bucket: %w", name, err)
	}
	defer out.Body.Close() // read to its end or given up: nothing to lose
	data, err = io.ReadAll(out.Body)
	if err != nil {
		return nil, "", fmt.Errorf("reading %s from bucket: %w", name, err)
	}
	return data, aws.ToString(out.ETag), nil
}

// Write puts the object, whole or not at all. The SDK adds a checksum that S3
// compares.
func (b Bucket) Write(ctx context.Context, name string, data []byte) error {
	_, err := b.Client.PutObject(ctx, &s3.PutObjectInput{
		Bucket: &b.Name, Key: &name, Body: bytes.NewReader(data),
		ContentType: new(publish.ContentType(name)), CacheControl: new(cacheControl(name)),
	})
	if err != nil {
		return fmt.Errorf("writing %s to bucket: %w", name, err)
	}
	return nil
}

// Remove deletes the object. One that is not there is no error.
func (b Bucket) Remove(ctx context.Context, name string) error {
	_, err := b.Client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &b.Name, Key: &name})
	if err != nil {
		return fmt.Errorf("removing %s from bucket: %w", name, err)
	}
	return nil
}

// cacheControl says how long browsers and the CDN may keep a file. The name of
// an asset changes with its bytes; a page is at most a minute old, and may be
// shown for five more while the new one is fetched.
func cacheControl(name string) string {
	if strings.HasPrefix(name, "assets/") {
		return "public, max-age=31536000, immutable"
	}
	return "public, max-age=60, stale-while-revalidate=300"
}
