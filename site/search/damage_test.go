package search

import (
	"errors"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// Files that are not those of the removed documents are refused, so that the
// caller makes all of them again.
func TestPatchRefusesOtherFiles(t *testing.T) {
	t.Parallel()
	docs := numberedDocuments(100, spread)
	l, files := layout(t, docs), full(t, docs)
	gone, now := docs[3], docs[3]
	now.HTML = "<p>other words</p>"
	number := l.number(NewEntry(gone).Facts)
	facts, common := factsName(l.bucket(number)), shardName("co")
	for name, test := range map[string]struct {
		damage func(shelf)
		want   string
	}{
		"no index":      {func(s shelf) { delete(s, IndexName) }, "of another layout"},
		"damaged index": {func(s shelf) { s[IndexName] = []byte("{") }, "of another layout"},
		"index of a version": {func(s shelf) {
			s[IndexName] = []byte(strings.Replace(string(s[IndexName]), `"version":1`, `"version":2`, 1))
		}, "of another layout"},
		"no facts":             {func(s shelf) { delete(s, facts) }, "a removed document is not in it"},
		"damaged facts":        {func(s shelf) { s[facts] = s[facts][:5] }, "unexpected end of JSON input"},
		"no shard":             {func(s shelf) { delete(s, common) }, "a removed document is not in it"},
		"damaged line":         {func(s shelf) { s[common] = []byte("\n\n") }, "line 1 is damaged"},
		"lines out of order":   {func(s shelf) { s[common] = []byte("common A1\ncolt A1") }, "line 2 is damaged"},
		"damaged postings":     {func(s shelf) { s[common] = []byte("common A1A0A1") }, "postings are damaged"},
		"directory of nothing": {func(s shelf) { s[common] = []byte("common\ncommons") }, "a removed document is not in it"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := maps.Clone(files)
			test.damage(files)
			_, err := l.Patch(files.read, []Entry{NewEntry(gone)}, []Entry{NewEntry(now)})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error = %v, want one with %q", err, test.want)
			}
		})
	}
	_, err := l.Patch(files.read, nil, []Entry{NewEntry(gone)})
	if err == nil || !strings.Contains(err.Error(), "an added document is in it already") {
		t.Errorf("adding what is there: error = %v", err)
	}
	heavier := gone
	heavier.HTML = "<h2>" + gone.HTML + "</h2>"
	if _, err := l.Patch(files.read, []Entry{NewEntry(heavier)}, nil); err == nil || !strings.Contains(err.Error(), "a removed document is not in it") {
		t.Errorf("removing what weighs otherwise: error = %v", err)
	}
	broken := errors.New("disk broken")
	if _, err := l.Patch(func(string) ([]byte, error) { return nil, broken }, nil, nil); !errors.Is(err, broken) || errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error = %v, want that of read", err)
	}
}

func TestPostingsAreReadAsTheyWereWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		numbers := rapid.SliceOfDistinct(rapid.Uint64Range(0, 1<<40), rapid.ID[uint64]).Draw(t, "numbers")
		slices.Sort(numbers)
		list := []posting{}
		for _, n := range numbers {
			list = append(list, posting{n, rapid.SampledFrom([]weight{inBody, inHeading, inTags, inTitle}).Draw(t, "weight")})
		}
		got, err := readPostings(string(appendPostings(nil, list)))
		if diff := cmp.Diff(list, got, cmp.AllowUnexported(posting{})); err != nil || diff != "" {
			t.Fatalf("%v (-wrote +read):\n%s", err, diff)
		}
	})
}

// Whatever is in a file, it is read as what it says or refused.
func FuzzReadShard(f *testing.F) {
	f.Add("common A1B2c\ncontents H0")
	f.Add("common\ncontents")
	f.Add("a AA")
	f.Fuzz(func(t *testing.T, data string) {
		records, err := readRecords([]byte(data))
		if err != nil {
			return
		}
		for _, r := range records {
			list, err := readPostings(r.postings)
			if err != nil {
				continue
			}
			if again, err := readPostings(string(appendPostings(nil, list))); err != nil || !slices.Equal(list, again) {
				t.Fatalf("read %v, then %v, %v", list, again, err)
			}
		}
	})
}
