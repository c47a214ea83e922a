package search

import (
	"encoding/json"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/andybalholm/brotli"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"greenroom/site/theme"
)

type folding struct {
	Name, Text string
	Terms      []string
}

// foldingTable is what this package and search.js make of the same texts.
func foldingTable(t *testing.T) []folding {
	t.Helper()
	var table []folding
	if err := json.Unmarshal(must[[]byte](t)(os.ReadFile("testdata/fold.json")), &table); err != nil {
		t.Fatal(err)
	}
	return table
}

func TestTerms(t *testing.T) {
	t.Parallel()
	for _, test := range foldingTable(t) {
		t.Run(test.Name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.Terms, queryTerms(test.Text), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("terms of %q (-want +got):\n%s", test.Text, diff)
			}
		})
	}
}

// Runs are folded one by one because that is faster; the result is that of the
// whole text, in any script.
func TestRunsFoldAsWholeTexts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.OneOf(rapid.Rune(), rapid.RuneFrom([]rune(" aAeE.'’éßΣς\u0301\u0308\u3099か東京ーｶﾞ각ﬁ")))).Draw(t, "text")
		if !utf8.ValidString(text) {
			t.Skip()
		}
		if diff := cmp.Diff(slowTerms(text), queryTerms(text), cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("terms of %q (-slow +fast):\n%s", text, diff)
		}
	})
}

func TestStopWordsAreThoseOfTheScript(t *testing.T) {
	t.Parallel()
	for word := range strings.FieldsSeq(stopWords) {
		if !stopped(word) {
			t.Errorf("%q is in stopWords, and is not stopped", word)
		}
	}
	for a := 'a'; a <= 'z'; a++ { // whatever is stopped is in the list: words of the list and their neighbours
		for word := range strings.FieldsSeq(stopWords) {
			if near := word[:len(word)-1] + string(a); stopped(near) && !slices.Contains(strings.Fields(stopWords), near) {
				t.Errorf("%q is stopped, and is not in stopWords", near)
			}
		}
	}
}

// What the only page with a search loads stays small: it is read as it is
// written, with its comments.
func TestScriptKeepsItsBudget(t *testing.T) {
	t.Parallel()
	script := must[[]byte](t)(fs.ReadFile(theme.AssetFiles(), "js/search.js"))
	if n := compressed(script, brotli.BestCompression); n > 2<<10 {
		t.Errorf("search.js is %d bytes compressed, want at most %d", n, 2<<10)
	}
	for _, word := range []string{"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(", ".style"} {
		if strings.Contains(string(script), word) {
			t.Errorf("search.js contains %q", word)
		}
	}
}
