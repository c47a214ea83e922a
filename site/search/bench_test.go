package search

import (
	"slices"
	"testing"
)

func BenchmarkNewEntry(b *testing.B) {
	d := corpus(1)[0]
	b.SetBytes(int64(len(d.HTML)))
	b.ReportAllocs()
	for b.Loop() {
		NewEntry(d)
	}
}

func BenchmarkParseEntry(b *testing.B) {
	data := NewEntry(corpus(1)[0]).Append(nil)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseEntry(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFull10000(b *testing.B) {
	docs := corpus(10_000)
	l, list := layout(b, docs), entries(docs)
	docs = nil
	b.ReportAllocs()
	for b.Loop() {
		if err := l.Full(slices.Values(list), func(string, []byte) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLayoutFor10000(b *testing.B) {
	docs := corpus(10_000)
	b.ReportAllocs()
	for b.Loop() {
		layout(b, docs)
	}
}

// A word more in one document of 10,000, and a document more.
func BenchmarkPatch10000(b *testing.B) {
	docs := corpus(10_000)
	files, l := full(b, docs), layout(b, docs)
	old, now := NewEntry(docs[7]), docs[7]
	now.HTML += "<p>contents</p>"
	for name, lists := range map[string][2][]Entry{
		"word":     {{old}, {NewEntry(now)}},
		"document": {{old}, nil},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				p, err := l.Patch(files.read, lists[0], lists[1])
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(len(p.Changed)), "files")
			}
		})
	}
}
