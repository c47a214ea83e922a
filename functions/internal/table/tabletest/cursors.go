package tabletest

import (
	"encoding/base64"
	"strings"

	"greenroom/functions/internal/table"
)

func cursorCases() []testCase {
	return []testCase{
		{"one that does not decode is refused", (*suite).refusesGarbage},
		{"one of another query is refused", (*suite).refusesForeign},
		{"one that was altered is refused or stays inside of its query", (*suite).refusesAltered},
		{"one that points outside of its query is refused", (*suite).refusesOutside},
		{"one goes on although its item was deleted", func(s *suite) {
			s.fillPartition("A", "1", "2", "3", "4")
			bothWays("A", func(q table.Query) {
				q.Limit = 2
				q.Cursor = s.cursorOf(q)
				s.write(table.Delete(open("A", "2"), table.Any))
				s.finds(q, "3", "4")
				s.fillPartition("A", "2")
				s.finds(q, "3", "4")
			})
		}},
		{"one sees what was added behind it", func(s *suite) {
			s.fillPartition("A", "1", "3")
			q := table.Query{Space: table.Open, PK: "A", Limit: 1}
			q.Cursor = s.cursorOf(q)
			s.fillPartition("A", "0", "2", "4")
			s.finds(q, "2", "3", "4")
		}},
	}
}

// cursorOf returns the cursor of the first page, waiting for an index to
// have it.
func (s *suite) cursorOf(q table.Query) (cursor string) {
	s.Helper()
	s.eventually(func() string {
		page, err := s.Table.Query(s.ctx, q)
		s.is(err, nil)
		if cursor = page.Cursor; cursor == "" {
			return "got no cursor after the first page"
		}
		return ""
	}, q.Index > 0)
	return cursor
}

func (s *suite) refusesCursor(q table.Query, cursor string) {
	s.Helper()
	q.Cursor = cursor
	page, err := s.Table.Query(s.ctx, q)
	s.is(err, table.ErrCursor)
	if len(page.Items) > 0 {
		s.Errorf("got %d items for cursor %q", len(page.Items), cursor)
	}
}

func (s *suite) refusesGarbage() {
	s.fillPartition("A", "1", "2")
	bothWays("A", func(q table.Query) {
		q.Limit = 1
		good := s.cursorOf(q)
		for _, cursor := range []string{"x", "=", good + "A", good[1:], good[:len(good)-1], good + "\n", " " + good,
			strings.Repeat("A", 100_000), base64.StdEncoding.EncodeToString([]byte(`{"SK":"1"}`)), "\xff"} {
			s.refusesCursor(q, cursor)
		}
	})
}

func (s *suite) refusesForeign() {
	s.fillPartition("A", "1", "2", "3")
	s.fillPartition("B", "1", "2", "3")
	q := table.Query{Space: table.Open, PK: "A", Limit: 1}
	cursor := s.cursorOf(q)
	for _, other := range []table.Query{
		{Space: table.Open, PK: "B", Limit: 1},
		{Space: table.Private, PK: "A", Limit: 1},
		{Space: table.Open, PK: "A", Limit: 2},
		{Space: table.Open, PK: "A", Limit: 1, Descending: true},
		{Space: table.Open, PK: "A", Limit: 1, From: "1"},
		{Space: table.Open, PK: "A", Limit: 1, To: "3"},
		{Space: table.Open, PK: "A", Limit: 1, Prefix: "1"},
		{Space: table.Open, PK: "A", Limit: 1, Index: 1},
		{Space: table.Open, PK: "IA", Limit: 1, Index: 1},
	} {
		s.refusesCursor(other, cursor)
	}
}

// refusesAltered changes each byte in turn: what decodes may skip or repeat
// items of this query but show none of another.
func (s *suite) refusesAltered() {
	s.fillPartition("A", "1", "2", "3")
	s.fillPartition("B", "1", "2", "3")
	bothWays("A", func(q table.Query) {
		q.Limit = 1
		raw, err := base64.RawURLEncoding.DecodeString(s.cursorOf(q))
		s.is(err, nil)
		for n := range raw {
			altered := append([]byte(nil), raw...)
			altered[n] ^= 3
			q.Cursor = base64.RawURLEncoding.EncodeToString(altered)
			page, err := s.Table.Query(s.ctx, q)
			if err != nil {
				s.is(err, table.ErrCursor)
			}
			for _, i := range page.Items {
				if i.PK != "A" {
					s.Errorf("cursor with byte %d altered shows %s", n, i.Key)
				}
			}
		}
	})
}

func (s *suite) refusesOutside() {
	s.fillPartition("A", "a1", "a2", "b1", "b2", "c1")
	bothWays("A", func(q table.Query) {
		q.Limit = 1
		for _, outside := range []struct{ from, to, prefix, sortKey string }{
			{"b", "", "", "a1"}, {"", "b", "", "b1"}, {"a", "b", "", "c1"}, {"", "", "b", "a1"}, {"", "", "b", "c1"}, {"", "", "", ""},
		} {
			q.From, q.To, q.Prefix = outside.from, outside.to, outside.prefix
			normal, err := q.Normal()
			s.is(err, nil)
			s.refusesCursor(q, normal.CursorAfter(table.Position{SortKey: outside.sortKey, PK: "A", SK: outside.sortKey}))
		}
	})
}
