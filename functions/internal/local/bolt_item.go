package local

import (
	"encoding/binary"
	"fmt"
	"time"

	"greenroom/functions/internal/table"
)

// boltPutItem appends the state of an item, without its key.
func boltPutItem(b []byte, i table.Item) []byte {
	var expires int64
	if !i.Expires.IsZero() {
		expires = i.Expires.Unix()
	}
	b = binary.AppendVarint(b, i.Version)
	b = binary.AppendVarint(b, expires)
	b = binary.AppendVarint(b, i.Count)
	b = boltPutString(b, i.Kind)
	for _, x := range i.Index {
		b = boltPutString(boltPutString(b, x.PK), x.SK)
	}
	return append(b, i.Body...)
}

func boltPutString[T ~string | ~[]byte](b []byte, s T) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// boltReader takes a payload apart. The first thing missing makes bad true,
// and everything after it is zero.
type boltReader struct {
	rest []byte
	bad  bool
}

func (r *boltReader) number() int64 {
	n, used := binary.Varint(r.rest)
	if used <= 0 {
		r.rest, r.bad = nil, true
		return 0
	}
	r.rest = r.rest[used:]
	return n
}

func (r *boltReader) bytes() []byte {
	n, used := binary.Uvarint(r.rest)
	if used <= 0 || n > uint64(len(r.rest)-used) {
		r.rest, r.bad = nil, true
		return nil
	}
	s := r.rest[used : used+int(n)]
	r.rest = r.rest[used+int(n):]
	return s
}

func (r *boltReader) string() string { return string(r.bytes()) }

func boltReadItem(k table.Key, payload []byte) (table.Item, error) {
	r := boltReader{rest: payload}
	i := table.Item{Key: k, Version: r.number()}
	if expires := r.number(); expires != 0 {
		i.Expires = time.Unix(expires, 0).UTC()
	}
	i.Count, i.Kind = r.number(), r.string()
	for n := range i.Index {
		i.Index[n] = table.IndexKey{PK: r.string(), SK: r.string()}
	}
	if len(r.rest) > 0 {
		i.Body = append([]byte(nil), r.rest...) // outlives the transaction
	}
	if r.bad {
		return table.Item{}, fmt.Errorf("%s: %w", k, table.ErrCorrupt)
	}
	return i, nil
}

func boltPutChange(c table.Change) []byte {
	b := boltPutString(nil, string(c.Key.Space))
	b = boltPutString(boltPutString(b, c.Key.PK), c.Key.SK)
	for _, i := range []*table.Item{c.Old, c.New} {
		var state []byte
		if i != nil {
			state = boltPutItem(nil, *i)
		}
		b = boltPutString(b, state)
	}
	return b
}

func boltReadChange(payload []byte) (table.Change, error) {
	r := boltReader{rest: payload}
	c := table.Change{Key: table.Key{Space: table.Space(r.string()), PK: r.string(), SK: r.string()}}
	for _, i := range []**table.Item{&c.Old, &c.New} {
		state := r.bytes()
		if len(state) == 0 {
			continue
		}
		found, err := boltReadItem(c.Key, state)
		if err != nil {
			return table.Change{}, err
		}
		*i = &found
	}
	if r.bad {
		return table.Change{}, fmt.Errorf("change of %s: %w", c.Key, table.ErrCorrupt)
	}
	return c, nil
}
