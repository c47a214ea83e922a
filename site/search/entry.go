package search

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// maxTerms is the most terms that one document is found by: those of its
// title, its tags and its summary, and then the first of its body.
const maxTerms = 2000

// A weight says where in a document a term stands, as the points that it is
// worth. Only that is kept and not how often, so that words changed in one
// place touch no shard but their own.
type weight uint8

const (
	inBody    weight = 1
	inHeading weight = 2
	inTags    weight = 5
	inTitle   weight = 8
)

func (w weight) valid() bool { return w == inBody || w == inHeading || w == inTags || w == inTitle }

// Entry is what the index keeps of one document: what a result shows, and the
// terms in the order in which they first appear.
type Entry struct {
	Facts
	terms string // for each: length<<4 | weight as uvarint, then the term
}

// Facts are what a result shows of a document.
type Facts struct {
	URL, Title, Kind string
	Date             string // "2026-05-12" or empty
	Summary          string
}

// NewEntry reads a document. It depends on nothing else, so entries can be
// made side by side and kept for as long as the document stays as it is.
func NewEntry(d Document) Entry {
	folded := fold(d.text())
	c := collector{text: folded, found: make([]span, 0, 512)}
	eachTerm(folded, c.add)
	return Entry{d.facts(), c.terms()}
}

// collector gathers the different terms of a text with their best weights. It
// finds them in a table of its own, much faster than in a map.
type collector struct {
	text  string
	found []span
	table [4096]uint16 // place in found, from 1, by hash and then the next free
}

// span is a term in the text.
type span struct {
	start  uint32
	length uint16
	weight weight
}

func (c *collector) term(s span) string { return c.text[s.start:][:s.length] }

func (c *collector) add(start, end int, w weight) {
	term := c.text[start:end]
	slot := uint32(2166136261) // FNV-1a
	for i := range len(term) {
		slot = (slot ^ uint32(term[i])) * 16777619
	}
	for slot ^= slot >> 15; ; slot++ {
		at := &c.table[slot%uint32(len(c.table))]
		if *at == 0 {
			if len(c.found) < maxTerms {
				c.found = append(c.found, span{uint32(start), uint16(len(term)), w})
				*at = uint16(len(c.found))
			}
			return
		}
		if s := &c.found[*at-1]; c.term(*s) == term {
			s.weight = max(s.weight, w)
			return
		}
	}
}

func (c *collector) terms() string {
	size := 0
	for _, s := range c.found {
		size += binary.MaxVarintLen16 + int(s.length)
	}
	b := make([]byte, 0, size)
	for _, s := range c.found {
		b = binary.AppendUvarint(b, uint64(s.length)<<4|uint64(s.weight))
		b = append(b, c.term(s)...)
	}
	return string(b)
}

// each calls yield for every term until it returns false.
func (e Entry) each(yield func(term string, w weight) bool) {
	for terms := e.terms; terms != ""; {
		head, n := uvarint(terms)
		end := n + int(head>>4)
		if !yield(terms[n:end], weight(head&15)) {
			return
		}
		terms = terms[end:]
	}
}

// hash stands for the address of a document wherever its place must not depend
// on other documents.
func hash(url string) uint64 {
	sum := sha256.Sum256([]byte(strings.ToValidUTF8(url, "\uFFFD")))
	return binary.BigEndian.Uint64(sum[:])
}

// Append appends the entry in binary, for the caller's cache.
func (e Entry) Append(b []byte) []byte {
	b = append(b, Version)
	for _, s := range []string{e.URL, e.Title, e.Kind, e.Date, e.Summary, e.terms} {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	return b
}

// ParseEntry reads what Append wrote, and refuses everything else.
func ParseEntry(b []byte) (Entry, error) {
	if len(b) == 0 || b[0] != Version {
		return Entry{}, errors.New("reading search entry: of another version: make it again")
	}
	var e Entry
	rest := string(b[1:])
	for _, s := range []*string{&e.URL, &e.Title, &e.Kind, &e.Date, &e.Summary, &e.terms} {
		length, n := uvarint(rest)
		if n == 0 || length > uint64(len(rest)-n) {
			return Entry{}, errors.New("reading search entry: cut off: make it again")
		}
		*s, rest = rest[n:n+int(length)], rest[n+int(length):]
		if s != &e.terms && !utf8.ValidString(*s) {
			return Entry{}, errors.New("reading search entry: not UTF-8: make it again")
		}
	}
	if rest != "" {
		return Entry{}, fmt.Errorf("reading search entry: %d bytes too many: make it again", len(rest))
	}
	return e, e.check()
}

// check finds terms that NewEntry does not make and shards cannot hold.
func (e Entry) check() error {
	count := 0
	for terms := e.terms; terms != ""; count++ {
		head, n := uvarint(terms)
		length := head >> 4
		if n == 0 || length > uint64(len(terms)-n) || !weight(head&15).valid() || !isTerm(terms[n:n+int(length)]) {
			return fmt.Errorf("reading search entry: term %d is damaged: make it again", count+1)
		}
		terms = terms[n+int(length):]
	}
	if count > maxTerms {
		return fmt.Errorf("reading search entry: %d terms, at most %d: make it again", count, maxTerms)
	}
	return nil
}

func isTerm(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < utf8.RuneSelf && !asciiWord(c) {
			return false
		}
	}
	return text != "" && len(text) <= maxTerm*utf8.UTFMax && utf8.ValidString(text)
}

// uvarint is binary.Uvarint for strings. n is 0 if there is no number.
func uvarint(b string) (value uint64, n int) {
	for shift := 0; n < len(b) && shift < 63; shift += 7 {
		c := b[n]
		n++
		value |= uint64(c&0x7f) << shift
		if c < 0x80 {
			return value, n
		}
	}
	return 0, 0
}
