package generate

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"

	"greenroom/site/content"
	"greenroom/site/markdown"
	"greenroom/site/packed"
)

// cache keeps, from process to process, what was read and rendered: a log of
// records, of which the last about a thing counts. Losing it costs time and
// nothing else.
type cache struct {
	log      log
	restored bool
	records  int            // in the log
	entries  map[string]key // of the search, as the log has them
	edition  edition        // the last that was finished; zero if nothing is known
}

func (c *cache) init(dir string) {
	if dir != "" {
		c.log.file = filepath.Join(dir, "known")
	}
}

// keeping is what the build going on has to add to the cache.
type keeping struct {
	words   map[string]bool // files
	threads map[string]bool // slugs
	media   bool
	index   bool
}

func newKeeping() keeping { return keeping{words: map[string]bool{}, threads: map[string]bool{}} }

func (k keeping) any() bool { return len(k.words)+len(k.threads) > 0 || k.media || k.index }

// Kinds of records.
const (
	keptHead   = 'h' // what the rest depends on
	keptWords  = 'w' // a file of words: its body, and all of it if it is a post
	keptThread = 't'
	keptMedia  = 'm'
	keptMade   = 'a' // an artefact: its key and place
	keptIndex  = 's' // the set of pages that the search was made of
	keptEntry  = 'e' // what the search has of a page
	keptBuild  = 'b' // the last build
)

// renderers is the text a cache begins with: another renderer makes other
// fragments.
func renderers() string {
	return fmt.Sprintf("markdown %d, pictures %d", markdown.Version, pictureVersion)
}

// restore reads the cache, once in the life of a builder.
func (b *Builder) restore(in Input) error {
	if b.cache.restored {
		return nil
	}
	b.cache.restored, b.kept = true, newKeeping()
	config, err := content.LoadConfig(in.Content)
	if b.cache.log.file == "" || err != nil { // what is wrong is said when everything is read
		return nil
	}
	first, fits := true, false
	err = b.cache.log.read(func(record string) {
		r := packed.NewReader(record)
		kind := r.Raw(1)
		if first {
			first, fits = false, kind == string(keptHead) && r.Text() == renderers() && r.Done() == nil
			return
		}
		if fits {
			b.cache.records++
			b.restoreRecord(config, kind, &r)
		}
	})
	if !fits {
		b.cache.log.size, b.cache.records, b.store.anew = 0, 0, true
	}
	if err != nil {
		return fmt.Errorf("reading the cache: %w", err)
	}
	return nil
}

// restoreRecord takes in one record. One that cannot be read is not there.
func (b *Builder) restoreRecord(config content.Config, kind string, r *packed.Reader) {
	switch kind {
	case string(keptWords):
		file := r.Text()
		f := readFragment(r)
		if r.Err() != nil {
			return
		}
		b.fragments[file] = f
		if isPost(file) && r.Bool() {
			_ = b.loader.Restore(config, file, r)
		}
	case string(keptThread):
		slug := r.Text()
		if d := readKeptDiscussion(r); r.Done() == nil {
			b.threads[slug] = d
		}
	case string(keptMedia):
		b.pictures.restore(r)
	case string(keptBuild):
		if e := readEdition(r); e.version == b.version { // another may find fault with the same words
			b.cache.edition, b.loader.Sound = e, content.Key(e.sound)
		}
	case string(keptIndex):
		b.index.id = r.Key()
	case string(keptEntry):
		b.restoreEntry(r)
	case string(keptMade):
		k, p := r.Key(), readPlace(r)
		if r.Done() == nil {
			if b.made.places == nil {
				b.made.places = map[key]place{}
			}
			b.made.places[k] = p
		}
	}
}

// keep adds to the cache what the build has found. If most of the log no
// longer counts it is written anew.
func (b *Builder) keep() error {
	c := &b.cache
	if c.log.file == "" {
		b.kept = newKeeping()
		return nil
	}
	live := len(b.fragments) + len(b.threads) + len(b.made.places) + len(b.index.entries) + 2
	whole := !c.log.untouched() || c.records > 2*live+100
	if whole && b.wasteful() {
		b.kept = newKeeping()
		return c.log.drop()
	}
	var out, scratch []byte
	add := func(record []byte) {
		out, scratch = frame(out, record), record
		c.records++
	}
	if whole {
		c.records = 0
		add(packed.Text(append(scratch[:0], keptHead), renderers()))
	}
	words, threads := maps.Keys(b.kept.words), maps.Keys(b.kept.threads)
	if whole {
		words, threads = maps.Keys(b.fragments), maps.Keys(b.threads)
	}
	for file := range words {
		if f := b.fragments[file]; f != nil && f.sum != ([32]byte{}) && len(f.faults) == 0 && (whole || b.tells(file)) {
			add(b.keptWords(scratch[:0], file, f))
		}
	}
	for slug := range threads {
		if d := b.threads[slug]; d != nil {
			add(d.append(packed.Text(append(scratch[:0], keptThread), slug)))
		}
	}
	if whole || b.kept.media {
		add(b.pictures.append(append(scratch[:0], keptMedia)))
	}
	out = b.keptIndex(out, whole)
	for k, p := range b.made.toKeep(whole) {
		add(p.append(append(append(scratch[:0], keptMade), k[:]...)))
	}
	add(c.edition.append(append(scratch[:0], keptBuild)))
	b.kept = newKeeping()
	var err error
	if whole {
		err = c.log.replace(out)
	} else {
		err = c.log.add(out)
	}
	if err != nil {
		return fmt.Errorf("writing the cache: %w", errors.Join(err, b.storeErr))
	}
	return nil
}

// wasteful reports whether most of a large store is no longer of use. The next
// process is to start with an empty one.
func (b *Builder) wasteful() bool {
	const large = 64 << 20
	used := 0
	for _, f := range b.fragments {
		used += f.place.size
	}
	for _, p := range b.made.toKeep(true) {
		used += p.size
	}
	for _, s := range b.index.entries {
		used += s.place.size
	}
	return b.store.end.Load() > int64(2*used)+large
}

// keptIndex adds what the search was made of: all of it, or what is other than
// in the log.
func (b *Builder) keptIndex(out []byte, whole bool) []byte {
	if !whole && !b.kept.index {
		return out
	}
	if whole {
		b.cache.entries = nil
	}
	var record []byte
	for url, s := range b.index.entries {
		if b.cache.entries[url] == s.key {
			continue
		}
		record = packed.Bool(packed.Text(append(record[:0], keptEntry), url), true)
		record = s.place.append(append(record, s.key[:]...))
		out = frame(out, record)
		b.cache.note(url, s.key)
	}
	for url := range b.cache.entries {
		if _, found := b.index.entries[url]; !found {
			out = frame(out, packed.Bool(packed.Text(append(record[:0], keptEntry), url), false))
			b.cache.records++
			delete(b.cache.entries, url)
		}
	}
	b.cache.records++
	return frame(out, append(append(record[:0], keptIndex), b.index.id[:]...))
}

func (c *cache) note(url string, k key) {
	if c.entries == nil {
		c.entries = map[string]key{}
	}
	c.entries[url] = k
	c.records++
}

func (b *Builder) restoreEntry(r *packed.Reader) {
	url, there := r.Text(), r.Bool()
	if !there {
		delete(b.index.entries, url)
		delete(b.cache.entries, url)
		return
	}
	s := searched{key: r.Key(), place: readPlace(r)}
	if r.Done() == nil {
		if b.index.entries == nil {
			b.index.entries = map[string]searched{}
		}
		b.index.entries[url] = s
		b.cache.note(url, s.key)
	}
}

// tells reports whether a record of the file would say something new: of a body
// that is the one of the log only the words around it, which cannot be kept of
// a file without a time, such as an embedded one.
func (b *Builder) tells(file string) bool {
	return b.edited[file] || len(b.loader.Keep(nil, file)) > 0
}

func (b *Builder) keptWords(record []byte, file string, f *fragment) []byte {
	record = f.append(packed.Text(append(record, keptWords), file))
	if !isPost(file) {
		return record
	}
	record = append(record, 1)
	n := len(record)
	if record = b.loader.Keep(record, file); len(record) == n {
		record[n-1] = 0
	}
	return record
}
