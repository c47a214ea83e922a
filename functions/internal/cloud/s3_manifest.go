package cloud

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"greenroom/functions/internal/publish"
	"greenroom/site/generate"
)

// The manifest of a site of 10,000 posts is 6 MB, S3 cannot add to an object,
// and each build adds to it twice: what it is about to write, and what it has
// written. So a large one is two objects. The base has most of it, under a name
// made of its bytes, and is never changed. The manifest's own object names the
// base and has the lines that came since; it alone is put over what was seen,
// and so says which of two publishers was first. A base is made anew when those
// lines are a small part of it: then what is put for one approved comment is
// about least, as a longer tail is put more often than a base is saved.
const (
	manifestBase  = ".greenroom-state/manifest-" // and 32 digits of its SHA-256
	manifestHead  = "greenroom manifest behind "
	tailPart      = 32       // of the base, at most
	smallManifest = 64 << 10 // bytes of one that is a single object
)

// errNoBase is said of a manifest whose base is gone.
var errNoBase = errors.New("the manifest's first part is missing or another: delete the manifest, and the files of the site")

// behind is the base that a manifest's object names, and the lines after it.
// named is false if the object is all of the manifest.
func behind(object []byte) (base string, size int, tail []byte, named bool) {
	head, tail, _ := bytes.Cut(object, []byte("\n"))
	n, err := fmt.Sscanf(string(head), manifestHead+"%s %d", &base, &size)
	return base, size, tail, n == 2 && err == nil
}

// look returns the manifest's object. It needs s.mu.
func (s *Site) look(ctx context.Context) ([]byte, error) {
	if s.object != nil {
		return s.object, nil
	}
	data, tag, err := s.Bucket.read(ctx, generate.ManifestName)
	if errors.Is(err, fs.ErrNotExist) {
		s.see("", nil)
	}
	if err != nil {
		return nil, err
	}
	s.see(tag, data)
	return data, nil
}

// manifest is all of it. It needs s.mu.
func (s *Site) manifest(ctx context.Context) ([]byte, error) {
	for tries := 1; ; tries++ {
		object, err := s.look(ctx)
		if err != nil {
			return nil, err
		}
		base, _, tail, named := behind(object)
		if !named {
			return bytes.Clone(object), nil
		}
		text, err := s.Bucket.Read(ctx, base)
		if err == nil && nameOfBase(text) == base {
			return append(text, tail...), nil
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		if tries == 2 {
			return nil, fmt.Errorf("reading %s from bucket: %w", base, errNoBase)
		}
		s.object = nil // another publisher may have made a new one meanwhile
	}
}

func nameOfBase(text []byte) string {
	sum := sha256.Sum256(text)
	return manifestBase + hex.EncodeToString(sum[:16])
}

// add puts lines behind the manifest. It needs s.mu.
func (s *Site) add(ctx context.Context, lines []byte) error {
	tag, seen := s.tag, s.seen
	object, err := s.look(ctx)
	if err == nil && seen && s.tag != tag {
		err = overtaken()
	}
	if err != nil {
		return err
	}
	if _, size, tail, named := behind(object); named && len(tail)+len(lines) <= size/tailPart {
		return s.put(ctx, append(bytes.Clone(object), lines...))
	}
	tag = s.tag
	text, err := s.manifest(ctx)
	if err == nil && s.tag != tag {
		err = overtaken()
	}
	if err != nil {
		return err
	}
	return s.keep(ctx, append(text, lines...))
}

// overtaken is said of a manifest that is another than was seen.
func overtaken() error {
	return fmt.Errorf("writing %s to bucket: %w", generate.ManifestName, publish.ErrNotOurTurn)
}

// keep makes text the manifest. It needs s.mu.
func (s *Site) keep(ctx context.Context, text []byte) error {
	last, _, _, _ := behind(s.object)
	small := s.Small
	if small == 0 {
		small = smallManifest
	}
	object, base := text, ""
	if len(text) > small {
		base = nameOfBase(text)
		if err := s.Bucket.Write(ctx, base, text); err != nil {
			return err
		}
		object = fmt.Appendf(nil, "%s%s %d\n", manifestHead, base, len(text))
	}
	if err := s.put(ctx, object); err != nil {
		return err
	}
	if last != "" && last != base {
		_ = s.Bucket.Remove(ctx, last) // one that stays takes room and is never read
	}
	return nil
}

// put writes the manifest's object over the one that was seen. It needs s.mu.
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
	s.object, s.seen = nil, false
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
