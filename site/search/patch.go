package search

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
)

// Patch is what has to be done to files.
type Patch struct {
	Changed map[string][]byte // new bytes by name
	Gone    []string          // names of files to delete, sorted
}

// Patch says what to do to the files of a set of documents to make them those
// of another set: a document that changed is removed as it was and added as it
// is. The layout is that of the new set. read returns the bytes of a file, or
// an error that wraps fs.ErrNotExist.
//
// Files of another layout are refused with [ErrLayout], and files that are not
// those of the removed entries with another error: then make them in full.
func (l Layout) Patch(read func(name string) ([]byte, error), removed, added []Entry) (Patch, error) {
	p := patcher{l, read, Patch{Changed: map[string][]byte{}}}
	index, err := p.old(IndexName)
	if err != nil {
		return Patch{}, fmt.Errorf("patching search: %w", err)
	}
	if !l.matches(index) {
		return Patch{}, fmt.Errorf("patching search: %w", ErrLayout)
	}
	if err := p.facts(removed, added); err != nil {
		return Patch{}, fmt.Errorf("patching search: %w", err)
	}
	if err := p.shards(removed, added); err != nil {
		return Patch{}, fmt.Errorf("patching search: %w", err)
	}
	p.put(IndexName, index, l.index())
	slices.Sort(p.out.Gone)
	return p.out, nil
}

type patcher struct {
	Layout
	read func(string) ([]byte, error)
	out  Patch
}

// old is a file as it was; one that did not exist is empty.
func (p *patcher) old(name string) ([]byte, error) {
	data, err := p.read(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return data, err
}

// put notes what becomes of a file; one without bytes does not exist.
func (p *patcher) put(name string, old, data []byte) {
	switch {
	case bytes.Equal(old, data):
	case len(data) == 0:
		p.out.Gone = append(p.out.Gone, name)
	default:
		p.out.Changed[name] = data
	}
}

// edit is what happens to the posting of a document.
type edit struct {
	posting
	removed bool
}

// edits are the differences by term. A posting that is removed and added as it
// was is none.
func (p *patcher) edits(removed, added []Entry) map[string][]edit {
	edits := map[string][]edit{}
	for i, list := range [][]Entry{removed, added} {
		for _, e := range list {
			number := p.number(e.Facts)
			e.each(func(term string, w weight) bool {
				one := edit{posting{number, w}, i == 0}
				if old := slices.Index(edits[term], edit{one.posting, true}); old >= 0 && !one.removed {
					edits[term] = slices.Delete(edits[term], old, old+1)
				} else {
					edits[term] = append(edits[term], one)
				}
				return true
			})
		}
	}
	maps.DeleteFunc(edits, func(_ string, list []edit) bool { return len(list) == 0 })
	return edits
}

func (p *patcher) shards(removed, added []Entry) error {
	edits := p.edits(removed, added)
	touched := map[string][]string{}
	for _, term := range slices.Sorted(maps.Keys(edits)) {
		root := p.root(term)
		touched[root] = append(touched[root], term)
	}
	for _, root := range slices.Sorted(maps.Keys(touched)) {
		if err := p.shard(root, touched[root], edits); err != nil {
			return fmt.Errorf("shard %q: %w", root, err)
		}
	}
	return nil
}

// shard patches one shard. All its pages are read, because those after an edit
// may begin elsewhere; few do.
func (p *patcher) shard(root string, terms []string, edits map[string][]edit) error {
	old, records, err := p.oldShard(root)
	if err != nil {
		return err
	}
	for _, term := range terms {
		i, found := slices.BinarySearchFunc(records, term, func(r record, term string) int { return cmp.Compare(r.term, term) })
		if !found {
			records = slices.Insert(records, i, record{term: term})
		}
		if records[i], err = records[i].edited(edits[term]); err != nil {
			return fmt.Errorf("term %q: %w", term, err)
		}
	}
	records = slices.DeleteFunc(records, func(r record) bool { return r.postings == "" })
	files := shardFiles(root, records)
	for name, data := range files {
		p.put(name, old[name], data)
	}
	for name, data := range old {
		if files[name] == nil {
			p.put(name, data, nil)
		}
	}
	return nil
}

// oldShard reads the files of a shard and all their records.
func (p *patcher) oldShard(root string) (map[string][]byte, []record, error) {
	files := map[string][]byte{}
	load := func(name string) ([]record, error) {
		data, err := p.old(name)
		if len(data) > 0 {
			files[name] = data
		}
		if err != nil {
			return nil, err
		}
		return readRecords(data)
	}
	records, err := load(shardName(root))
	if err != nil || !isDirectory(records) {
		return files, records, err
	}
	var all []record
	for page := range records {
		records, err := load(pageName(root, page))
		if err != nil {
			return nil, nil, fmt.Errorf("page %d: %w", page, err)
		}
		all = append(all, records...)
	}
	if !slices.IsSortedFunc(all, func(a, b record) int { return cmp.Compare(a.term, b.term) }) {
		return nil, nil, errors.New("pages are out of order")
	}
	return files, all, nil
}

// edited is the record after edits. It may have no postings left.
func (r record) edited(edits []edit) (record, error) {
	list, err := readPostings(r.postings)
	if err != nil {
		return r, err
	}
	for _, e := range edits { // those that remove come first
		i, found := slices.BinarySearchFunc(list, e.posting, func(a, b posting) int { return cmp.Compare(a.number, b.number) })
		switch {
		case e.removed && (!found || list[i] != e.posting):
			return r, errors.New("a removed document is not in it")
		case e.removed:
			list = slices.Delete(list, i, i+1)
		case found:
			return r, errors.New("an added document is in it already")
		default:
			list = slices.Insert(list, i, e.posting)
		}
	}
	return record{r.term, string(appendPostings(nil, list))}, nil
}
