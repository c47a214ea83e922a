package local

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"

	"greenroom/functions/internal/table"
)

// Keys in the file sort as the contract demands: partition by partition, and
// within one by the bytes of the sort key. The partition is preceded by its
// length, so that no partition is a prefix of another.

func boltPartition(pk string) []byte {
	return append(binary.BigEndian.AppendUint16(nil, uint16(len(pk))), pk...)
}

func boltItemKey(pk, sk string) []byte { return append(boltPartition(pk), sk...) }

func boltSplitItemKey(key []byte) (pk, sk string, ok bool) {
	if len(key) < 2 {
		return "", "", false
	}
	n := int(binary.BigEndian.Uint16(key))
	if len(key) < 2+n {
		return "", "", false
	}
	return string(key[2 : 2+n]), string(key[2+n:]), true
}

// boltEscape lets a sort key be followed by something else and still sort
// first: every NUL in it becomes 0 255, and 0 1 ends it.
func boltEscape(sk string) string { return strings.ReplaceAll(sk, "\x00", "\x00\xff") }

const (
	boltEnd      = "\x00\x01"
	boltAfterEnd = "\x00\x02"
)

func boltIndexKey(p table.Position, pk string) []byte {
	key := append(boltPartition(pk), boltEscape(p.SortKey)+boltEnd...)
	return append(key, boltItemKey(p.PK, p.SK)...)
}

// boltPlace is one record that leads to an item: its key in an index bucket.
type boltPlace struct {
	bucket string
	key    []byte
}

// boltPlaces lists the index and expiry records that an item has.
func boltPlaces(i table.Item) []boltPlace {
	var places []boltPlace
	for n, x := range i.Index {
		if x != (table.IndexKey{}) {
			p := table.Position{SortKey: x.SK, PK: i.PK, SK: i.SK}
			places = append(places, boltPlace{boltIndex(i.Space, n+1), boltIndexKey(p, x.PK)})
		}
	}
	if !i.Expires.IsZero() {
		key := boltExpiryKey(i.Expires.Unix(), boltItems(i.Space), boltItemKey(i.PK, i.SK))
		places = append(places, boltPlace{boltExpiry, key})
	}
	return places
}

// boltExpiryKey sorts by the second at which the record named by bucket and
// key ends.
func boltExpiryKey(unix int64, bucket string, key []byte) []byte {
	k := binary.BigEndian.AppendUint64(nil, uint64(unix))
	k = append(k, byte(len(bucket)))
	return append(append(k, bucket...), key...)
}

func boltSplitExpiryKey(k []byte) (unix int64, bucket string, key []byte, ok bool) {
	if len(k) < 9 || len(k) < 9+int(k[8]) {
		return 0, "", nil, false
	}
	n := int(k[8])
	return int64(binary.BigEndian.Uint64(k)), string(k[9 : 9+n]), bytes.Clone(k[9+n:]), true
}

// boltBounds returns the first key of a query and the first key after it.
func boltBounds(q table.Query, start *table.Position) (lower, upper []byte) {
	from, to, after := q.From+q.Prefix, q.To, "\x00"
	if q.Index > 0 {
		from, to, after = boltEscape(from), boltEscape(to), boltAfterEnd
	}
	lower = append(boltPartition(q.PK), from...)
	upper = boltSuccessor(append(boltPartition(q.PK), boltEscapedPrefix(q)...))
	if q.To != "" {
		upper = append(boltPartition(q.PK), to+after...)
	}
	if start == nil {
		return lower, upper
	}
	at := boltItemKey(q.PK, start.SK)
	if q.Index > 0 {
		at = boltIndexKey(*start, q.PK)
	}
	if q.Descending {
		return lower, at
	}
	return append(at, 0), upper
}

func boltEscapedPrefix(q table.Query) string {
	if q.Index > 0 {
		return boltEscape(q.Prefix)
	}
	return q.Prefix
}

// boltSuccessor returns the first key that does not start with prefix.
func boltSuccessor(prefix []byte) []byte {
	for n := len(prefix) - 1; n >= 0; n-- {
		if prefix[n] < 0xff {
			return append(bytes.Clone(prefix[:n]), prefix[n]+1)
		}
	}
	return nil // cannot be: a partition starts with its length, below 2,049
}

// boltTag names a damaged record without showing more of its key than the
// entity: keys of the private space may be derived from an address.
func boltTag(bucket string, key []byte) string {
	switch bucket {
	case boltLog, boltTokens:
		return fmt.Sprintf("%x", key)
	case boltCursors, boltMeta:
		return fmt.Sprintf("%q", key)
	case boltExpiry:
		_, _, key, _ = boltSplitExpiryKey(key)
	}
	name := string(key[min(2, len(key)):])
	end := strings.IndexFunc(name, func(r rune) bool { return r < 'A' || r > 'Z' })
	if end >= 0 {
		name = name[:end]
	}
	return fmt.Sprintf("%q", name)
}
