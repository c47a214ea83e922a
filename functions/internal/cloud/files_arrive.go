package cloud

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"mime"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"

	"greenroom/functions/internal/web"
)

const (
	arrivalTime = time.Hour   // how long a form for an arrival holds
	linkTime    = time.Minute // how long a link to a file does
)

// S3 puts the name of the file that is sent where a field says so, and keeps it
// with the object.
const (
	nameField = "x-amz-meta-name"
	sentName  = "${filename}"
)

// Form implements web.Arrivals. Its conditions name the one key, how large the
// file may be and where the browser goes then; S3 refuses all else
// (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html).
func (f Files) Form(ctx context.Context, key, next string, most int) (web.ArrivalForm, error) {
	signed, err := s3.NewPresignClient(f.client).PresignPostObject(ctx, &s3.PutObjectInput{Bucket: &f.bucket, Key: &key}, func(o *s3.PresignPostOptions) {
		o.Expires = arrivalTime
		o.Conditions = []any{
			[]any{"content-length-range", 1, most},
			map[string]string{"success_action_redirect": next},
			[]string{"starts-with", "$" + nameField, ""},
		}
	})
	if err != nil {
		return web.ArrivalForm{}, fmt.Errorf("signing form for upload: %w", err)
	}
	signed.Values["success_action_redirect"], signed.Values[nameField] = next, sentName
	form := web.ArrivalForm{Address: signed.URL}
	for _, name := range slices.Sorted(maps.Keys(signed.Values)) {
		form.Fields = append(form.Fields, web.ArrivalField{Name: name, Value: signed.Values[name]})
	}
	return form, nil
}

// Arrived implements web.Arrivals. No function may list the bucket, so S3 says
// of what is missing that it is forbidden, and a function may read whatever
// arrives: both mean that it is not there.
func (f Files) Arrived(ctx context.Context, key string) (name string, data io.ReadCloser, err error) {
	out, err := f.client.GetObject(ctx, &s3.GetObjectInput{Bucket: &f.bucket, Key: &key})
	if told, ok := errors.AsType[smithy.APIError](err); ok && slices.Contains([]string{"NoSuchKey", "AccessDenied"}, told.ErrorCode()) {
		return "", nil, fmt.Errorf("opening arrival: %w", fs.ErrNotExist)
	}
	if err != nil {
		return "", nil, fmt.Errorf("opening arrival: %w", err)
	}
	return arrivedName(out.Metadata["name"]), out.Body, nil
}

// arrivedName is a name as it was before S3 put it into a header (RFC 2047); ""
// if it was not told.
func arrivedName(kept string) string {
	name, err := new(mime.WordDecoder).DecodeHeader(kept)
	if err != nil || name == sentName {
		return ""
	}
	return name
}

// Forget implements web.Arrivals.
func (f Files) Forget(ctx context.Context, key string) error {
	if _, err := f.client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &f.bucket, Key: &key}); err != nil {
		return fmt.Errorf("removing arrival: %w", err)
	}
	return nil
}

// Link implements web.Links. What it leads to is a download, whatever is in it.
func (f Files) Link(ctx context.Context, hash, name string) (string, error) {
	key, _, err := fileKey(hash)
	if err != nil {
		return "", fmt.Errorf("signing link to upload: %w", err)
	}
	signed, err := s3.NewPresignClient(f.client).PresignGetObject(ctx, &s3.GetObjectInput{
		Bucket: &f.bucket, Key: &key, ResponseContentType: new("application/octet-stream"), ResponseCacheControl: new("no-store"),
		ResponseContentDisposition: new(mime.FormatMediaType("attachment", map[string]string{"filename": name})),
	}, s3.WithPresignExpires(linkTime))
	if err != nil {
		return "", fmt.Errorf("signing link to upload: %w", err)
	}
	return signed.URL, nil
}
