package cloud

import (
	"errors"
	"io/fs"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/s3"

	"greenroom/functions/internal/cloud/standin"
	"greenroom/site/generate"
)

var _ generate.Target = Bucket{}

func TestBucketWrite(t *testing.T) {
	t.Parallel()
	const aMinute, aYear = "public, max-age=60, stale-while-revalidate=300", "public, max-age=31536000, immutable"
	tests := []struct{ name, contentType, cacheControl string }{
		{"index.html", "text/html; charset=utf-8", aMinute},
		{"blog/edited-twice/comments.xml", "application/rss+xml; charset=utf-8", aMinute},
		{"blog/feed.json", "application/feed+json; charset=utf-8", aMinute},
		{"assets/site.0a1b2c3d.css", "text/css; charset=utf-8", aYear},
		{"assetsandmore/index.html", "text/html; charset=utf-8", aMinute},
		{".greenroom-manifest", "application/octet-stream", aMinute},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			store, url := startFakeS3(t)
			bucket := Bucket{Client: s3.NewFromConfig(fakeSettings(url)), Name: "site"}
			if err := bucket.Write(t.Context(), tt.name, []byte("<p>ü</p>")); err != nil {
				t.Fatal(err)
			}
			o, ok := store.Object("/site/" + tt.name)
			if !ok || string(o.Data) != "<p>ü</p>" {
				t.Fatalf("got object %q, %v", o.Data, ok)
			}
			if got := o.Header.Get("Content-Type"); got != tt.contentType {
				t.Errorf("got Content-Type %q, want %q", got, tt.contentType)
			}
			if got := o.Header.Get("Cache-Control"); got != tt.cacheControl {
				t.Errorf("got Cache-Control %q, want %q", got, tt.cacheControl)
			}
		})
	}
}

func TestBucketReadsWhatItWrote(t *testing.T) {
	t.Parallel()
	_, url := startFakeS3(t)
	bucket := Bucket{Client: s3.NewFromConfig(fakeSettings(url)), Name: "site"}
	for _, data := range []string{"", "one", strings.Repeat("long ", 100_000)} {
		if err := bucket.Write(t.Context(), "a/b.html", []byte(data)); err != nil {
			t.Fatal(err)
		}
		got, err := bucket.Read(t.Context(), "a/b.html")
		if err != nil || string(got) != data {
			t.Errorf("got %d bytes, %v, want %d", len(got), err, len(data))
		}
	}
}

func TestBucketMissing(t *testing.T) {
	t.Parallel()
	_, url := startFakeS3(t)
	bucket := Bucket{Client: s3.NewFromConfig(fakeSettings(url)), Name: "site"}
	if _, err := bucket.Read(t.Context(), "gone.html"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("reading: got %v, want fs.ErrNotExist", err)
	}
	if err := bucket.Remove(t.Context(), "gone.html"); err != nil {
		t.Errorf("removing: got %v, want no error", err)
	}
}

func TestBucketRemove(t *testing.T) {
	t.Parallel()
	store, url := startFakeS3(t)
	bucket := Bucket{Client: s3.NewFromConfig(fakeSettings(url)), Name: "site"}
	if err := bucket.Write(t.Context(), "old.html", []byte("old")); err != nil {
		t.Fatal(err)
	}
	if err := bucket.Remove(t.Context(), "old.html"); err != nil {
		t.Fatal(err)
	}
	if _, there := store.Object("/site/old.html"); there {
		t.Error("object is still there")
	}
}

// TestBucketForbidden keeps "you may not" apart from "there is none": taken
// for missing, a page that cannot be read would be written over.
func TestBucketForbidden(t *testing.T) {
	t.Parallel()
	denied := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { standin.S3Error(w, http.StatusForbidden, "AccessDenied") })
	bucket := Bucket{Client: s3.NewFromConfig(fakeSettings(startServer(t, denied))), Name: "site"}
	_, err := bucket.Read(t.Context(), "index.html")
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		t.Errorf("reading: got %v, want an error that is not fs.ErrNotExist", err)
	}
	if err := bucket.Write(t.Context(), "index.html", nil); err == nil {
		t.Error("writing: got no error")
	}
	if err := bucket.Remove(t.Context(), "index.html"); err == nil {
		t.Error("removing: got no error")
	}
}
