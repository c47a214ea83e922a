package backup_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"testing"
	"time"

	"pgregory.net/rapid"

	"greenroom/functions/internal/backup"
	"greenroom/functions/internal/table"
)

// shelf keeps items and uploads in maps, which are read in random order.
type shelf struct {
	items   map[table.Key]table.Item
	uploads map[string][]byte
	broken  int // how many more puts succeed before one fails; 0 for all
}

func newShelf() *shelf {
	return &shelf{items: map[table.Key]table.Item{}, uploads: map[string][]byte{}}
}

func (s *shelf) Items(_ context.Context, visit func(table.Item) error) error {
	for _, i := range s.items {
		if err := visit(i); err != nil {
			return err
		}
	}
	return nil
}

func (s *shelf) Uploads(context.Context) (hashes []string, _ error) {
	for hash := range maps.Keys(s.uploads) {
		hashes = append(hashes, hash)
	}
	return hashes, nil
}

func (s *shelf) Open(_ context.Context, hash string) (io.ReadCloser, error) {
	return io.NopCloser(bytes.NewReader(s.uploads[hash])), nil
}

var errKilled = errors.New("killed")

func (s *shelf) Put(_ context.Context, items []table.Item) error {
	for _, i := range items {
		s.items[i.Key] = i
	}
	if s.broken--; s.broken == 0 {
		return errKilled
	}
	return nil
}

func (s *shelf) Remove(_ context.Context, keys []table.Key) error {
	for _, k := range keys {
		delete(s.items, k)
	}
	return nil
}

func (s *shelf) Keep(_ context.Context, hash string, data []byte) error {
	s.uploads[hash] = bytes.Clone(data)
	return nil
}

func (s *shelf) upload(data string) {
	sum := sha256.Sum256([]byte(data))
	s.uploads[hex.EncodeToString(sum[:])] = []byte(data)
}

func (s *shelf) add(items ...table.Item) {
	for _, i := range items {
		s.items[i.Key] = i
	}
}

func noon() time.Time { return time.Date(2026, 5, 12, 12, 0, 0, 0, time.UTC) }

func note(space table.Space, pk string, version int64) table.Item {
	return table.Item{Key: table.Key{Space: space, PK: pk, SK: "META"}, Kind: "note", Version: version,
		Body: []byte(`{"To":"ann@example.org","Text":"a < b & \"c\""}`)}
}

// drawItem is any item that a table can hold.
func drawItem(t *rapid.T) table.Item {
	key := rapid.StringN(1, 12, 60)
	i := table.Item{
		Key:     table.Key{Space: rapid.SampledFrom([]table.Space{table.Open, table.Private}).Draw(t, "space"), PK: key.Draw(t, "pk"), SK: key.Draw(t, "sk")},
		Version: rapid.Int64Range(1, 1<<40).Draw(t, "version"),
		Count:   rapid.Int64().Draw(t, "count"),
		Kind:    rapid.String().Draw(t, "kind"),
		Body:    []byte(rapid.SampledFrom([]string{"", "{}", ` { "a" : 1 } `, `"\u2028 <b>&"`, `{"n":1.50}`}).Draw(t, "body")),
	}
	for n := range i.Index {
		if rapid.Bool().Draw(t, "indexed") {
			i.Index[n] = table.IndexKey{PK: key.Draw(t, "index pk"), SK: key.Draw(t, "index sk")}
		}
	}
	if rapid.Bool().Draw(t, "expires") {
		i.Expires = noon().Add(time.Duration(rapid.IntRange(1, 1<<20).Draw(t, "seconds")) * time.Second)
	}
	if len(i.Body) == 0 {
		i.Body = nil
	}
	return i
}

// written is the backup of a shelf, as bytes.
func written(t testing.TB, s *shelf) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := backup.Write(t.Context(), &b, backup.NewHeader("laptop", noon()), s); err != nil {
		t.Fatalf("got error %v, want the backup written", err)
	}
	return b.Bytes()
}

// made is the backup of a shelf, as a file.
func made(t testing.TB, s *shelf) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "kept.backup")
	if _, err := backup.Make(t.Context(), path, backup.NewHeader("laptop", noon()), s); err != nil {
		t.Fatalf("got error %v, want the backup made", err)
	}
	return path
}

// many is a shelf with more items than are put at once.
func many(n int) *shelf {
	s := newShelf()
	for i := range n {
		s.add(note(table.Private, fmt.Sprintf("NOTE#%05d", i), int64(i+1)))
	}
	return s
}
