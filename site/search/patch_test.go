package search

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// Files that were patched are those that would be made in full, byte for byte.
// Layouts that differ are refused, and those only.
func TestPatchedFilesAreFullFiles(t *testing.T) {
	t.Parallel()
	refused, patched := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		before := genDocuments(0, 80).Draw(t, "before")
		after, removed, added := edited(t, before)
		files := full(t, before)
		want := full(t, after)
		patch, err := layout(t, after).Patch(files.read, entries(removed), entries(added))
		if errors.Is(err, ErrLayout) {
			refused++
			if layout(t, after).matches(files[IndexName]) {
				t.Fatal("refused files of the same layout")
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		patched++
		same(t, files.apply(patch), want)
		for name, data := range patch.Changed {
			if bytes.Equal(files[name], data) {
				t.Fatalf("%s is called changed, and is not", name)
			}
		}
	})
	if patched < refused {
		t.Errorf("%d patched and %d refused: this tests little", patched, refused)
	}
}

// edited changes, removes and adds some documents.
func edited(t *rapid.T, before []Document) (after, removed, added []Document) {
	for _, d := range before {
		switch rapid.SampledFrom([]string{"keep", "keep", "keep", "keep", "change", "remove"}).Draw(t, "what") {
		case "keep":
			after = append(after, d)
			continue
		case "change":
			now := genDocument(d.URL).Draw(t, "changed")
			after, added = append(after, now), append(added, now)
		}
		removed = append(removed, d)
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "more") {
		now := genDocument(fmt.Sprintf("/new/%d/", i)).Draw(t, "new")
		after, added = append(after, now), append(added, now)
	}
	return after, removed, added
}

func same(t fataler, got, want shelf) {
	t.Helper()
	if diff := cmp.Diff(names(want), names(got)); diff != "" {
		t.Fatalf("files (-full +patched):\n%s", diff)
	}
	for name := range want {
		if diff := cmp.Diff(string(want[name]), string(got[name])); diff != "" {
			t.Fatalf("%s (-full +patched):\n%s", name, diff)
		}
	}
}

// The same with shards that are cut into pages, which is what many documents do.
func TestPatchedPagesAreFullPages(t *testing.T) {
	t.Parallel()
	docs := wide(1500)
	files := full(t, docs)
	if n := pagesOf(files); n < 3 {
		t.Fatalf("%d pages: this tests nothing", n)
	}
	for name, change := range map[string]func() []Document{
		"one of many":    func() []Document { return docs[1:] },
		"many":           func() []Document { return docs[400:] },
		"back to a file": func() []Document { return docs[1480:] },
	} {
		after := change()
		fewer := layout(t, docs) // and not their own, so that nothing else differs
		fewer.Documents = len(after)
		removed := slices.DeleteFunc(slices.Clone(docs), func(d Document) bool {
			return slices.ContainsFunc(after, func(o Document) bool { return o.URL == d.URL })
		})
		got := files.apply(must[Patch](t)(fewer.Patch(files.read, entries(removed), nil)))
		same(t, got, fullIn(t, fewer, after))
		t.Logf("%s: %d pages", name, pagesOf(got))
		same(t, got.apply(must[Patch](t)(layout(t, docs).Patch(got.read, nil, entries(removed)))), files)
	}
}

// wide are documents with long words that begin alike.
func wide(n int) []Document {
	var docs []Document
	for i := range n {
		var body strings.Builder
		for w := range 40 {
			fmt.Fprintf(&body, "contents%05d ", (i*7+w*w*13)%2500)
		}
		docs = append(docs, Document{URL: fmt.Sprintf("/blog/%d/", i), Date: fmt.Sprintf("20%02d-%02d-11", 10+i%17, 1+i%12), HTML: body.String()})
	}
	return docs
}

func pagesOf(files shelf) (n int) {
	for name := range files {
		if strings.Contains(name, "_") {
			n++
		}
	}
	return n
}

// Pages are as full as they can be.
func TestPagesAreFull(t *testing.T) {
	t.Parallel()
	const term = "contents"
	line := func(i, postings int) record {
		return record{fmt.Sprintf("%s%03d", term, i), strings.Repeat("A", postings)}
	}
	for _, test := range []struct {
		name  string
		sizes []int
		want  []int // lines a page
	}{
		{"one small", []int{10}, []int{1}},
		{"one that is too large", []int{maxShard * 2}, []int{1}},
		{"two that fit exactly", []int{maxShard/2 - 13, maxShard/2 - 13}, []int{2}},
		{"two with a byte too many", []int{maxShard/2 - 13, maxShard/2 - 12}, []int{1, 1}},
		{"a large one between small ones", []int{10, maxShard, 10, 10}, []int{1, 1, 2}},
		{"three, two to a page", []int{maxShard / 3, maxShard / 3, maxShard / 3}, []int{2, 1}},
		{"four, where the third begins a page that it counts for", []int{maxShard / 2, maxShard / 3, maxShard / 2, maxShard / 3, maxShard / 3}, []int{2, 2, 1}},
	} {
		var records []record
		for i, size := range test.sizes {
			records = append(records, line(i, size))
		}
		var got []int
		for _, page := range paged(records) {
			got = append(got, len(page))
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}
