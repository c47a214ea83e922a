package table

import (
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestCursorLeadsBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.StringN(1, 40, 200)
		q := Query{Space: Private, Index: rapid.IntRange(0, 3).Draw(t, "index"), PK: key.Draw(t, "pk"), Limit: 5}
		want := Position{SortKey: key.Draw(t, "sort key"), PK: key.Draw(t, "item pk"), SK: key.Draw(t, "item sk")}
		if q.Index == 0 {
			want.PK, want.SK = q.PK, want.SortKey
		}
		q.Cursor = q.CursorAfter(want)
		got, err := q.Start()
		if err != nil || *got != want {
			t.Fatalf("got %v and error %v, want %v", got, err, want)
		}
		q.PK += "x"
		if _, err := q.Start(); !errors.Is(err, ErrCursor) {
			t.Fatalf("got error %v for another partition, want ErrCursor", err)
		}
	})
}

func TestLongestKeysFitACursor(t *testing.T) {
	t.Parallel()
	sk, pk := strings.Repeat("s", maxSK), strings.Repeat("p", maxPK)
	q := Query{Space: Open, Index: 3, PK: pk}
	want := Position{SortKey: sk, PK: pk, SK: sk}
	q.Cursor = q.CursorAfter(want)
	if got, err := q.Start(); err != nil || *got != want {
		t.Errorf("got error %v, want the position back", err)
	}
}

func TestNormalFillsInDefaults(t *testing.T) {
	t.Parallel()
	for limit, want := range map[int]int{0: 100, 1: 1, 1000: 1000, 1001: 1000} {
		q, err := Query{Space: Open, PK: "A", Limit: limit}.Normal()
		if err != nil || q.Limit != want {
			t.Errorf("limit %d: got %d and error %v, want %d", limit, q.Limit, err, want)
		}
	}
}

func FuzzCursor(f *testing.F) {
	q := Query{Space: Open, PK: "POST#a", Prefix: "C", Limit: 10}
	f.Add(q.CursorAfter(Position{SortKey: "C#1"}), 0)
	q.Index = 2
	f.Add(q.CursorAfter(Position{SortKey: "C#1", PK: "POST#b", SK: "1"}), 2)
	f.Add("", 1)
	f.Add(base64.RawURLEncoding.EncodeToString(make([]byte, 20)), 0)
	f.Fuzz(func(t *testing.T, cursor string, index int) {
		q := Query{Space: Open, Index: index & 3, PK: "POST#a", Prefix: "C", Limit: 10, Cursor: cursor}
		p, err := q.Start()
		switch {
		case cursor == "":
			if p != nil || err != nil {
				t.Errorf("got %v and error %v for the first page", p, err)
			}
		case err != nil:
			if p != nil || !errors.Is(err, ErrCursor) {
				t.Errorf("got %v and error %v, want ErrCursor", p, err)
			}
		case !q.Covers(p.SortKey) || q.CursorAfter(*p) != cursor:
			t.Errorf("cursor %q leads to %v, outside of the query", cursor, p)
		case q.Index == 0 && (p.PK != q.PK || p.SK != p.SortKey):
			t.Errorf("cursor %q leads to %v, another item", cursor, p)
		}
	})
}
