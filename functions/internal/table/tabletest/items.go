package tabletest

import (
	"context"
	"errors"
	"time"

	"greenroom/functions/internal/table"
)

func itemCases() []testCase {
	return []testCase{
		{"an absent item is not found", func(s *suite) {
			s.lacks(open("POST#a", "COMMENT#1"), private("POST#a", "COMMENT#1"))
		}},
		{"a created item comes back whole, at version 1", (*suite).comesBackWhole},
		{"an item of one space is not in the other", func(s *suite) {
			s.write(table.Create(item(open("A", "1"), "x")))
			s.lacks(private("A", "1"))
		}},
		{"creating what is there conflicts and shows it", func(s *suite) {
			i := item(open("A", "1"), "first")
			s.write(table.Create(i))
			current := at(i, 1)
			s.refuses(0, &current, table.Create(item(i.Key, "second")))
			s.has(current)
		}},
		{"replacing demands the version that was read", (*suite).replaces},
		{"replacing what is absent conflicts with nothing", func(s *suite) {
			i := at(item(open("A", "1"), "x"), 1)
			s.refuses(0, nil, table.Replace(i))
			s.lacks(i.Key)
		}},
		{"replacing leaves nothing of the old state", func(s *suite) {
			i := item(open("A", "1"), "x")
			i.Count, i.Expires = 7, s.clock.Now().Add(time.Hour)
			i.Index[1] = table.IndexKey{PK: "Q", SK: "1"}
			s.write(table.Create(i))
			bare := table.Item{Key: i.Key, Version: 1}
			s.write(table.Replace(bare))
			s.has(at(bare, 2))
		}},
		{"set makes version 1, then 2, whatever is there", func(s *suite) {
			i := item(open("A", "1"), "x")
			i.Count, i.Expires = 7, s.clock.Now().Add(time.Hour)
			i.Index = [3]table.IndexKey{{PK: "P", SK: "1"}, {PK: "Q", SK: "1"}, {PK: "R", SK: "1"}}
			s.write(table.Set(i))
			s.has(at(i, 1))
			bare := table.Item{Key: i.Key}
			s.write(table.Set(bare))
			s.has(at(bare, 2))
			s.write(table.Set(i))
			s.has(at(i, 3))
		}},
		{"delete demands the version", func(s *suite) {
			i := item(open("A", "1"), "x")
			s.write(table.Create(i))
			current := at(i, 1)
			s.refuses(0, &current, table.Delete(i.Key, 2))
			s.refuses(0, &current, table.Delete(i.Key, 0))
			s.write(table.Delete(i.Key, 1))
			s.lacks(i.Key)
			s.refuses(0, nil, table.Delete(i.Key, 1))
			s.write(table.Delete(i.Key, 0))
		}},
		{"delete of any version needs no item", func(s *suite) {
			i := item(open("A", "1"), "x")
			s.write(table.Delete(i.Key, table.Any))
			s.write(table.Create(i))
			s.write(table.Delete(i.Key, table.Any))
			s.lacks(i.Key)
		}},
		{"a deleted item begins again at version 1", func(s *suite) {
			i := item(open("A", "1"), "x")
			s.write(table.Create(i))
			s.write(table.Replace(at(i, 1)))
			s.write(table.Delete(i.Key, 2))
			s.write(table.Create(i))
			s.has(at(i, 1))
		}},
		{"check demands a version or absence and changes nothing", func(s *suite) {
			i := item(open("A", "1"), "x")
			s.write(table.Check(i.Key, 0))
			s.refuses(0, nil, table.Check(i.Key, 1))
			s.write(table.Create(i))
			s.write(table.Check(i.Key, 1))
			current := at(i, 1)
			s.refuses(0, &current, table.Check(i.Key, 0))
			s.refuses(0, &current, table.Check(i.Key, 2))
			s.has(current)
		}},
		{"add makes the item, then changes its counter", func(s *suite) {
			k := private("COUNT#a", "visits")
			s.write(table.Add(k, "counter", 3))
			s.has(table.Item{Key: k, Version: 1, Kind: "counter", Count: 3})
			s.write(table.Add(k, "counter", -5))
			s.write(table.Add(k, "counter", 0))
			s.has(table.Item{Key: k, Version: 3, Kind: "counter", Count: -2})
		}},
		{"add leaves the rest of an item as it is", func(s *suite) {
			i := item(open("A", "1"), "x")
			i.Count, i.Expires = 10, s.clock.Now().Add(time.Hour)
			i.Index[2] = table.IndexKey{PK: "Q", SK: "1"}
			s.write(table.Create(i))
			s.write(table.Add(i.Key, "other", 1))
			i.Count = 11
			s.has(at(i, 2))
		}},
		{"add names the kind of an item that has none", func(s *suite) {
			s.write(table.Create(table.Item{Key: open("A", "1")}))
			s.write(table.Add(open("A", "1"), "counter", 1))
			s.has(table.Item{Key: open("A", "1"), Version: 2, Kind: "counter", Count: 1})
		}},
		{"odd keys and bodies come back byte for byte", (*suite).keepsOddities},
		{"a cancelled call fails", (*suite).heedsContext},
	}
}

func (s *suite) comesBackWhole() {
	i := table.Item{
		Key:     private("PERSON#01J", "PROFILE"),
		Index:   [3]table.IndexKey{{PK: "QUEUE#0", SK: "01J"}, {}, {PK: "x", SK: "y"}},
		Expires: s.clock.Now().Add(time.Hour + 987654321*time.Nanosecond).In(time.FixedZone("east", 7200)),
		Kind:    "person",
		Body:    []byte(`{"name": "Ana","n":[1, 2.50]}`),
		Count:   -1 << 62,
		Version: 99, // set by the table
	}
	s.write(table.Create(i))
	i.Expires = i.Expires.Truncate(time.Second).UTC()
	s.has(at(i, 1))
	if got := s.get(i.Key).Expires; got.Location() != time.UTC || got.Nanosecond() != 0 {
		s.Errorf("got expiry %v, want whole seconds of UTC", got)
	}
}

func (s *suite) replaces() {
	i := item(open("A", "1"), "first")
	s.write(table.Create(i))
	next := at(item(i.Key, "second"), 1)
	s.write(table.Replace(next))
	current := at(next, 2)
	s.has(current)
	s.refuses(0, &current, table.Replace(at(item(i.Key, "late"), 1)))
	s.refuses(0, &current, table.Replace(at(item(i.Key, "early"), 3)))
	s.has(current)
}

func (s *suite) keepsOddities() {
	keys := []string{"#", " ", "\x00", "a\x00", "a\x00\xc3\xbf", "a\x00\x01", "ÿ", "日本", "😀", "\u202e", "'\"\\`", "%2F/..", "\n"}
	bodies := []string{``, `null`, `""`, `" \u0000 "`, `{"b": 1,  "a":[ ]}`, "[\n]", `"<script>&\u2028"`, `"日本😀"`, `1e999`, `{"a":1,"a":2}`}
	var want []table.Item
	for n, k := range keys {
		i := table.Item{Key: open("ODD"+k, k), Kind: k, Body: []byte(bodies[n%len(bodies)])}
		i.Index[0] = table.IndexKey{PK: "ODD", SK: k}
		want = append(want, i)
		s.write(table.Create(i))
	}
	for _, i := range want {
		s.has(at(i, 1))
		s.same(s.all(table.Query{Space: table.Open, PK: i.PK}), []table.Item{at(i, 1)})
	}
}

func (s *suite) heedsContext() {
	ctx, cancel := context.WithCancel(s.ctx)
	cancel()
	_, err := s.Table.Get(ctx, open("A", "1"))
	_, errQuery := s.Table.Query(ctx, table.Query{Space: table.Open, PK: "A"})
	errWrite := s.Table.Write(ctx, "", table.Create(item(open("A", "1"), "x")))
	for _, err := range []error{err, errQuery, errWrite} {
		if err == nil || errors.Is(err, table.ErrNotFound) {
			s.Errorf("got error %v, want the call to fail", err)
		}
	}
	s.lacks(open("A", "1"))
}
