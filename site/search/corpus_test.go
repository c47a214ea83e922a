package search

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

// corpus is n documents of about 900 words from a vocabulary of 40,000, the
// frequent words as frequent as in English (Zipf), over ten years. Words begin
// as in English too, where "con" begins many more than "zyg".
func corpus(n int) []Document {
	random := rand.New(rand.NewPCG(1, 2))
	vocabulary := lexicon(random, 40_000)
	sums := make([]float64, len(vocabulary))
	total := 0.0
	for rank := range vocabulary {
		total += 1 / float64(rank+1)
		sums[rank] = total
	}
	word := func() string { return vocabulary[sort.SearchFloat64s(sums, random.Float64()*total)] }
	text := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteString(word())
			b.WriteByte(' ')
		}
		return b.String()
	}
	docs := make([]Document, n)
	for i := range docs {
		year, month, day := 2016+random.IntN(10), 1+random.IntN(12), 1+random.IntN(28)
		docs[i] = Document{
			URL: fmt.Sprintf("/blog/%s-%d/", strings.ReplaceAll(text(4), " ", "-"), i), Title: text(7), Kind: "Post",
			Date: fmt.Sprintf("%d-%02d-%02d", year, month, day), Tags: strings.Fields(text(3)), Summary: text(20),
		}
		for range 10 {
			docs[i].HTML += "<h2 id=\"section\">" + text(4) + "</h2>\n<p>" + text(40) + "<em>" + text(3) + "</em>" + text(43) + "</p>\n"
		}
	}
	return docs
}

// lexicon is n different words.
func lexicon(random *rand.Rand, n int) []string {
	const vowels, consonants = "aeiou", "bcdfghjklmnprstvwz"
	letter := func(from string) byte { return from[min(random.IntN(len(from)), random.IntN(len(from)))] }
	seen := map[string]bool{}
	var list []string
	for len(list) < n {
		b := []byte{}
		for i := range 4 + random.IntN(8) {
			from := consonants
			if i%2 == 1 {
				from = vowels
			}
			b = append(b, letter(from))
		}
		if w := string(b); !seen[w] {
			seen[w] = true
			list = append(list, w)
		}
	}
	return list
}

func compressed(data []byte, level int) int {
	var b bytes.Buffer
	w := brotli.NewWriterLevel(&b, level)
	w.Write(data)
	w.Close()
	return b.Len()
}

// What a search loads from an index of 10,000 documents, and how long the index
// takes to be made, are promised. This takes a while, so it is asked for.
func TestSizes(t *testing.T) {
	if os.Getenv("GREENROOM_FULL") != "1" {
		t.Skip("skipped: 10,000 documents take a while; set GREENROOM_FULL=1")
	}
	docs := corpus(10_000)
	files := full(t, docs)
	kinds, raw, small := map[string][]int{}, map[string]int{}, map[string]int{}
	for name, data := range files {
		kind := name[:strings.LastIndexByte(name, '/')]
		size := compressed(data, 6) // what hosts take the time for
		small[name] = size
		raw[kind] += len(data)
		kinds[kind] = append(kinds[kind], size)
		if size > 60_000 {
			t.Errorf("%s has %d bytes compressed, want at most 60,000", name, size)
		}
	}
	for kind, sizes := range kinds {
		slices.Sort(sizes)
		sum := 0
		for _, size := range sizes {
			sum += size
		}
		t.Logf("%-9s %5d files, %9d bytes, compressed %9d: median %5d, largest %5d", kind, len(sizes), raw[kind], sum, sizes[len(sizes)/2], sizes[len(sizes)-1])
	}
	random := rand.New(rand.NewPCG(3, 4))
	var loads []int
	for range 300 {
		loads = append(loads, loaded(t, files, small, queryFrom(docs[random.IntN(len(docs))], random)))
	}
	slices.Sort(loads)
	t.Logf("searches for two words load, compressed: median %d, 95 of 100 at most %d, largest %d bytes", loads[150], loads[285], loads[299])
	if loads[285] > 100_000 {
		t.Errorf("95 of 100 searches load up to %d bytes, want at most 100,000", loads[285])
	}
}

// queryFrom is two words next to each other in a document, so that frequent
// words are searched for as often as they are written.
func queryFrom(d Document, random *rand.Rand) string {
	words := strings.Fields(d.Summary)
	i := random.IntN(len(words) - 1)
	return words[i] + " " + words[i+1]
}

// loaded is what a browser fetches for a search and its first ten results.
func loaded(t *testing.T, files shelf, small map[string]int, query string) int {
	t.Helper()
	seen := map[string]bool{IndexName: true}
	counting := shelf{}
	for name, data := range files {
		counting[name] = data
	}
	l := Layout{Documents: 10_000, Prefix: 3}
	for _, term := range queryTerms(query) {
		root := l.root(term)
		seen[shardName(root)] = true
		records := must[[]record](t)(readRecords(files[shardName(root)]))
		if !isDirectory(records) {
			continue
		}
		for i, r := range records {
			if r.term <= term+"\uffff" && (i+1 == len(records) || records[i+1].term > term) {
				seen[pageName(root, i)] = true
			}
		}
	}
	urls := find(t, files, query).urls
	for _, url := range urls[:min(10, len(urls))] {
		for name, data := range files {
			if strings.HasPrefix(name, "search/d/") && bytes.Contains(data, []byte(`"`+url+`"`)) {
				seen[name] = true
				break
			}
		}
	}
	total := 0
	for name := range seen {
		total += small[name]
	}
	return total
}
