package search

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxShard is the most bytes of a file of terms, unless one term alone takes
// more, which takes some 15,000 documents with it. Compressed, it is a little more than half of that, and a search for
// two words loads two of them.
const maxShard = 48 << 10

// A record is a term and its postings as text. A shard is a file with a line
// "term postings" for every term that begins with the same letters, sorted by
// the bytes of the term.
//
// A shard with more than maxShard bytes is cut into pages, each as full as it
// can be. In its place is a directory: the first term of each page, a line
// each, without postings.
type record struct{ term, postings string }

func (r record) size() int { return len("\n") + len(r.term) + len(" ") + len(r.postings) }

func encodeRecords(records []record) []byte {
	size := 0
	for _, r := range records {
		size += r.size()
	}
	b := make([]byte, 0, size)
	for i, r := range records {
		if i > 0 {
			b = append(b, '\n')
		}
		b = append(b, r.term...)
		if r.postings != "" {
			b = append(b, ' ')
			b = append(b, r.postings...)
		}
	}
	return b
}

// readRecords reads a file of terms. One without bytes has none.
func readRecords(b []byte) ([]record, error) {
	if len(b) == 0 {
		return nil, nil
	}
	var records []record
	for line := range strings.SplitSeq(string(b), "\n") {
		term, postings, _ := strings.Cut(line, " ")
		if last := len(records) - 1; term == "" || !utf8.ValidString(term) || last >= 0 && records[last].term >= term {
			return nil, fmt.Errorf("line %d is damaged", len(records)+1)
		}
		records = append(records, record{term, postings})
	}
	return records, nil
}

// isDirectory reports whether records are those of a directory.
func isDirectory(records []record) bool { return len(records) > 0 && records[0].postings == "" }

// shardFiles are the files of a shard, by name.
func shardFiles(root string, records []record) map[string][]byte {
	files := map[string][]byte{}
	if len(records) == 0 {
		return files
	}
	pages := paged(records)
	if len(pages) == 1 {
		files[shardName(root)] = encodeRecords(records)
		return files
	}
	var directory []record
	for i, page := range pages {
		directory = append(directory, record{term: page[0].term})
		files[pageName(root, i)] = encodeRecords(page)
	}
	files[shardName(root)] = encodeRecords(directory)
	return files
}

// paged cuts sorted records into pages.
func paged(records []record) (pages [][]record) {
	start, size := 0, 0
	for i, r := range records {
		if size += r.size(); size > maxShard && i > start {
			pages = append(pages, records[start:i])
			start, size = i, r.size()
		}
	}
	return append(pages, records[start:])
}

// root is what names the shard of a term: its first letters, as many as the
// layout says, or the first character in scripts where that is a whole word.
func (l Layout) root(term string) string {
	if first, _ := utf8.DecodeRuneInString(term); isDense(first) {
		return prefix(term, 1)
	}
	return prefix(term, l.Prefix)
}

// shardName is safe in file systems, buckets and addresses, whatever the
// letters: "con" would not even be a file on Windows. It is search/t/99-111-110.txt.
func shardName(root string) string { return Folder + "t/" + codes(root) + ".txt" }

func pageName(root string, page int) string {
	return fmt.Sprintf("%st/%s_%d.txt", Folder, codes(root), page)
}

// codes are the numbers of the characters of a text.
func codes(text string) string {
	var b []byte
	for i, r := range text {
		if i > 0 {
			b = append(b, '-')
		}
		b = strconv.AppendInt(b, int64(r), 10)
	}
	return string(b)
}
