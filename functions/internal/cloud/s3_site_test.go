package cloud

import (
	"errors"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"greenroom/functions/internal/cloud/standin"
	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/publish"
	"greenroom/site/generate"
)

var _ generate.Target = (*Site)(nil)

// siteOf is a publisher's view of the bucket at url.
func siteOf(url string, f *fate) *Site {
	settings := fakeSettings(url)
	settings.HTTPClient = f
	return &Site{Bucket: Bucket{Client: s3.NewFromConfig(settings), Name: "site"}}
}

func TestTheManifestIsPutOnlyOverTheOneThatWasSeen(t *testing.T) {
	t.Parallel()
	store, url := startFakeS3(t)
	mine, theirs := siteOf(url, new(fate)), siteOf(url, new(fate))
	for _, s := range []*Site{mine, theirs} {
		if mark, err := s.Mark(t.Context()); mark != "" || err != nil {
			t.Fatalf("an empty bucket has mark %q, %v", mark, err)
		}
	}
	if err := theirs.Write(t.Context(), generate.ManifestName, []byte("one\n")); err != nil {
		t.Fatal(err)
	}
	if err := mine.Write(t.Context(), generate.ManifestName, []byte("mine\n")); !errors.Is(err, publish.ErrNotOurTurn) {
		t.Errorf("over a manifest that was not there before: got %v", err)
	}
	if mark, err := mine.Mark(t.Context()); mark != theirs.Left() || err != nil {
		t.Fatalf("got mark %q, %v, want %q", mark, err, theirs.Left())
	}
	if err := mine.Append(t.Context(), generate.ManifestName, []byte("two\n")); err != nil {
		t.Fatal(err)
	}
	if err := theirs.Append(t.Context(), generate.ManifestName, []byte("three\n")); !errors.Is(err, publish.ErrNotOurTurn) {
		t.Errorf("over another manifest: got %v", err)
	}
	if o, _ := store.Object("/site/" + generate.ManifestName); string(o.Data) != "one\ntwo\n" {
		t.Errorf("the manifest is %q", o.Data)
	}
}

// The client tries again by itself, and finds what it has written before.
func TestAManifestWhoseAnswerWasLostIsKnownForOurs(t *testing.T) {
	t.Parallel()
	_, url := startFakeS3(t)
	f := new(fate)
	s := siteOf(url, f)
	if _, err := s.Mark(t.Context()); err != nil {
		t.Fatal(err)
	}
	f.set(unheard, 1, nil)
	if err := s.Write(t.Context(), generate.ManifestName, []byte("one\n")); err != nil {
		t.Fatal(err)
	}
	if mark, err := s.Mark(t.Context()); mark == "" || err != nil || !f.met {
		t.Errorf("got mark %q, %v", mark, err)
	}
}

func TestWhoseTurnItIsNotWritesNothing(t *testing.T) {
	t.Parallel()
	store, url := startFakeS3(t)
	s := siteOf(url, new(fate))
	s.Guard = (&publish.Lease{}).Keep
	err := errors.Join(s.Write(t.Context(), "index.html", nil), s.Append(t.Context(), generate.ManifestName, nil))
	if !errors.Is(err, publish.ErrNotOurTurn) || !errors.Is(s.Remove(t.Context(), "index.html"), publish.ErrNotOurTurn) || store.Written() > 0 {
		t.Errorf("got %v, %d files", err, store.Written())
	}
}

// A process that begins goes on where the last one was: it reads one thread. If
// what that left is missing, torn, older or nonsense, it reads all of them.
func TestStateThatIsNotThereOnlyCostsTime(t *testing.T) {
	t.Parallel()
	const posts = 12
	base, tail := "/site/"+publish.StateNames()[0], "/site/"+publish.StateNames()[1]
	older := map[string]standin.Object{}
	for name, spoil := range map[string]func(all map[string]standin.Object){
		"":             nil,
		"no base":      func(all map[string]standin.Object) { delete(all, base) },
		"no tail":      func(all map[string]standin.Object) { delete(all, tail) },
		"half a base":  func(all map[string]standin.Object) { all[base] = standin.Object{Data: all[base].Data[:100]} },
		"nonsense":     func(all map[string]standin.Object) { all[tail] = standin.Object{Data: []byte("\x00")} },
		"an older one": func(all map[string]standin.Object) { all[base], all[tail] = older[base], older[tail] },
	} {
		h := newHouse(t, posts)
		h.serveAll(h.publisher(h.url, new(fate)), nil)
		clear(older)
		older[base], older[tail] = h.s3.Objects[base], h.s3.Objects[tail]
		h.serveAll(h.publisher(h.url, new(fate)), []events.DynamoDBEventRecord{h.decide(3, comment.Approved)})
		if spoil != nil {
			spoil(h.s3.Objects)
		}
		f := new(fate)
		f.set(refused, 1<<20, nil) // to count
		h.serveAll(h.publisher(h.url, f), []events.DynamoDBEventRecord{h.decide(4, comment.Approved)})
		if names := differ(filesIn(h.s3), h.clean()); len(names) > 0 {
			t.Errorf("%s: other than they should are %v", name, names)
		}
		t.Logf("%q: %d calls", name, 1<<20-f.calls)
		if reads := f.queries; (reads < posts) != (spoil == nil) {
			t.Errorf("%q: %d queries", name, reads)
		}
	}
}
