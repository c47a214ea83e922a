package tabletest

import (
	"fmt"
	"strings"
	"time"

	"greenroom/functions/internal/table"
)

func limitCases() []testCase {
	return []testCase{
		{"100 writes over both spaces pass, 101 and none do not", (*suite).limitsWrites},
		{"no two writes name the same key", func(s *suite) {
			i := item(open("A", "1"), "x")
			s.invalid(table.Create(item(open("A", "2"), "x")), table.Create(i), table.Check(i.Key, 0))
			s.lacks(i.Key, open("A", "2"))
		}},
		{"keys as long as allowed pass, longer ones do not", (*suite).limitsKeys},
		{"writes that mean nothing are refused", (*suite).refusesNonsense},
		{"an item of 400 KB passes, one byte more is too large", func(s *suite) {
			i := fill(item(private("A", "1"), ""), table.MaxItemSize)
			s.write(table.Create(i))
			s.has(at(i, 1))
			i.Body = append(i.Body, ' ')
			err := s.Table.Write(s.ctx, "", table.Create(item(open("A", "2"), "x")), table.Replace(at(i, 1)))
			s.is(err, table.ErrTooLarge)
			s.lacks(open("A", "2"))
			s.write(table.Add(i.Key, "note", 1<<62))
		}},
		{"4 MB in one transaction pass, more is too large", (*suite).limitsTransactions},
		{"reading what no key can be is refused", func(s *suite) {
			for _, k := range []table.Key{{}, open("", "1"), open("A", ""), {Space: "other", PK: "A", SK: "1"}, open("A", "\xff")} {
				_, err := s.Table.Get(s.ctx, k)
				s.is(err, table.ErrInvalid)
			}
		}},
		{"queries that mean nothing are refused", (*suite).refusesOddQueries},
	}
}

// fill pads the body until the item has that size.
func fill(i table.Item, size int) table.Item {
	i.Body = []byte(`""`)
	i.Body = fmt.Appendf(nil, "%q", strings.Repeat("x", size-table.Size(i)))
	return i
}

func (s *suite) invalid(writes ...table.Write) {
	s.Helper()
	s.is(s.Table.Write(s.ctx, "", writes...), table.ErrInvalid)
}

func (s *suite) limitsWrites() {
	var writes []table.Write
	for n := range table.MaxWrites {
		k := open("A", fmt.Sprint(n))
		if n%2 == 1 {
			k.Space = table.Private
		}
		writes = append(writes, table.Create(item(k, "x")))
	}
	s.invalid()
	s.invalid(append(writes, table.Create(item(open("B", "1"), "x")))...)
	s.lacks(open("A", "0"))
	s.write(writes...)
	for _, w := range writes {
		s.has(at(w.Item, 1))
	}
}

func (s *suite) limitsKeys() {
	k := open(strings.Repeat("p", 2048), strings.Repeat("s", 1024))
	i := item(k, "x")
	i.Index[0] = table.IndexKey{PK: strings.Repeat("q", 2048), SK: strings.Repeat("t", 1024)}
	s.write(table.Create(i))
	s.has(at(i, 1))
	s.finds(table.Query{Space: table.Open, Index: 1, PK: i.Index[0].PK, From: i.Index[0].SK}, i.Index[0].SK)
	s.invalid(table.Create(item(open(k.PK+"p", "1"), "x")))
	s.invalid(table.Create(item(open("A", k.SK+"s"), "x")))
	for _, x := range []table.IndexKey{{PK: i.Index[0].PK + "q", SK: "1"}, {PK: "Q", SK: i.Index[0].SK + "t"}, {PK: "Q"}, {SK: "1"}, {PK: "\xff", SK: "1"}} {
		i := item(open("A", "1"), "x")
		i.Index[2] = x
		s.invalid(table.Create(i))
	}
}

func (s *suite) refusesNonsense() {
	i := item(open("A", "1"), "x")
	with := func(change func(*table.Item)) table.Write {
		changed := i
		change(&changed)
		return table.Set(changed)
	}
	for name, w := range map[string]table.Write{
		"no operation":     {Item: i},
		"unknown":          {Op: 9, Item: i},
		"version below":    {Op: table.OpPut, Item: i, If: -2},
		"check of any":     table.Check(i.Key, table.Any),
		"condition on add": {Op: table.OpAdd, Item: i, If: 1, Add: 1},
		"empty PK":         with(func(i *table.Item) { i.PK = "" }),
		"empty SK":         with(func(i *table.Item) { i.SK = "" }),
		"no space":         with(func(i *table.Item) { i.Space = "" }),
		"PK not UTF-8":     with(func(i *table.Item) { i.PK = "\xff" }),
		"kind not UTF-8":   with(func(i *table.Item) { i.Kind = "\xff" }),
		"body not JSON":    with(func(i *table.Item) { i.Body = []byte("text") }),
		"body not UTF-8":   with(func(i *table.Item) { i.Body = []byte("\"\xff\"") }),
		"before 1970":      with(func(i *table.Item) { i.Expires = time.Unix(-1, 0) }),
		"after 9999":       with(func(i *table.Item) { i.Expires = time.Unix(1<<40, 0) }),
	} {
		if err := s.Table.Write(s.ctx, "", w); err == nil {
			s.Errorf("%s: got no error, want ErrInvalid", name)
		} else {
			s.is(err, table.ErrInvalid)
		}
	}
	s.lacks(i.Key)
}

func (s *suite) limitsTransactions() {
	var writes []table.Write
	left := table.MaxTransactionSize
	for n := 0; left > 0; n++ {
		i := fill(item(open("A", fmt.Sprint(n)), ""), min(left, table.MaxItemSize-10_000))
		left -= table.Size(i)
		writes = append(writes, table.Create(i))
	}
	last := &writes[len(writes)-1].Item
	last.Body = append(last.Body, ' ')
	s.is(s.Table.Write(s.ctx, "", writes...), table.ErrTooLarge)
	s.lacks(open("A", "0"))
	last.Body = last.Body[:len(last.Body)-1]
	s.write(writes...)
	s.has(at(*last, 1))
}

func (s *suite) refusesOddQueries() {
	for name, q := range map[string]table.Query{
		"no partition":     {Space: table.Open},
		"no space":         {PK: "A"},
		"unknown space":    {Space: "other", PK: "A"},
		"index below":      {Space: table.Open, PK: "A", Index: -1},
		"index above":      {Space: table.Open, PK: "A", Index: 4},
		"limit below":      {Space: table.Open, PK: "A", Limit: -1},
		"prefix and range": {Space: table.Open, PK: "A", Prefix: "a", From: "a"},
		"long bound":       {Space: table.Open, PK: "A", From: strings.Repeat("s", 1025)},
		"bound not UTF-8":  {Space: table.Open, PK: "A", Prefix: "\xff"},
	} {
		if _, err := s.Table.Query(s.ctx, q); err == nil {
			s.Errorf("%s: got no error, want ErrInvalid", name)
		} else {
			s.is(err, table.ErrInvalid)
		}
	}
}
