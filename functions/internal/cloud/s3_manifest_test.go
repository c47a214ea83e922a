package cloud

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"greenroom/functions/internal/cloud/standin"
	"greenroom/functions/internal/publish"
	"greenroom/site/generate"
)

// smallSite has a manifest of two objects from a hundred bytes on.
func smallSite(url string, f *fate) *Site {
	s := siteOf(url, f)
	s.Small = 100
	return s
}

// bases are the names of a manifest's first parts.
func bases(s *standin.S3) []string {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	return slices.DeleteFunc(slices.Sorted(maps.Keys(s.Objects)), func(name string) bool { return !strings.HasPrefix(name, "/site/"+manifestBase) })
}

// What is added to a large manifest costs little, and whoever reads it reads all
// of it, in the order in which it was added.
func TestALargeManifestIsAddedToInASmallObject(t *testing.T) {
	t.Parallel()
	store, url := startFakeS3(t)
	put := 0
	store.Wrote = func(_ string, data []byte) { put += len(data) }
	s := smallSite(url, new(fate))
	text := bytes.Repeat([]byte("a line of a manifest\n"), 5000)
	if _, err := s.Mark(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.Write(t.Context(), generate.ManifestName, text); err != nil {
		t.Fatal(err)
	}
	put = 0
	const adds = 300
	for n := range adds {
		line := fmt.Appendf(nil, "what came %3d times later\n", n)
		if err := s.Append(t.Context(), generate.ManifestName, line); err != nil {
			t.Fatal(err)
		}
		text = append(text, line...)
		if n%50 > 0 {
			continue
		}
		fresh := smallSite(url, new(fate))
		if got, err := fresh.Read(t.Context(), generate.ManifestName); err != nil || !bytes.Equal(got, text) {
			t.Fatalf("after %d lines: got %d bytes, %v, want %d", n, len(got), err, len(text))
		}
		s = fresh // knows nothing but what there is
	}
	if whole := adds * len(text); put > whole/20 {
		t.Errorf("%d bytes were put for what is %d bytes whole", put, whole)
	}
	if bases := bases(store); len(bases) != 1 {
		t.Errorf("%d first parts lie in the bucket", len(bases))
	}
}

func TestALargeManifestIsPutOnlyOverTheOneThatWasSeen(t *testing.T) {
	t.Parallel()
	store, url := startFakeS3(t)
	mine, theirs := smallSite(url, new(fate)), smallSite(url, new(fate))
	text := bytes.Repeat([]byte("line\n"), 1000)
	for _, s := range []*Site{mine, theirs} {
		if _, err := s.Mark(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if err := theirs.Write(t.Context(), generate.ManifestName, text); err != nil {
		t.Fatal(err)
	}
	if err := mine.Write(t.Context(), generate.ManifestName, append(text, "mine\n"...)); !errors.Is(err, publish.ErrNotOurTurn) {
		t.Errorf("over a manifest that was not there before: got %v", err)
	}
	if got, err := smallSite(url, new(fate)).Read(t.Context(), generate.ManifestName); err != nil || !bytes.Equal(got, text) {
		t.Errorf("got %d bytes, %v", len(got), err)
	}
	if _, err := mine.Read(t.Context(), generate.ManifestName); err != nil {
		t.Fatal(err)
	}
	if err := theirs.Append(t.Context(), generate.ManifestName, []byte("two\n")); err != nil {
		t.Fatal(err)
	}
	if err := mine.Append(t.Context(), generate.ManifestName, []byte("three\n")); !errors.Is(err, publish.ErrNotOurTurn) {
		t.Errorf("behind another line: got %v", err)
	}
	unread := smallSite(url, new(fate)) // knows which manifest there was, and never read it
	if _, err := unread.Mark(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := theirs.Append(t.Context(), generate.ManifestName, []byte("two\n")); err != nil {
		t.Fatal(err)
	}
	if err := unread.Append(t.Context(), generate.ManifestName, []byte("four\n")); !errors.Is(err, publish.ErrNotOurTurn) {
		t.Errorf("behind a line that came since the manifest was seen: got %v", err)
	}
	if o, _ := store.Object("/site/" + generate.ManifestName); !bytes.HasSuffix(o.Data, []byte("\ntwo\n")) {
		t.Errorf("the manifest's object is %q", o.Data)
	}
}

// Half a manifest is never taken for all of it, nor for none.
func TestAManifestWithoutItsFirstPartIsAnError(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(all map[string]standin.Object, base string){
		"gone":    func(all map[string]standin.Object, base string) { delete(all, base) },
		"another": func(all map[string]standin.Object, base string) { all[base] = standin.Object{Data: []byte("x\n")} },
	} {
		store, url := startFakeS3(t)
		s := smallSite(url, new(fate))
		if err := s.Write(t.Context(), generate.ManifestName, bytes.Repeat([]byte("line\n"), 1000)); err != nil {
			t.Fatal(err)
		}
		spoil(store.Objects, bases(store)[0])
		if _, err := smallSite(url, new(fate)).Read(t.Context(), generate.ManifestName); !errors.Is(err, errNoBase) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
