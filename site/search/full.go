package search

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
)

// Full makes every file from the entries of all documents, in any order, and
// hands each to write; the shards come first and index.json last. It stops at
// the first error of write.
func (l Layout) Full(entries iter.Seq[Entry], write func(name string, data []byte) error) error {
	documents, err := l.inOrder(entries)
	if err != nil {
		return err
	}
	if err := l.fullShards(documents, write); err != nil {
		return err
	}
	if err := l.fullFacts(documents, write); err != nil {
		return err
	}
	return write(IndexName, l.index())
}

// document is an entry with its number.
type document struct {
	number uint64
	Entry
}

func byNumber[T interface{ id() uint64 }](a, b T) int { return cmp.Compare(a.id(), b.id()) }

func (d document) id() uint64 { return d.number }
func (f numbered) id() uint64 { return f.number }

// inOrder sorts entries by their numbers.
func (l Layout) inOrder(entries iter.Seq[Entry]) ([]document, error) {
	list := make([]document, 0, l.Documents)
	for e := range entries {
		list = append(list, document{l.number(e.Facts), e})
	}
	slices.SortFunc(list, byNumber)
	for i := range list[min(1, len(list)):] {
		if list[i].number == list[i+1].number {
			return nil, fmt.Errorf("indexing: %s and %s have the same number: lay out all documents", list[i].URL, list[i+1].URL)
		}
	}
	if len(list) != l.Documents {
		return nil, fmt.Errorf("indexing: %d documents where %d were laid out: lay out all documents", len(list), l.Documents)
	}
	return list, nil
}

// gathering is what was found of a term so far.
type gathering struct {
	text []byte
	last uint64
}

func (g *gathering) add(p posting) {
	if g.last == p.number && len(g.text) > 0 {
		return // an entry that names a term twice was not made by NewEntry
	}
	g.text = appendPosting(g.text, g.last, p)
	g.last = p.number
}

// gather turns documents with terms into terms with documents.
func gather(documents []document) map[string]*gathering {
	terms := map[string]*gathering{}
	for _, d := range documents {
		d.each(func(term string, w weight) bool {
			g := terms[term]
			if g == nil {
				g = &gathering{}
				terms[strings.Clone(term)] = g // side by side in memory, and not all over the entries
			}
			g.add(posting{d.number, w})
			return true
		})
	}
	return terms
}

func (l Layout) fullShards(documents []document, write func(string, []byte) error) error {
	terms := gather(documents)
	var records []record
	root := ""
	flush := func() error {
		err := writeSorted(shardFiles(root, records), write)
		records = records[:0]
		return err
	}
	for _, term := range slices.Sorted(maps.Keys(terms)) {
		if next := l.root(term); next != root {
			if err := flush(); err != nil {
				return err
			}
			root = next
		}
		records = append(records, record{term, string(terms[term].text)})
	}
	return flush()
}

func (l Layout) fullFacts(documents []document, write func(string, []byte) error) error {
	buckets := map[uint64][]numbered{}
	for _, d := range documents {
		b := l.bucket(d.number)
		buckets[b] = append(buckets[b], numbered{d.number, d.Facts})
	}
	for _, b := range slices.Sorted(maps.Keys(buckets)) {
		if err := write(factsName(b), encodeFacts(buckets[b])); err != nil {
			return err
		}
	}
	return nil
}

func writeSorted(files map[string][]byte, write func(string, []byte) error) error {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := write(name, files[name]); err != nil {
			return err
		}
	}
	return nil
}
