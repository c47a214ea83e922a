package search

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestNewEntry(t *testing.T) {
	t.Parallel()
	e := NewEntry(Document{
		URL: "/blog/fees/", Title: "What a  fee\nis", Kind: "Post", Date: "2026-05-02T09:00:00-05:00", Summary: strings.Repeat("Money, paid. ", 20),
		Tags: []string{"pay", "fee"}, HTML: "<h2>Late pay</h2><p>Late late late money for every creator</p>",
	})
	want := Facts{
		URL: "/blog/fees/", Title: "What a fee is", Kind: "Post", Date: "2026-05-02",
		Summary: strings.Repeat("Money, paid. ", 11) + "Money, paid…",
	}
	if diff := cmp.Diff(want, e.Facts); diff != "" {
		t.Errorf("facts (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]weight{"fee": inTitle, "pay": inTags, "paid": inHeading, "money": inHeading, "late": inHeading, "every": inBody, "creator": inBody}, weights(e)); diff != "" {
		t.Errorf("terms (-want +got):\n%s", diff)
	}
}

func weights(e Entry) map[string]weight { return maps.Collect(e.each) }

func TestFactsAreCut(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, text, want string }{
		{"short", "A summary.", "A summary."},
		{"160 characters", strings.Repeat("é", 160), strings.Repeat("é", 160)},
		{"161 characters in one word", strings.Repeat("é", 161), strings.Repeat("é", 159) + "…"},
		{"between words", strings.Repeat("words, ", 30), strings.Repeat("words, ", 21) + "words…"},
		{"lines", " one\n\ttwo ", "one two"},
		{"not UTF-8", "a\xffb", "a\ufffdb"},
	} {
		got := NewEntry(Document{Summary: test.text}).Summary
		if diff := cmp.Diff(test.want, got); diff != "" || utf8.RuneCountInString(got) > maxSummary {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
	for date, want := range map[string]string{"": "", "2026-05-02": "2026-05-02", "2026-02-30": "", "2 May": "", "2026-05-02 10:00": "2026-05-02", "yesterday's": ""} {
		if got := NewEntry(Document{Date: date}).Date; got != want {
			t.Errorf("date of %q = %q, want %q", date, got, want)
		}
	}
}

func TestTermsOfADocumentAreLimited(t *testing.T) {
	t.Parallel()
	var body strings.Builder
	for i := range 3 * maxTerms {
		fmt.Fprintf(&body, "word%d ", i)
	}
	found := weights(NewEntry(Document{Title: "Last title", Tags: []string{"tag"}, HTML: body.String() + "<h2>word1 nevermore</h2>"}))
	_, beyond := found["nevermore"]
	if len(found) != maxTerms || beyond || found["title"] != inTitle || found["tag"] != inTags || found["word1"] != inHeading {
		t.Errorf("%d terms, want %d: those of the title and the tags and the first of the body", len(found), maxTerms)
	}
}

func TestEntriesAreReadAsTheyWereWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		e := NewEntry(genDocument("/blog/1/").Draw(t, "document"))
		data := e.Append([]byte("before"))
		got, err := ParseEntry(data[len("before"):])
		if err != nil || got != e {
			t.Fatalf("read %+v, %v; wrote %+v", got, err, e)
		}
		for cut := range data[len("before"):] {
			if _, err := ParseEntry(data[len("before"):][:cut]); err == nil {
				t.Fatalf("no error with %d bytes of %d", cut, len(data))
			}
		}
	})
}

func FuzzParseEntry(f *testing.F) {
	f.Add(NewEntry(genDocument("/blog/1/").Example(1)).Append(nil))
	f.Add(NewEntry(Document{}).Append(nil))
	f.Add([]byte{Version, 0, 0, 0, 0, 0, 3, 0x28, 'a', 'b'})
	f.Add([]byte{Version, 0, 0, 0, 0, 0, 3, 0x31, 'a', 'b'})                 // a term longer than the rest
	f.Add([]byte{Version, 0, 0, 0, 0, 0, 6, 0x21, 'a', 'b', 0x21, 'a', 'b'}) // a term twice
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := ParseEntry(data)
		if err != nil {
			return
		}
		again, err := ParseEntry(e.Append(nil))
		if err != nil || again != e {
			t.Fatalf("read %+v, then %+v, %v", e, again, err)
		}
		l, err := LayoutFor(maps.All(map[string]string{e.URL: e.Date}))
		if err != nil {
			t.Fatal(err)
		}
		err = l.Full(slices.Values([]Entry{e}), func(name string, data []byte) error {
			if !strings.HasPrefix(name, "search/t/") {
				return nil
			}
			records, err := readRecords(data)
			for _, r := range records {
				_, err := readPostings(r.postings)
				if err != nil {
					return err
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
