package search

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func numberedDocuments(n int, date func(i int) string) []Document {
	docs := make([]Document, n)
	for i := range docs {
		docs[i] = Document{URL: fmt.Sprintf("/blog/%d/", i), Date: date(i), HTML: fmt.Sprintf("<p>common word%d</p>", i)}
	}
	return docs
}

func spread(i int) string { return fmt.Sprintf("20%02d-%02d-%02d", 10+i%15, 1+i%12, 1+i%28) }

func oneDay(int) string { return "2026-05-02" }

func TestLayoutFollowsTheNumberOfDocuments(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ documents, prefix, buckets int }{
		{0, 1, 1}, {1, 1, 1}, {16, 1, 1}, {17, 1, 2}, {63, 1, 4}, {64, 2, 4}, {2047, 2, 128}, {2048, 3, 128}, {2049, 3, 256}, {10_000, 3, 1024},
	} {
		l := layout(t, numberedDocuments(test.documents, spread))
		if l.Documents != test.documents || l.Prefix != test.prefix || l.Buckets != test.buckets {
			t.Errorf("%d documents: %+v, want prefix %d and %d files of facts", test.documents, l, test.prefix, test.buckets)
		}
	}
}

func TestLayoutDoesNotFollowTheOrder(t *testing.T) {
	t.Parallel()
	docs := numberedDocuments(500, oneDay)
	l := layout(t, docs)
	slices.Reverse(docs)
	if diff := cmp.Diff(l, layout(t, docs), cmp.AllowUnexported(Layout{})); diff != "" {
		t.Errorf("layout (-forwards +backwards):\n%s", diff)
	}
	if len(l.moved) == 0 {
		t.Error("no document was moved: this tests little")
	}
}

// A thousand documents of one day, as an import leaves them, get into each
// other's way, and have numbers of their own all the same.
func TestDocumentsOfOneDayAreMoved(t *testing.T) {
	t.Parallel()
	docs := numberedDocuments(1000, oneDay)
	files := full(t, docs)
	a := find(t, files, "common")
	if len(a.urls) != len(docs) {
		t.Errorf("found %d of %d", len(a.urls), len(docs))
	}
	for i, d := range docs {
		if got := find(t, files, fmt.Sprintf("common word%d", i)); i%50 == 0 && !slices.Contains(got.urls, d.URL) {
			t.Errorf("word%d finds %v, want %s", i, got, d.URL)
		}
	}
}

func TestSlots(t *testing.T) {
	t.Parallel()
	const first, second, last = 0x00 << 56, 0x10 << 56, 0xf0 << 56
	for _, test := range []struct {
		name   string
		hashes []uint64
		want   map[uint64]uint64
	}{
		{"nobody in the way", []uint64{first, second, last}, map[uint64]uint64{}},
		{"the next is free", []uint64{first + 1, first, last}, map[uint64]uint64{first + 1: 1}},
		{"the next is free after another", []uint64{first, first + 1, first + 2}, map[uint64]uint64{first + 1: 1, first + 2: 2}},
		{"one moves the other", []uint64{second, first, first + 1}, map[uint64]uint64{first + 1: 1, second: 2}},
		{"the last is followed by the first", []uint64{last + 1, last, second}, map[uint64]uint64{last + 1: 0}},
	} {
		l := Layout{Slots: 4, moved: map[uint64]uint64{}}
		l.move(test.hashes)
		if diff := cmp.Diff(test.want, l.moved); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

// A document that gets into another's way changes the number of one of them,
// so files that know them under the old numbers are not patched.
func TestMovedDocumentsAreAnotherLayout(t *testing.T) {
	t.Parallel()
	docs := numberedDocuments(1000, oneDay)
	moves := 0
	for n := 600; n < 700; n++ {
		before, after := layout(t, docs[:n]), layout(t, docs[:n+1])
		moved := !maps.Equal(before.moved, after.moved)
		if moved {
			moves++
		}
		if after.matches(before.index()) == moved {
			t.Errorf("with %d documents moved is %t, and the layout is the same: %t", n+1, moved, moved)
		}
	}
	if moves == 0 || moves == 100 {
		t.Errorf("%d of 100 documents moved one: this tests nothing", moves)
	}
}

func TestAddressesAreOnlyOnce(t *testing.T) {
	t.Parallel()
	_, err := LayoutFor(addresses([]Document{{URL: "/a/"}, {URL: "/b/"}, {URL: "/a/", Date: "2026-05-02"}}))
	if err == nil || !strings.Contains(err.Error(), "/a/ and /a/ have the same address") {
		t.Errorf("error = %v", err)
	}
}

func TestFullWantsTheDocumentsOfTheLayout(t *testing.T) {
	t.Parallel()
	docs := numberedDocuments(3, spread)
	nothing := func(string, []byte) error { return nil }
	for name, list := range map[string][]Document{"fewer": docs[:2], "one twice": append(docs[:2:2], docs[0])} {
		if err := layout(t, docs).Full(slices.Values(entries(list)), nothing); err == nil || !strings.Contains(err.Error(), "lay out all documents") {
			t.Errorf("%s: error = %v", name, err)
		}
	}
	stop := errors.New("disk full")
	if err := layout(t, docs).Full(slices.Values(entries(docs)), func(string, []byte) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("error = %v, want that of write", err)
	}
}

// Words that came or went in one document touch their shards and its facts if
// they show, and nothing else.
func TestAnEditTouchesOnlyItsWords(t *testing.T) {
	t.Parallel()
	docs := numberedDocuments(200, spread)
	docs[7].HTML = "<p>creators are paid late, creators</p>"
	before := docs[7]
	for name, test := range map[string]struct {
		now  func(*Document)
		want []string
	}{
		"nothing":              {func(d *Document) {}, nil},
		"a word went":          {func(d *Document) { d.HTML = "<p>creators are paid, creators</p>" }, []string{"la"}},
		"another came":         {func(d *Document) { d.HTML = "<p>creators are paid late, creators; fees</p>" }, []string{"fe"}},
		"fewer of the same":    {func(d *Document) { d.HTML = "<p>late paid creators</p>" }, nil},
		"a word for another":   {func(d *Document) { d.HTML = "<p>creators are paid early, creators</p>" }, []string{"ea", "la"}},
		"a word into a title":  {func(d *Document) { d.Title = "Paid" }, []string{"pa", "facts"}},
		"what is only shown":   {func(d *Document) { d.Kind = "Program" }, []string{"facts"}},
		"a word into headings": {func(d *Document) { d.HTML = "<h2>Paid</h2> late creators" }, []string{"pa"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			now := before
			test.now(&now)
			var want []string
			for _, root := range test.want {
				name := shardName(root)
				if root == "facts" {
					l := layout(t, docs)
					name = factsName(l.bucket(l.number(NewEntry(now).Facts)))
				}
				want = append(want, name)
			}
			slices.Sort(want)
			files := full(t, docs)
			read := func(name string) ([]byte, error) {
				if !slices.Contains(want, name) && name != IndexName && !strings.HasPrefix(name, "search/d/") {
					t.Errorf("%s is read", name)
				}
				return files.read(name)
			}
			p := must[Patch](t)(layout(t, docs).Patch(read, []Entry{NewEntry(before)}, []Entry{NewEntry(now)}))
			touched := slices.AppendSeq(p.Gone, maps.Keys(p.Changed))
			slices.Sort(touched)
			if diff := cmp.Diff(want, touched); diff != "" {
				t.Errorf("touched (-want +got):\n%s", diff)
			}
		})
	}
}
