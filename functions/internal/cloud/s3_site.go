package cloud

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"slices"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"greenroom/functions/internal/publish"
	"greenroom/site/generate"
)

// Site is the site's bucket as it is written to by one of several publishers.
// Before each write it asks whether it is still its turn. The manifest, which is
// written before the first page and after the last, is only ever put over the
// one that was seen, so that nobody builds on what another has changed.
type Site struct {
	Bucket
	Guard func(ctx context.Context) error // nil: nobody else writes

	mu   sync.Mutex
	tag  string // of the manifest that was seen last; "": there is none
	seen bool
	text []byte // its bytes; nil: they are not known
}

// Mark implements publish.Marked.
func (s *Site) Mark(ctx context.Context) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	out, err := s.Client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: &s.Name, Key: new(generate.ManifestName)})
	if isStatus(err, http.StatusNotFound) {
		s.see("", nil)
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("looking at %s in bucket: %w", generate.ManifestName, err)
	}
	if tag := aws.ToString(out.ETag); !s.seen || tag != s.tag {
		s.see(tag, nil)
	}
	return s.tag, nil
}

func (s *Site) see(tag string, text []byte) { s.tag, s.text, s.seen = tag, text, true }

// Date tells the generator one manifest from another.
func (s *Site) Date(name string) string {
	if name != generate.ManifestName {
		return ""
	}
	return s.Left()
}

// Left implements publish.Marked.
func (s *Site) Left() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.seen {
		return ""
	}
	return s.tag
}

// Read is that of the bucket. What the manifest was is remembered.
func (s *Site) Read(ctx context.Context, name string) ([]byte, error) {
	if name != generate.ManifestName {
		return s.Bucket.Read(ctx, name)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.manifest(ctx)
}

// manifest needs s.mu.
func (s *Site) manifest(ctx context.Context) ([]byte, error) {
	if s.text != nil {
		return slices.Clone(s.text), nil
	}
	data, tag, err := s.Bucket.read(ctx, generate.ManifestName)
	if errors.Is(err, fs.ErrNotExist) {
		s.see("", nil)
	}
	if err != nil {
		return nil, err
	}
	s.see(tag, data)
	return slices.Clone(data), nil
}

// Write puts the object, if it is our turn.
func (s *Site) Write(ctx context.Context, name string, data []byte) error {
	return s.guarded(ctx, func(ctx context.Context) error {
		if name != generate.ManifestName {
			return s.Bucket.Write(ctx, name, data)
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.put(ctx, data)
	})
}

// Append adds to the manifest. S3 cannot, so it is put whole.
func (s *Site) Append(ctx context.Context, name string, lines []byte) error {
	return s.guarded(ctx, func(ctx context.Context) error {
		if name != generate.ManifestName {
			return fmt.Errorf("writing %s to bucket: %w", name, errors.ErrUnsupported)
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		text, err := s.manifest(ctx)
		if err != nil {
			return err
		}
		return s.put(ctx, append(text, lines...))
	})
}

// Remove deletes the object, if it is our turn.
func (s *Site) Remove(ctx context.Context, name string) error {
	return s.guarded(ctx, func(ctx context.Context) error { return s.Bucket.Remove(ctx, name) })
}

// guarded gives a write less time than another publisher waits.
func (s *Site) guarded(ctx context.Context, write func(context.Context) error) error {
	if s.Guard != nil {
		if err := s.Guard(ctx); err != nil {
			return err
		}
	}
	ctx, cancel := context.WithTimeout(ctx, publish.LastWrite)
	defer cancel()
	return write(ctx)
}

// put writes the manifest over the one that was seen. It needs s.mu.
func (s *Site) put(ctx context.Context, data []byte) error {
	in := &s3.PutObjectInput{
		Bucket: &s.Name, Key: new(generate.ManifestName), Body: bytes.NewReader(data),
		ContentType: new(publish.ContentType(generate.ManifestName)), CacheControl: new("no-store"),
	}
	if s.tag == "" {
		in.IfNoneMatch = new("*")
	} else {
		in.IfMatch = &s.tag
	}
	out, err := s.Client.PutObject(ctx, in)
	if err == nil {
		s.see(aws.ToString(out.ETag), data)
		return nil
	}
	s.text, s.seen = nil, false
	if !isStatus(err, http.StatusPreconditionFailed) {
		return fmt.Errorf("writing %s to bucket: %w", generate.ManifestName, err)
	}
	there, tag, readErr := s.Bucket.read(ctx, generate.ManifestName)
	if readErr == nil && bytes.Equal(there, data) { // our own, of which the answer was lost
		s.see(tag, data)
		return nil
	}
	return fmt.Errorf("writing %s to bucket: %w", generate.ManifestName, errors.Join(publish.ErrNotOurTurn, readErr))
}

func isStatus(err error, status int) bool {
	told, ok := errors.AsType[*awshttp.ResponseError](err)
	return ok && told.HTTPStatusCode() == status
}
