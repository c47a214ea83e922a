package tabletest

import (
	"fmt"
	"slices"
	"strings"

	"greenroom/functions/internal/table"
)

func queryCases() []testCase {
	return []testCase{
		{"items come in the order of the bytes of their sort keys", func(s *suite) {
			s.fillPartition("A", "b", "é", "B", "aa", "a", "😀", "a\x00", "￿", "10", "9")
			q := table.Query{Space: table.Open, PK: "A"}
			want := []string{"10", "9", "B", "a", "a\x00", "aa", "b", "é", "￿", "😀"}
			s.finds(q, want...)
			slices.Reverse(want)
			q.Descending = true
			s.finds(q, want...)
		}},
		{"items come whole", func(s *suite) {
			i := item(private("A", "1"), "x")
			i.Index[0], i.Count = table.IndexKey{PK: "Q", SK: "1"}, 4
			s.write(table.Create(i))
			s.same(s.all(table.Query{Space: table.Private, PK: "A"}), []table.Item{at(i, 1)})
		}},
		{"an empty partition is an empty page", func(s *suite) {
			page, err := s.Table.Query(s.ctx, table.Query{Space: table.Open, PK: "A"})
			s.is(err, nil)
			s.same(page, table.Page{})
		}},
		{"other partitions and the other space stay out", func(s *suite) {
			s.fillPartition("A", "1")
			s.fillPartition("AA", "2")
			s.fillPartition("A\x00", "3")
			s.fillPartition("A1", "4")
			s.fillPartition("a", "5")
			s.write(table.Create(item(private("A", "6"), "x")))
			s.finds(table.Query{Space: table.Open, PK: "A"}, "1")
			s.finds(table.Query{Space: table.Open, PK: "AA"}, "2")
			s.finds(table.Query{Space: table.Private, PK: "A"}, "6")
		}},
		{"a range includes both ends", (*suite).findsRanges},
		{"a prefix is taken as it stands", (*suite).findsPrefixes},
		{"the limit bounds a page, 100 if it is not given", (*suite).limitsPages},
		{"pages lead to the end, once through every item", (*suite).leadsToEnd},
		{"a page ends early rather than grow beyond measure", (*suite).endsPagesEarly},
		{"the table sees a write at once", func(s *suite) {
			for n := range 20 {
				s.write(table.Create(item(open("A", fmt.Sprintf("%02d", n)), "x")))
				if got := s.all(table.Query{Space: table.Open, PK: "A"}); len(got) != n+1 {
					s.Fatalf("got %d items after write %d", len(got), n+1)
				}
			}
		}},
	}
}

// fillPartition creates items whose sort key in every index is that of the
// table.
func (s *suite) fillPartition(pk string, sortKeys ...string) {
	s.Helper()
	for part := range slices.Chunk(sortKeys, table.MaxWrites) {
		var writes []table.Write
		for _, sk := range part {
			i := item(open(pk, sk), sk)
			i.Index[0] = table.IndexKey{PK: "I" + pk, SK: sk}
			writes = append(writes, table.Create(i))
		}
		s.write(writes...)
	}
}

// bothWays runs a check on a partition filled so and on its first index.
func bothWays(pk string, check func(q table.Query)) {
	check(table.Query{Space: table.Open, PK: pk})
	check(table.Query{Space: table.Open, PK: "I" + pk, Index: 1})
}

func (s *suite) findsRanges() {
	s.fillPartition("A", "a", "b", "b\x00", "b1", "c", "d")
	bothWays("A", func(q table.Query) {
		for _, c := range []struct {
			from, to string
			want     []string
		}{
			{"b", "c", []string{"b", "b\x00", "b1", "c"}},
			{"b", "b", []string{"b"}},
			{"b\x00", "b\x00", []string{"b\x00"}},
			{"b0", "bz", []string{"b1"}},
			{"", "b", []string{"a", "b"}},
			{"c", "", []string{"c", "d"}},
			{"e", "", nil},
			{"", "A", nil},
			{"c", "b", nil},
		} {
			q.From, q.To, q.Descending = c.from, c.to, false
			s.finds(q, c.want...)
			q.Descending = true
			slices.Reverse(c.want)
			s.finds(q, c.want...)
		}
	})
}

func (s *suite) findsPrefixes() {
	s.fillPartition("A", "a", "a#1", "a#2", "a$", "b", "é1", "é2", "z\x00", "z\x00\x01", "z\x01", "\U0010ffff1")
	bothWays("A", func(q table.Query) {
		for prefix, want := range map[string][]string{
			"a#":         {"a#1", "a#2"},
			"a":          {"a", "a#1", "a#2", "a$"},
			"é":          {"é1", "é2"},
			"z\x00":      {"z\x00", "z\x00\x01"},
			"\U0010ffff": {"\U0010ffff1"},
			"x":          nil,
			"a#1#":       nil,
		} {
			q.Prefix, q.Descending = prefix, false
			s.finds(q, want...)
			q.Descending = true
			slices.Reverse(want)
			s.finds(q, want...)
		}
	})
}

func numbered(n int) []string {
	var keys []string
	for k := range n {
		keys = append(keys, fmt.Sprintf("%05d", k))
	}
	return keys
}

func (s *suite) limitsPages() {
	s.fillPartition("A", numbered(1010)...)
	for limit, want := range map[int]int{0: 100, 1: 1, 7: 7, 1000: 1000, 5000: 1000} {
		page, err := s.Table.Query(s.ctx, table.Query{Space: table.Open, PK: "A", Limit: limit})
		s.is(err, nil)
		if len(page.Items) != want || page.Cursor == "" {
			s.Errorf("limit %d: got %d items and cursor %q, want %d and a cursor", limit, len(page.Items), page.Cursor, want)
		}
	}
}

func (s *suite) leadsToEnd() {
	keys := numbered(23)
	s.fillPartition("A", keys...)
	bothWays("A", func(q table.Query) {
		for _, limit := range []int{1, 2, 5, 22, 23, 24} {
			q.Limit, q.Descending = limit, false
			s.finds(q, keys...)
			q.From, q.To = "00003", "00017"
			s.finds(q, keys[3:18]...)
			q.From, q.To, q.Prefix = "", "", "0001"
			s.finds(q, keys[10:20]...)
			q.Descending = true
			backwards := slices.Clone(keys[10:20])
			slices.Reverse(backwards)
			s.finds(q, backwards...)
			q.Prefix = ""
		}
	})
}

func (s *suite) endsPagesEarly() {
	var want []table.Item
	for n := range 6 {
		i := fill(item(open("A", fmt.Sprint(n)), ""), 300<<10)
		want = append(want, at(i, 1))
		s.write(table.Create(i))
	}
	page, err := s.Table.Query(s.ctx, table.Query{Space: table.Open, PK: "A"})
	s.is(err, nil)
	if len(page.Items) == len(want) || page.Cursor == "" {
		s.Errorf("got %d items in one page of %d bytes", len(page.Items), 6*300<<10)
	}
	s.same(s.all(table.Query{Space: table.Open, PK: "A"}), want)
}

func indexCases() []testCase {
	return []testCase{
		{"an item is in the indexes it has keys for", func(s *suite) {
			i := item(open("A", "1"), "x")
			i.Index = [3]table.IndexKey{{PK: "P", SK: "p"}, {}, {PK: "R", SK: "r"}}
			s.write(table.Create(i), table.Create(item(open("A", "2"), "x")))
			s.finds(table.Query{Space: table.Open, Index: 1, PK: "P"}, "p")
			s.finds(table.Query{Space: table.Open, Index: 2, PK: "P"})
			s.finds(table.Query{Space: table.Open, Index: 3, PK: "R"}, "r")
			s.finds(table.Query{Space: table.Private, Index: 1, PK: "P"})
			s.same(s.all(table.Query{Space: table.Open, Index: 3, PK: "R"}), []table.Item{at(i, 1)})
		}},
		{"a changed key moves it, an empty one removes it", (*suite).movesInIndex},
		{"a deleted item leaves every index", func(s *suite) {
			i := item(open("A", "1"), "x")
			i.Index = [3]table.IndexKey{{PK: "P", SK: "1"}, {PK: "P", SK: "1"}, {PK: "P", SK: "1"}}
			s.write(table.Create(i))
			s.finds(table.Query{Space: table.Open, Index: 2, PK: "P"}, "1")
			s.write(table.Delete(i.Key, 1))
			for n := 1; n <= table.IndexCount; n++ {
				s.finds(table.Query{Space: table.Open, Index: n, PK: "P"})
			}
		}},
		{"an index shows the newest state of its items", func(s *suite) {
			i := item(open("A", "1"), "x")
			i.Index[1] = table.IndexKey{PK: "Q", SK: "1"}
			s.write(table.Create(i))
			s.write(table.Add(i.Key, "", 5))
			i.Count = 5
			q := table.Query{Space: table.Open, Index: 2, PK: "Q"}
			s.eventually(func() string {
				if got := s.all(q); len(got) != 1 || got[0].Version != 2 {
					return fmt.Sprintf("got %v, want version 2", got)
				}
				return ""
			}, true)
			s.same(s.all(q), []table.Item{at(i, 2)})
		}},
		{"items that share a sort key are each found once", (*suite).findsTies},
	}
}

func (s *suite) movesInIndex() {
	i := item(open("A", "1"), "x")
	i.Index[0] = table.IndexKey{PK: "QUEUE", SK: "1"}
	s.write(table.Create(i))
	s.finds(table.Query{Space: table.Open, Index: 1, PK: "QUEUE"}, "1")
	for n, x := range []table.IndexKey{{PK: "QUEUE", SK: "2"}, {PK: "DONE", SK: "2"}, {}, {PK: "QUEUE", SK: "3"}} {
		i.Index[0] = x
		write := table.Replace(at(i, int64(n)+1))
		if n%2 == 1 {
			write = table.Set(i)
		}
		s.write(write)
		for _, pk := range []string{"QUEUE", "DONE"} {
			var want []string
			if x.PK == pk {
				want = []string{x.SK}
			}
			s.finds(table.Query{Space: table.Open, Index: 1, PK: pk}, want...)
		}
	}
}

func (s *suite) findsTies() {
	var writes []table.Write
	for _, pk := range []string{"A", "B\x00", "B"} {
		for n := range 9 {
			i := item(open(pk, fmt.Sprint(n)), "x")
			i.Index[0] = table.IndexKey{PK: "Q", SK: strings.Repeat("same", 1+n/8)}
			writes = append(writes, table.Create(i))
		}
	}
	s.write(writes...)
	for _, q := range []table.Query{{Limit: 2}, {Limit: 5, Descending: true}, {Limit: 1, Prefix: "same"}, {Limit: 3, From: "same", To: "samesame"}} {
		q.Space, q.Index, q.PK = table.Open, 1, "Q"
		s.eventually(func() string {
			found := map[table.Key]int{}
			for _, i := range s.all(q) {
				found[i.Key]++
			}
			for _, w := range writes {
				if found[w.Item.Key] != 1 {
					return fmt.Sprintf("found %s %d times in pages of %d", w.Item.Key, found[w.Item.Key], q.Limit)
				}
			}
			return ""
		}, true)
	}
}
