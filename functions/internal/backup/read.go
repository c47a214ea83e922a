package backup

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"maps"
	"os"

	"greenroom/functions/internal/table"
)

// Visitor is shown what is in a backup. A nil function is not called.
type Visitor struct {
	Upload func(hash string, data []byte) error
	Item   func(table.Item) error
}

// ReadFile reads the backup at path.
func ReadFile(path string, v Visitor) (Header, Summary, error) {
	file, err := os.Open(path)
	if err != nil {
		return Header{}, Summary{}, fmt.Errorf("reading backup: %w", err)
	}
	defer file.Close() // of a read: has no error to lose
	return Read(file, v)
}

// Read reads a whole backup. Only when it returned nil is what it showed known
// to be what was written, so nothing may be done for good before: read once
// with an empty visitor.
func Read(r io.Reader, v Visitor) (Header, Summary, error) {
	zipped, err := gzip.NewReader(r)
	if err != nil {
		return Header{}, Summary{}, fmt.Errorf("reading backup: %w", ErrDamaged)
	}
	in := &reader{visitor: v, sum: sha256.New(), found: Summary{Items: map[table.Space]int{table.Open: 0, table.Private: 0}}}
	lines := bufio.NewScanner(zipped)
	lines.Buffer(nil, maxLine+1)
	lines.Split(wholeLines)
	for n := 1; lines.Scan(); n++ {
		if err := in.line(lines.Bytes()); err != nil {
			return in.header, Summary{}, fmt.Errorf("reading backup: line %d: %w", n, err)
		}
	}
	if lines.Err() != nil || !in.ended {
		return in.header, Summary{}, fmt.Errorf("reading backup: %w", ErrDamaged)
	}
	return in.header, in.found, nil
}

// wholeLines splits after every newline; what has none is not whole.
func wholeLines(data []byte, atEOF bool) (advance int, token []byte, err error) {
	if n := bytes.IndexByte(data, '\n'); n >= 0 {
		return n + 1, data[:n+1], nil
	}
	if atEOF && len(data) > 0 {
		return 0, nil, ErrDamaged
	}
	return 0, nil, nil
}

// reader holds lines to their order: header, uploads, items, trailer.
type reader struct {
	visitor Visitor
	sum     hash.Hash
	limit   limit
	header  Header
	upload  string    // the last one
	item    table.Key // the last one
	found   Summary
	ended   bool
}

func (r *reader) line(text []byte) error {
	if err := r.limit.add(len(text)); err != nil {
		return err
	}
	l, err := decode(text)
	if err != nil {
		return err
	}
	before := r.sum.Sum(nil)
	r.sum.Write(text) // of a hash: never fails
	first := r.limit.lines == 1
	switch {
	case r.ended || first != (l.Header != nil):
		return ErrDamaged
	case l.Header != nil:
		r.header = *l.Header
		return r.header.valid()
	case l.File != nil:
		return r.takeUpload(*l.File)
	case l.Item != nil:
		return r.takeItem(*l.Item)
	case l.End != nil:
		return r.end(*l.End, hex.EncodeToString(before))
	}
	return ErrDamaged
}

func (r *reader) takeUpload(f upload) error {
	sum := sha256.Sum256(f.Data)
	if r.item != (table.Key{}) || f.Data == nil || f.Hash <= r.upload || f.Hash != hex.EncodeToString(sum[:]) {
		return ErrDamaged
	}
	r.upload = f.Hash
	r.found.Files++
	if r.visitor.Upload == nil {
		return nil
	}
	return r.visitor.Upload(f.Hash, f.Data)
}

func (r *reader) takeItem(kept item) error {
	i, err := kept.table()
	if err != nil {
		return err
	}
	if r.item != (table.Key{}) && compare(r.item, i.Key) >= 0 || i.Expired(r.header.Made) {
		return ErrDamaged
	}
	r.item = i.Key
	r.found.Items[i.Space]++
	if r.visitor.Item == nil {
		return nil
	}
	return r.visitor.Item(i)
}

func (r *reader) end(said Summary, sum string) error {
	r.ended, r.found.SHA256 = true, sum
	if said.SHA256 != sum || said.Files != r.found.Files || !maps.Equal(said.Items, r.found.Items) {
		return ErrDamaged
	}
	return nil
}
