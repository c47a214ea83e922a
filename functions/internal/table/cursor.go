package table

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

const (
	defaultPageSize = 100
	queryTagSize    = 8
	maxCursor       = 2 * (maxPK + 2*maxSK)
)

// Normal returns the query with its defaults filled in, or ErrInvalid if no
// side can answer it.
func (q Query) Normal() (Query, error) {
	if err := q.valid(); err != nil {
		return Query{}, fmt.Errorf("query of %s: %w", Key{Space: q.Space, PK: q.PK}, err)
	}
	if q.Limit == 0 {
		q.Limit = defaultPageSize
	}
	q.Limit = min(q.Limit, MaxPageSize)
	return q, nil
}

func (q Query) valid() error {
	if err := (Key{Space: q.Space, PK: q.PK, SK: "any"}).Valid(); err != nil {
		return err
	}
	switch {
	case q.Index < 0 || q.Index > IndexCount:
		return fmt.Errorf("index %d is unknown: %w", q.Index, ErrInvalid)
	case q.Limit < 0:
		return fmt.Errorf("limit is negative: %w", ErrInvalid)
	case q.Prefix != "" && (q.From != "" || q.To != ""):
		return fmt.Errorf("prefix and range exclude each other: %w", ErrInvalid)
	}
	for _, bound := range []string{q.From, q.To, q.Prefix} {
		if len(bound) > maxSK || !utf8.ValidString(bound) {
			return fmt.Errorf("bound of %d bytes is no sort key: %w", len(bound), ErrInvalid)
		}
	}
	return nil
}

// Covers says whether the query asks for that sort key.
func (q Query) Covers(sortKey string) bool {
	return strings.HasPrefix(sortKey, q.Prefix) && sortKey >= q.From && (q.To == "" || sortKey <= q.To)
}

// Position is the place of an item in the answer to a query: its sort key
// there and, because the sort keys of an index repeat, its own key.
type Position struct{ SortKey, PK, SK string }

// PositionOf returns the place of an item in the answer to q.
func (q Query) PositionOf(i Item) Position {
	if q.Index == 0 {
		return Position{SortKey: i.SK, PK: i.PK, SK: i.SK}
	}
	return Position{SortKey: i.Index[q.Index-1].SK, PK: i.PK, SK: i.SK}
}

// CursorAfter encodes where a page of this query ended. It holds keys in the
// clear; what it cannot do is point outside of what the query covers.
func (q Query) CursorAfter(p Position) string {
	tag := q.tag()
	raw := tag[:]
	parts := []string{p.SortKey, p.PK, p.SK}
	if q.Index == 0 {
		parts = parts[:1]
	}
	for _, s := range parts {
		raw = binary.AppendUvarint(raw, uint64(len(s)))
		raw = append(raw, s...)
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

// Start decodes the cursor of the query: nil for the first page, and
// ErrCursor unless this query made it.
func (q Query) Start() (*Position, error) {
	if q.Cursor == "" {
		return nil, nil
	}
	if len(q.Cursor) > maxCursor {
		return nil, ErrCursor
	}
	raw, err := base64.RawURLEncoding.DecodeString(q.Cursor)
	if err != nil || len(raw) < queryTagSize {
		return nil, ErrCursor
	}
	p, ok := q.position(raw[queryTagSize:])
	if !ok || validPair(p.PK, p.SK) != nil || validPair(q.PK, p.SortKey) != nil {
		return nil, ErrCursor
	}
	if !q.Covers(p.SortKey) || q.CursorAfter(p) != q.Cursor {
		return nil, ErrCursor
	}
	return &p, nil
}

func (q Query) position(raw []byte) (Position, bool) {
	var parts []string
	for len(raw) > 0 {
		n, used := binary.Uvarint(raw)
		if used <= 0 || n > uint64(len(raw)-used) {
			return Position{}, false
		}
		parts = append(parts, string(raw[used:used+int(n)]))
		raw = raw[used+int(n):]
	}
	switch {
	case q.Index == 0 && len(parts) == 1:
		return Position{SortKey: parts[0], PK: q.PK, SK: parts[0]}, true
	case q.Index > 0 && len(parts) == 3:
		return Position{SortKey: parts[0], PK: parts[1], SK: parts[2]}, true
	}
	return Position{}, false
}

// tag binds a cursor to its query.
func (q Query) tag() [queryTagSize]byte {
	q.Cursor = ""
	text, _ := json.Marshal(q) // strings, integers and a bool: cannot fail
	sum := sha256.Sum256(text)
	return [queryTagSize]byte(sum[:])
}
