package cloud

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"strings"
	"testing"

	"greenroom/functions/internal/cloud/standin"
	"greenroom/functions/internal/submission"
)

var _ submission.Files = Files{}

func hashOf(data string) string {
	sum := sha256.Sum256([]byte(data))
	return hex.EncodeToString(sum[:])
}

// TestFilesAreKeptOnce sends the same bytes twice: the second time nothing is
// written, and it is no error.
func TestFilesAreKeptOnce(t *testing.T) {
	t.Parallel()
	store, url := startFakeS3(t)
	files := NewFiles(fakeSettings(url), "uploads")
	for _, data := range []string{"", "one", strings.Repeat("long ", 100_000)} {
		hash, before := hashOf(data), store.Written()
		for range 2 {
			if err := files.Keep(t.Context(), hash, []byte(data)); err != nil {
				t.Fatal(err)
			}
		}
		if got := store.Written() - before; got != 1 {
			t.Errorf("%d bytes were written %d times, want once", len(data), got)
		}
		o, ok := store.Object("/uploads/files/" + hash[:2] + "/" + hash)
		if !ok || string(o.Data) != data || o.Header.Get("Content-Type") != "application/octet-stream" {
			t.Errorf("got %d bytes of %q, %v, want %d of application/octet-stream", len(o.Data), o.Header.Get("Content-Type"), ok, len(data))
		}
		in, err := files.Open(t.Context(), hash)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(in)
		if err != nil || in.Close() != nil || string(got) != data {
			t.Errorf("read %d bytes, %v, want the %d that were kept", len(got), err, len(data))
		}
	}
}

// TestFilesAreWhatTheirNameSays has S3 refuse bytes under another's hash.
func TestFilesAreWhatTheirNameSays(t *testing.T) {
	t.Parallel()
	store, url := startFakeS3(t)
	files := NewFiles(fakeSettings(url), "uploads")
	if err := files.Keep(t.Context(), hashOf("one"), []byte("another")); err == nil || store.Written() != 0 {
		t.Errorf("got %v and %d files written, want an error and none", err, store.Written())
	}
}

// TestFilesSentAtOnce meets another who sends the same at that moment: S3 asks
// to try again.
func TestFilesSentAtOnce(t *testing.T) {
	t.Parallel()
	store, url := startFakeS3(t)
	store.Busy = 1
	files := NewFiles(fakeSettings(url), "uploads")
	if err := files.Keep(t.Context(), hashOf("one"), []byte("one")); err != nil || store.Written() != 1 {
		t.Errorf("got %v and %d files written, want one", err, store.Written())
	}
}

func TestFilesMissing(t *testing.T) {
	t.Parallel()
	_, url := startFakeS3(t)
	files := NewFiles(fakeSettings(url), "uploads")
	for _, hash := range []string{hashOf("gone"), "", "..", "../" + hashOf("gone")[3:], strings.Repeat("zz", 32)} {
		if _, err := files.Open(t.Context(), hash); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("opening %q: got %v, want fs.ErrNotExist", hash, err)
		}
		if err := files.Keep(t.Context(), hash, nil); err == nil {
			t.Errorf("keeping nothing as %q: got no error", hash)
		}
	}
}

// TestFilesForbidden keeps "you may not" apart from "there is none".
func TestFilesForbidden(t *testing.T) {
	t.Parallel()
	denied := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { standin.S3Error(w, http.StatusForbidden, "AccessDenied") })
	files := NewFiles(fakeSettings(startServer(t, denied)), "uploads")
	if _, err := files.Open(t.Context(), hashOf("one")); err == nil || errors.Is(err, fs.ErrNotExist) {
		t.Errorf("opening: got %v, want an error that is not fs.ErrNotExist", err)
	}
	if err := files.Keep(t.Context(), hashOf("one"), []byte("one")); err == nil {
		t.Error("keeping: got no error")
	}
}
