package cloud

import (
	"context"
	"errors"
	"fmt"
	"net/http"
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
	Small int                             // bytes of a manifest that is one object; 0: smallManifest

	mu     sync.Mutex
	tag    string // of the manifest that was seen last; "": there is none
	seen   bool
	object []byte // its bytes, as they lie in the bucket; nil: they are not known
}

// siteWriters is how many files are on their way to the bucket at a time. A put
// takes 20 to 40 ms, nearly all of it waiting; S3 takes 3,500 a second.
const siteWriters = 64

// Writers tells the generator how many files it may put at a time.
func (s *Site) Writers() int { return siteWriters }

// Has reports whether there is an object of that name.
func (s *Site) Has(ctx context.Context, name string) (bool, error) {
	_, err := s.Client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: &s.Name, Key: &name})
	if isStatus(err, http.StatusNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("looking at %s in bucket: %w", name, err)
	}
	return true, nil
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

func (s *Site) see(tag string, object []byte) { s.tag, s.object, s.seen = tag, object, true }

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

// Write puts the object, if it is our turn.
func (s *Site) Write(ctx context.Context, name string, data []byte) error {
	return s.guarded(ctx, func(ctx context.Context) error {
		if name != generate.ManifestName {
			return s.Bucket.Write(ctx, name, data)
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.keep(ctx, data)
	})
}

// Append adds to the manifest.
func (s *Site) Append(ctx context.Context, name string, lines []byte) error {
	return s.guarded(ctx, func(ctx context.Context) error {
		if name != generate.ManifestName {
			return fmt.Errorf("writing %s to bucket: %w", name, errors.ErrUnsupported)
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.add(ctx, lines)
	})
}

// Remove deletes the object, if it is our turn.
func (s *Site) Remove(ctx context.Context, name string) error {
	return s.guarded(ctx, func(ctx context.Context) error { return s.Bucket.Remove(ctx, name) })
}

// guarded gives a write less time than another publisher waits. The time runs
// from before it is known whose turn it is: a function may be frozen in between.
func (s *Site) guarded(ctx context.Context, write func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, publish.LastWrite)
	defer cancel()
	if s.Guard != nil {
		asked, stop := context.WithTimeout(ctx, publish.LastWrite/2) // the rest is for the write, where nobody answers whose turn it is
		err := s.Guard(asked)
		stop()
		if err != nil {
			return err
		}
	}
	return write(ctx)
}

func isStatus(err error, status int) bool {
	told, ok := errors.AsType[*awshttp.ResponseError](err)
	return ok && told.HTTPStatusCode() == status
}
