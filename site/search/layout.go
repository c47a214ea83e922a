package search

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"math/bits"
	"reflect"
	"slices"
	"strings"
	"time"
)

// ErrLayout says that the files at hand are cut in another way, because there
// are now many more or fewer documents, or because two documents got into each
// other's way. Then all files are made again; most of them stay as they are.
var ErrLayout = errors.New("search files are of another layout: make them in full")

// Layout says how the files of a set of documents are cut, and gives every
// document its number: its day, so that newer ones have greater numbers and
// results are sorted without looking further, and within the day a slot that
// the hash of its address picks.
//
// Documents of one day whose hashes pick the same slot are moved to the next
// free one, in the order of their hashes. There are more than [roomy] slots
// for each document of the fullest day, so this is rare, and when it changes
// the layout is another. A document with another date has another number, and
// touches the shards of all its terms.
type Layout struct {
	Documents int
	Prefix    int // characters of a term that name its shard
	Buckets   int // files of facts, a power of two
	Slots     int // bits of a slot
	moved     map[uint64]uint64
}

const (
	roomy     = 16
	factsFile = 16 // documents in a file of facts, at most on average
	undated   = 64 // days at the start of 1970 that documents without a date share
)

// LayoutFor is the layout of documents with these addresses and dates. Two
// documents cannot have the same address.
func LayoutFor(documents iter.Seq2[string, string]) (Layout, error) {
	days, seen := map[uint64][]uint64{}, map[uint64]string{}
	fullest := 0
	for url, date := range documents {
		h := hash(url)
		if other, ok := seen[h]; ok {
			return Layout{}, fmt.Errorf("laying out the search: %s and %s have the same address or hash: change one of them", other, url)
		}
		seen[h] = url
		day := dayNumber(date, h)
		days[day] = append(days[day], h)
		fullest = max(fullest, len(days[day]))
	}
	l := Layout{
		Documents: len(seen), Prefix: prefixFor(len(seen)), Slots: bits.Len(uint(roomy * fullest)),
		Buckets: 1 << bits.Len(uint(max(0, len(seen)-1)/factsFile)), moved: map[uint64]uint64{},
	}
	for _, hashes := range days {
		l.move(hashes)
	}
	return l, nil
}

// prefixFor keeps shards of small sites few and those of large sites small.
func prefixFor(documents int) int {
	switch {
	case documents < 64:
		return 1
	case documents < 2048:
		return 2
	}
	return 3
}

// dayNumber counts from 1 January 1970. Documents without a date are spread
// over days on which nothing was published on the web.
func dayNumber(date string, hash uint64) uint64 {
	t, err := time.Parse(time.DateOnly, day(date))
	if number := t.Unix() / (24 * 60 * 60); err == nil && number >= undated {
		return uint64(number)
	}
	return hash % undated
}

// move finds the documents of one day whose slot another one has.
func (l Layout) move(hashes []uint64) {
	slices.Sort(hashes)
	taken := make(map[uint64]bool, len(hashes))
	for _, h := range hashes {
		slot := l.slot(h)
		for taken[slot] {
			slot = (slot + 1) & (1<<l.Slots - 1)
		}
		taken[slot] = true
		if slot != l.slot(h) {
			l.moved[h] = slot
		}
	}
}

func (l Layout) slot(hash uint64) uint64 { return hash >> (64 - l.Slots) }

// number is the number by which shards and facts name a document.
func (l Layout) number(f Facts) uint64 {
	h := hash(f.URL)
	slot, ok := l.moved[h]
	if !ok {
		slot = l.slot(h)
	}
	return dayNumber(f.Date, h)<<l.Slots | slot
}

// IndexName is the name of the file that the script reads first.
const IndexName = Folder + "index.json"

// indexFile is what index.json holds: how the files are cut, and how words are
// made of a text, so that the script makes the same.
type indexFile struct {
	Version   int               `json:"version"`
	Documents int               `json:"documents"`
	Prefix    int               `json:"prefix"`
	Buckets   int               `json:"buckets"`
	Slots     int               `json:"slots"`
	Moved     string            `json:"moved"` // a digest, so that a patch knows when documents were moved
	Dense     string            `json:"dense"` // regular expressions
	Words     string            `json:"words"`
	Fold      map[string]string `json:"fold"`
	Stop      []string          `json:"stop"`
}

func (l Layout) index() []byte {
	const dense = `[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}ー]`
	file := indexFile{
		Version, l.Documents, l.Prefix, l.Buckets, l.Slots, l.digest(),
		dense, `(` + dense + `+|(?:(?!` + dense + `)[\p{L}\p{N}\p{M}])+)`, map[string]string{}, strings.Fields(stopWords),
	}
	for pair := range slices.Chunk(foldings(), 2) {
		file.Fold[pair[0]] = pair[1]
	}
	data, _ := json.Marshal(file) // numbers and texts: nothing can fail
	return data
}

// digest is a short function of who was moved where.
func (l Layout) digest() string {
	if len(l.moved) == 0 {
		return ""
	}
	sum := sha256.New()
	for _, h := range slices.Sorted(maps.Keys(l.moved)) {
		binary.Write(sum, binary.BigEndian, [2]uint64{h, l.moved[h]})
	}
	return fmt.Sprintf("%x", sum.Sum(nil)[:8])
}

// matches reports whether an index.json is of this layout. The number of
// documents may differ.
func (l Layout) matches(index []byte) bool {
	var is, want indexFile
	if json.Unmarshal(index, &is) != nil || json.Unmarshal(l.index(), &want) != nil {
		return false
	}
	is.Documents = want.Documents
	return reflect.DeepEqual(is, want)
}
