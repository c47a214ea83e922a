// Package search makes the files by which a browser searches the site without
// loading the whole index, and patches them when documents change.
//
// Two kinds of files are fetched as needed. Shards hold the terms that begin
// with the same letters, each with the numbers of the documents that have it
// (shard.go). Facts hold what a result shows of a document (facts.go). A small
// index.json says how the files are cut (layout.go), and
// theme/assets/js/search.js reads them.
//
// A search looks up every word in its shard. The last word may be the start of
// a longer one, unless it is shorter than what names a shard or more than four
// pages would have to be loaded. A document has the points of its words: the
// weight of the posting, twice if the word is the whole term, times the number
// of binary digits of documents / documents with the word, which is the more
// the rarer the word is. Those with the most words come first, then those with
// the most points, then the newest.
//
// The bytes of every file depend on nothing but the set of documents, so files
// that were patched and files that were made in full are the same files.
package search

import (
	"strings"
	"time"
	"unicode/utf8"
)

// Version is that of the format. A generator that kept entries or files of
// another version makes all of them again.
const Version = 1

// Folder is where all files are, under the root of the site.
const Folder = "search/"

const (
	maxFact    = 300 // characters of a title or a kind
	maxSummary = 160 // characters of a summary as it is shown
)

// Document is one page that can be found.
type Document struct {
	URL, Title, Kind string
	Date             string // "2026-05-12" or longer; empty if it has none
	Summary          string // plain text
	Tags             []string
	HTML             string // its body as rendered
}

// facts are what a result shows, cut to their lengths.
func (d Document) facts() Facts {
	return Facts{
		URL: strings.ToValidUTF8(d.URL, "\uFFFD"), Title: shorten(d.Title, maxFact), Kind: shorten(d.Kind, maxFact),
		Date: day(d.Date), Summary: shorten(d.Summary, maxSummary),
	}
}

// shorten puts a text on one line and cuts it to at most so many characters,
// between words where there is one.
func shorten(text string, limit int) string {
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, "\uFFFD")), " ")
	if utf8.RuneCountInString(text) <= limit {
		return text
	}
	cut := string([]rune(text)[:limit-1])
	if space := strings.LastIndexByte(cut, ' '); space > len(cut)/2 {
		cut = cut[:space]
	}
	return strings.TrimRight(cut, " ,.;:–—-") + "…"
}

// day is the date at the start of a text, or nothing if there is none.
func day(date string) string {
	if len(date) < len(time.DateOnly) {
		return ""
	}
	date = date[:len(time.DateOnly)]
	if _, err := time.Parse(time.DateOnly, date); err != nil {
		return ""
	}
	return date
}
