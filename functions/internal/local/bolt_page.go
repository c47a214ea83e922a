package local

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"

	"greenroom/functions/internal/table"
)

// The layout of a bbolt file, format 2, which has stood since 2014: two
// header pages of which the newer counts, and B+ trees of branch and leaf
// pages. Every page names itself, every tree page is pointed to once.
const (
	boltPageHeader  = 16
	boltMetaSize    = 64
	boltBucketSize  = 16 // root page and sequence, before an inline page
	boltElementSize = 16

	boltMetaMagic   = 0xED0CDAED
	boltMetaVersion = 2
	boltBranchFlag  = 1
	boltLeafFlag    = 2
	boltBucketFlag  = 1
)

// boltPages reads the pages of a file, each once.
type boltPages struct {
	file  io.ReaderAt
	size  uint64 // bytes of a page
	count uint64 // pages in use
	fresh bool   // nothing was committed yet
	seen  map[uint64]bool
}

// boltReadPages reads both headers. bbolt would go back to the older one if
// the newer is damaged, and so lose the last commit without a word.
func boltReadPages(file io.ReaderAt) (p *boltPages, root uint64, err error) {
	first, err := boltReadMeta(file, 0)
	if err != nil {
		return nil, 0, err
	}
	size := uint64(binary.NativeEndian.Uint32(first[8:]))
	second, err := boltReadMeta(file, int64(size))
	if err != nil {
		return nil, 0, err
	}
	newer, older := first, second
	if binary.NativeEndian.Uint64(first[48:]) < binary.NativeEndian.Uint64(second[48:]) {
		newer, older = second, first
	}
	p = &boltPages{file: file, size: size, count: binary.NativeEndian.Uint64(newer[40:]), seen: map[uint64]bool{}}
	p.fresh = binary.NativeEndian.Uint64(newer[48:]) <= 1 && binary.NativeEndian.Uint64(older[48:]) == 0
	return p, binary.NativeEndian.Uint64(newer[16:]), nil
}

func boltReadMeta(file io.ReaderAt, at int64) ([]byte, error) {
	page := make([]byte, boltPageHeader+boltMetaSize)
	if _, err := file.ReadAt(page, at); err != nil {
		return nil, boltUnread("header at byte", uint64(at), err)
	}
	meta := page[boltPageHeader:]
	sum := fnv.New64a()
	sum.Write(meta[:56]) // a hash returns no error
	if binary.NativeEndian.Uint32(meta) != boltMetaMagic ||
		binary.NativeEndian.Uint32(meta[4:]) != boltMetaVersion ||
		binary.NativeEndian.Uint64(meta[56:]) != sum.Sum64() {
		return nil, fmt.Errorf("header at byte %d: %w", at, table.ErrCorrupt)
	}
	return meta, nil
}

// read returns a tree page with the pages it overflows into.
func (p *boltPages) read(id uint64) ([]byte, error) {
	head := make([]byte, boltPageHeader)
	if id < 2 || id >= p.count {
		return nil, boltBadPage(id, "is outside of the file")
	}
	if _, err := p.file.ReadAt(head, int64(id*p.size)); err != nil {
		return nil, boltUnread("page", id, err)
	}
	if binary.NativeEndian.Uint64(head) != id {
		return nil, boltBadPage(id, "has another number")
	}
	spread := uint64(binary.NativeEndian.Uint32(head[12:])) + 1
	if spread > p.count-id {
		return nil, boltBadPage(id, "runs out of the file")
	}
	for n := id; n < id+spread; n++ {
		if p.seen[n] {
			return nil, boltBadPage(n, "is in two places")
		}
		p.seen[n] = true
	}
	page := make([]byte, spread*p.size)
	if _, err := p.file.ReadAt(page, int64(id*p.size)); err != nil {
		return nil, boltUnread("page", id, err)
	}
	return page, nil
}

// boltUnread tells a file that was cut short from a disk that fails.
func boltUnread(what string, n uint64, err error) error {
	if errors.Is(err, io.EOF) {
		return fmt.Errorf("%s %d is cut off: %w", what, n, table.ErrCorrupt)
	}
	return fmt.Errorf("%s %d: %w", what, n, err)
}

func boltBadPage(id uint64, what string) error {
	return fmt.Errorf("page %d %s: %w", id, what, table.ErrCorrupt)
}

// buckets returns the name and header of every bucket.
func (p *boltPages) buckets(root uint64) (map[string][]byte, error) {
	found := map[string][]byte{}
	w := boltWalk{pages: p, flag: boltBucketFlag, visit: func(key, value []byte) error {
		found[string(key)] = value
		return nil
	}}
	page, err := p.read(root)
	if err == nil {
		_, err = w.page(page)
	}
	if err != nil {
		return nil, fmt.Errorf("list of buckets: %w", err)
	}
	return found, nil
}

// bucket visits the records of a bucket; a small one lies in its header.
func (p *boltPages) bucket(header []byte, visit func(key, value []byte) error) error {
	if len(header) < boltBucketSize {
		return fmt.Errorf("header of %d bytes: %w", len(header), table.ErrCorrupt)
	}
	page := header[boltBucketSize:]
	if root := binary.NativeEndian.Uint64(header); root != 0 {
		var err error
		if page, err = p.read(root); err != nil {
			return err
		}
	}
	w := boltWalk{pages: p, visit: visit}
	_, err := w.page(page)
	return err
}

// boltWalk goes through one tree in the order of its keys.
type boltWalk struct {
	pages *boltPages
	flag  uint32 // that every leaf element must have
	visit func(key, value []byte) error
	last  []byte
}

// page walks a page and those below it and returns its first key.
func (w *boltWalk) page(page []byte) (first []byte, err error) {
	if len(page) < boltPageHeader {
		return nil, fmt.Errorf("page of %d bytes: %w", len(page), table.ErrCorrupt)
	}
	id := binary.NativeEndian.Uint64(page)
	kind := binary.NativeEndian.Uint16(page[8:])
	count := int(binary.NativeEndian.Uint16(page[10:]))
	if kind != boltBranchFlag && kind != boltLeafFlag || boltPageHeader+count*boltElementSize > len(page) {
		return nil, boltBadPage(id, "is neither branch nor leaf")
	}
	for n := range count {
		element := page[boltPageHeader+n*boltElementSize:]
		var key []byte
		if kind == boltLeafFlag {
			key, err = w.leaf(id, element)
		} else {
			key, err = w.branch(id, element)
		}
		if err != nil {
			return nil, err
		}
		if n == 0 {
			first = key
		}
	}
	return first, nil
}

func (w *boltWalk) leaf(id uint64, element []byte) ([]byte, error) {
	flags := binary.NativeEndian.Uint32(element)
	pos, ksize := uint64(binary.NativeEndian.Uint32(element[4:])), uint64(binary.NativeEndian.Uint32(element[8:]))
	vsize := uint64(binary.NativeEndian.Uint32(element[12:]))
	if flags != w.flag || ksize == 0 || pos+ksize+vsize > uint64(len(element)) {
		return nil, boltBadPage(id, "has a damaged entry")
	}
	key, value := element[pos:pos+ksize:pos+ksize], element[pos+ksize:pos+ksize+vsize]
	if w.last != nil && bytes.Compare(key, w.last) <= 0 {
		return nil, boltBadPage(id, "is out of order")
	}
	w.last = key
	return key, w.visit(key, value)
}

// branch walks the page an entry points to. The entry must repeat the first
// key below it: bbolt finds its way by nothing else.
func (w *boltWalk) branch(id uint64, element []byte) ([]byte, error) {
	pos, ksize := uint64(binary.NativeEndian.Uint32(element)), uint64(binary.NativeEndian.Uint32(element[4:]))
	if ksize == 0 || pos+ksize > uint64(len(element)) {
		return nil, boltBadPage(id, "has a damaged entry")
	}
	page, err := w.pages.read(binary.NativeEndian.Uint64(element[8:]))
	if err != nil {
		return nil, err
	}
	first, err := w.page(page)
	if err == nil && !bytes.Equal(first, element[pos:pos+ksize]) {
		err = boltBadPage(id, "leads to other keys than it says")
	}
	return first, err
}
