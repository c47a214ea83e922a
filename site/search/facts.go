package search

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"
)

// A file of facts is a JSON object from the sorted numbers of documents to what a result shows of them.

// bucket is the number of a file of facts. The lowest bits of the numbers of
// documents are bits of a hash, so the files are equally full.
func (l Layout) bucket(number uint64) uint64 { return number % uint64(max(1, l.Buckets)) }

func factsName(bucket uint64) string { return fmt.Sprintf("%sd/%d.json", Folder, bucket) }

// day is the date as people read it: "12 May 2026".
func (f Facts) day() string {
	t, err := time.Parse(time.DateOnly, f.Date)
	if err != nil {
		return ""
	}
	return t.Format("2 January 2006")
}

// numbered are the facts of a document with its number.
type numbered struct {
	number uint64
	Facts
}

// encodeFacts is the file of these documents, which are sorted by number.
func encodeFacts(list []numbered) []byte {
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	out.SetEscapeHTML(false) // "<" does nothing in a file of JSON
	b.WriteByte('{')
	for i, f := range list {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "%q:", strconv.FormatUint(f.number, 10))
		out.Encode([...]string{f.URL, f.Title, f.Kind, f.Date, f.day(), f.Summary}) // texts in memory: nothing can fail
		b.Truncate(b.Len() - len("\n"))
	}
	b.WriteByte('}')
	return b.Bytes()
}

func readFacts(b []byte) ([]numbered, error) {
	var file map[string][6]string
	if err := json.Unmarshal(b, &file); err != nil {
		return nil, err
	}
	var list []numbered
	for key, f := range file {
		number, err := strconv.ParseUint(key, 10, 64)
		if err != nil {
			return nil, err
		}
		list = append(list, numbered{number, Facts{URL: f[0], Title: f[1], Kind: f[2], Date: f[3], Summary: f[5]}})
	}
	slices.SortFunc(list, byNumber)
	return list, nil
}

// facts patches the facts of all documents that changed.
func (p *patcher) facts(removed, added []Entry) error {
	touched := map[string][2][]numbered{}
	for i, list := range [][]Entry{removed, added} {
		for _, e := range list {
			n := p.number(e.Facts)
			both := touched[factsName(p.bucket(n))]
			both[i] = append(both[i], numbered{n, e.Facts})
			touched[factsName(p.bucket(n))] = both
		}
	}
	for _, name := range slices.Sorted(maps.Keys(touched)) {
		old, err := p.old(name)
		if err != nil {
			return err
		}
		data, err := editFacts(old, touched[name][0], touched[name][1])
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		p.put(name, old, data)
	}
	return nil
}

func editFacts(old []byte, removed, added []numbered) ([]byte, error) {
	var list []numbered
	if len(old) > 0 {
		var err error
		if list, err = readFacts(old); err != nil {
			return nil, err
		}
	}
	before := len(list)
	list = slices.DeleteFunc(list, func(f numbered) bool { return slices.Contains(removed, f) })
	if len(list) != before-len(removed) {
		return nil, errors.New("a removed document is not in it")
	}
	list = append(list, added...)
	slices.SortFunc(list, byNumber)
	if len(list) == 0 {
		return nil, nil
	}
	return encodeFacts(list), nil
}
