package search

import (
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"math/bits"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// shelf is a set of files in memory.
type shelf map[string][]byte

func (s shelf) read(name string) ([]byte, error) {
	if data, ok := s[name]; ok {
		return data, nil
	}
	return nil, fmt.Errorf("reading %s: %w", name, fs.ErrNotExist)
}

func (s shelf) apply(p Patch) shelf {
	s = maps.Clone(s)
	maps.Copy(s, p.Changed)
	for _, name := range p.Gone {
		delete(s, name)
	}
	return s
}

// addresses are what a layout is made from.
func addresses(docs []Document) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for _, d := range docs {
			if !yield(d.URL, d.Date) {
				return
			}
		}
	}
}

func entries(docs []Document) []Entry {
	var list []Entry
	for _, d := range docs {
		list = append(list, NewEntry(d))
	}
	return list
}

type fataler interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

func layout(t fataler, docs []Document) Layout {
	t.Helper()
	l, err := LayoutFor(addresses(docs))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// full are all files of documents.
func full(t fataler, docs []Document) shelf {
	t.Helper()
	return fullIn(t, layout(t, docs), docs)
}

func fullIn(t fataler, l Layout, docs []Document) shelf {
	t.Helper()
	files := shelf{}
	err := l.Full(slices.Values(entries(docs)), func(name string, data []byte) error {
		if files[name] != nil {
			t.Fatalf("%s is written twice", name)
		}
		files[name] = data
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// queryTerms are the terms of what somebody typed.
func queryTerms(query string) []string {
	var terms []string
	folded := fold([]byte(query))
	eachTerm(folded, func(start, end int, _ weight) { terms = append(terms, folded[start:end]) })
	return terms
}

// answer is what a search finds: the documents that have the most of its
// words, best first.
type answer struct {
	urls        []string
	words, have int
}

// ranking is how search.js ranks, on any source of hits: documents with points
// for each term. Newer documents have greater keys.
func ranking[K interface{ ~uint64 | ~string }](documents int, lists []map[K]int, later func(a, b K) int) (best []K, have int) {
	type sum struct{ words, points int }
	all := map[K]sum{}
	for _, hits := range lists {
		for key, points := range hits {
			s := all[key]
			all[key] = sum{s.words + 1, s.points + points*bits.Len(uint(documents/len(hits)))}
		}
	}
	for _, s := range all {
		have = max(have, s.words)
	}
	for key, s := range all {
		if s.words == have {
			best = append(best, key)
		}
	}
	slices.SortFunc(best, func(a, b K) int {
		if all[a].points != all[b].points {
			return all[b].points - all[a].points
		}
		return later(a, b)
	})
	return best, have
}

// words are few, so that documents share them.
func words() []string {
	return strings.Fields("creator creators creative brand brands branding fee fees café cafés Straße art article " +
		"disclosure 2026 2025 ROI 東京都 東京 カフェ Ελλάς don't influencer influence inflation the of İstanbul naïve œuvre")
}

// dates are few, so that documents get into each other's way.
func dates() []string {
	list := []string{"", "2026-05-01T10:00:00Z"}
	for day := range 28 {
		list = append(list, fmt.Sprintf("2025-02-%02d", day+1))
	}
	return list
}

func genText(most int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(words()), 0, most).Draw(t, "words"), " ")
	})
}

func genDocument(url string) *rapid.Generator[Document] {
	return rapid.Custom(func(t *rapid.T) Document {
		d := Document{
			URL: url, Title: genText(4).Draw(t, "title"), Kind: rapid.SampledFrom([]string{"Post", "Program"}).Draw(t, "kind"),
			Date: rapid.SampledFrom(dates()).Draw(t, "date"),
			Tags: rapid.SliceOfN(rapid.SampledFrom(words()), 0, 2).Draw(t, "tags"), Summary: genText(5).Draw(t, "summary"),
		}
		d.HTML = "<h2>" + genText(2).Draw(t, "heading") + "</h2><p>" + genText(30).Draw(t, "body") + "</p>"
		return d
	})
}

func genDocuments(least, most int) *rapid.Generator[[]Document] {
	return rapid.Custom(func(t *rapid.T) []Document {
		var docs []Document
		for _, n := range rapid.SliceOfNDistinct(rapid.IntRange(0, 4*most), least, most, rapid.ID[int]).Draw(t, "numbers") {
			docs = append(docs, genDocument(fmt.Sprintf("/blog/%d/", n)).Draw(t, "document"))
		}
		return docs
	})
}

func names(files shelf) []string { return slices.Sorted(maps.Keys(files)) }

func must[T any](t testing.TB) func(T, error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}
