package search

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// What is found in the files is what is found by reading all documents.
func TestFilesFindWhatReadingFinds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		docs := genDocuments(1, 80).Draw(t, "documents")
		query := genText(3).Draw(t, "query")
		if cut := rapid.IntRange(0, 3).Draw(t, "cut"); cut < utf8.RuneCountInString(query) {
			query = prefix(query, utf8.RuneCountInString(query)-cut) // still being typed
		}
		want := readAll(t, docs, query)
		if diff := cmp.Diff(want, find(t, full(t, docs), query), cmp.AllowUnexported(answer{})); diff != "" {
			t.Fatalf("%q (-reading +files):\n%s", query, diff)
		}
	})
}

// find searches files as search.js does.
func find(t fataler, files shelf, query string) answer {
	t.Helper()
	var index indexFile
	if err := json.Unmarshal(files[IndexName], &index); err != nil {
		t.Fatal(err)
	}
	l := Layout{Documents: index.Documents, Prefix: index.Prefix, Buckets: index.Buckets}
	terms := queryTerms(query)
	var lists []map[uint64]int
	for i, term := range terms {
		lists = append(lists, l.hits(t, files, term, i == len(terms)-1))
	}
	if last := len(terms) - 1; last >= 0 && tooShort(terms[last], l.Prefix) && len(lists[last]) == 0 {
		terms = terms[:last]
	}
	best, have := ranking(l.Documents, lists, func(a, b uint64) int { return int(b) - int(a) })
	a := answer{words: len(terms), have: have}
	for _, number := range best {
		list, err := readFacts(files[factsName(l.bucket(number))])
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(list, func(f numbered) bool { return f.number == number })
		a.urls = append(a.urls, list[i].URL)
	}
	return a
}

func tooShort(term string, prefix int) bool {
	first, _ := utf8.DecodeRuneInString(term)
	return utf8.RuneCountInString(term) < prefix && !isDense(first)
}

func (l Layout) hits(t fataler, files shelf, word string, open bool) map[uint64]int {
	t.Helper()
	p := patcher{Layout: l, read: files.read}
	_, records, err := p.oldShard(l.root(word))
	if err != nil {
		t.Fatal(err)
	}
	hits := map[uint64]int{}
	for _, r := range records {
		exact := r.term == word
		if !exact && !(open && strings.HasPrefix(r.term, word)) {
			continue
		}
		list, err := readPostings(r.postings)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range list {
			hits[p.number] = max(hits[p.number], worth(p.weight, exact))
		}
	}
	return hits
}

func worth(w weight, exact bool) int {
	if exact {
		return 2 * int(w)
	}
	return int(w)
}

// readAll searches by reading every document, with terms made in the slow and
// obvious way.
func readAll(t fataler, docs []Document, query string) answer {
	t.Helper()
	l := layout(t, docs)
	terms := slowTerms(query)
	lists := make([]map[uint64]int, len(terms))
	urls := map[uint64]string{}
	for i, term := range terms {
		lists[i] = map[uint64]int{}
		open := i == len(terms)-1 && !tooShort(term, l.Prefix)
		for _, d := range docs {
			number := l.number(Facts{URL: d.URL, Date: d.Date})
			urls[number] = d.URL
			for found, w := range slowWeights(d) {
				if found == term || open && strings.HasPrefix(found, term) {
					lists[i][number] = max(lists[i][number], worth(w, found == term))
				}
			}
		}
	}
	if last := len(terms) - 1; last >= 0 && tooShort(terms[last], l.Prefix) && len(lists[last]) == 0 {
		terms = terms[:last]
	}
	best, have := ranking(len(docs), lists, func(a, b uint64) int { return int(b) - int(a) })
	a := answer{words: len(terms), have: have}
	for _, number := range best {
		a.urls = append(a.urls, urls[number])
	}
	return a
}

func slowWeights(d Document) map[string]weight {
	_, heading, _ := strings.Cut(d.HTML, "<h2>")
	heading, body, _ := strings.Cut(heading, "</h2><p>")
	all := map[string]weight{}
	for w, text := range map[weight]string{
		inTitle: d.Title, inTags: strings.Join(d.Tags, " "), inHeading: d.Summary + " " + heading, inBody: strings.TrimSuffix(body, "</p>"),
	} {
		for _, term := range slowTerms(text) {
			all[term] = max(all[term], w)
		}
	}
	return all
}

// slowTerms makes terms as the comments say: text by text, character by character.
func slowTerms(text string) []string {
	text = regexp.MustCompile(`[\x{300}-\x{36f}]`).ReplaceAllString(norm.NFKD.String(text), "")
	text = norm.NFC.String(strings.NewReplacer(foldings()...).Replace(strings.ToLower(text)))
	var words []string
	last := ' '
	for _, r := range text {
		switch c := class(r); {
		case c == ' ':
		case c == last:
			words[len(words)-1] += string(r)
		default:
			words = append(words, string(r))
		}
		last = class(r)
	}
	var terms []string
	for _, word := range words {
		letters := []rune(word)
		switch {
		case isDense(letters[0]) && len(letters) > 1:
			for i := range letters[1:] {
				terms = append(terms, string(letters[i:i+2]))
			}
		case isDense(letters[0]), len(letters) > 1 && !slices.Contains(strings.Fields(stopWords), word):
			terms = append(terms, string(letters[:min(len(letters), maxTerm)]))
		}
	}
	return terms
}

// class is "d" for dense, "w" for other characters of words, and a space.
func class(r rune) rune {
	switch {
	case r == 'ー' || unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul):
		return 'd'
	case unicode.In(r, unicode.L, unicode.N, unicode.M):
		return 'w'
	}
	return ' '
}

// Newer documents have greater numbers, and no two have the same.
func TestNumbersFollowDates(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		docs := genDocuments(0, 200).Draw(t, "documents")
		l := layout(t, docs)
		seen := map[uint64]bool{}
		for _, d := range docs {
			n := l.number(NewEntry(d).Facts)
			if seen[n] {
				t.Fatalf("two documents have the number %d", n)
			}
			seen[n] = true
			for _, other := range docs {
				if day(d.Date) > day(other.Date) && n <= l.number(NewEntry(other).Facts) {
					t.Fatalf("%v has no greater number than %v", d, other)
				}
			}
		}
	})
}
