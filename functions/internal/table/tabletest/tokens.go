package tabletest

import (
	"sync"
	"time"

	"greenroom/functions/internal/table"
)

func tokenCases() []testCase {
	return []testCase{
		{"the same writes again succeed and change nothing", (*suite).replays},
		{"a replay succeeds although the items have moved on", func(s *suite) {
			i := item(open("A", "1"), "x")
			s.is(s.Table.Write(s.ctx, "t", table.Create(i)), nil)
			s.write(table.Replace(at(item(i.Key, "y"), 1)))
			s.is(s.Table.Write(s.ctx, "t", table.Create(i)), nil)
			s.has(at(item(i.Key, "y"), 2))
			s.write(table.Delete(i.Key, 2))
			s.is(s.Table.Write(s.ctx, "t", table.Create(i)), nil)
			s.lacks(i.Key)
		}},
		{"a replay succeeds as time passes, and after its item expired", func(s *suite) {
			i := item(open("A", "1"), "x")
			i.Expires = s.clock.Now().Add(3 * time.Minute)
			writes := []table.Write{table.Create(i), table.Set(item(open("A", "2"), "x")), table.Add(private("C", "1"), "", 1)}
			for range 5 {
				s.is(s.Table.Write(s.ctx, "t", writes...), nil)
				s.clock.advance(time.Minute)
			}
			s.lacks(i.Key)
			s.has(at(item(open("A", "2"), "x"), 1))
			s.has(table.Item{Key: private("C", "1"), Version: 1, Count: 1})
		}},
		{"other writes under a used token are refused", (*suite).refusesReuse},
		{"a refused transaction under a token is judged anew", func(s *suite) {
			i := item(open("A", "1"), "x")
			s.write(table.Create(i))
			current := at(i, 1)
			s.conflict(s.Table.Write(s.ctx, "t", table.Create(i)), 0, i.Key, &current)
			s.write(table.Delete(i.Key, 1))
			s.is(s.Table.Write(s.ctx, "t", table.Create(i)), nil)
			s.has(current)
		}},
		{"calls without a token are all different", func(s *suite) {
			k := open("C", "1")
			for range 3 {
				s.write(table.Add(k, "", 1))
			}
			s.has(table.Item{Key: k, Version: 3, Count: 3})
		}},
		{"any string can be a token", func(s *suite) {
			k := open("C", "1")
			for _, token := range []string{"a", " ", "\x00", "\xff", "日本", string(make([]byte, 5000))} {
				for range 2 {
					s.is(s.Table.Write(s.ctx, token, table.Add(k, "", 1)), nil)
				}
			}
			s.has(table.Item{Key: k, Version: 6, Count: 6})
		}},
		{"16 calls at once with one token count once", (*suite).racesReplays},
	}
}

func (s *suite) replays() {
	i := item(open("A", "1"), "x")
	k := private("C", "1")
	for range 3 {
		s.is(s.Table.Write(s.ctx, "t", table.Create(i), table.Set(item(open("A", "2"), "y")), table.Add(k, "counter", 1)), nil)
	}
	s.has(at(i, 1))
	s.has(at(item(open("A", "2"), "y"), 1))
	s.has(table.Item{Key: k, Kind: "counter", Version: 1, Count: 1})
}

func (s *suite) refusesReuse() {
	k := open("C", "1")
	s.is(s.Table.Write(s.ctx, "t", table.Add(k, "", 1)), nil)
	for _, other := range [][]table.Write{
		{table.Add(k, "", 2)},
		{table.Add(open("C", "2"), "", 1)},
		{table.Add(k, "", 1), table.Check(open("C", "9"), 0)},
		{table.Set(table.Item{Key: k})},
	} {
		s.is(s.Table.Write(s.ctx, "t", other...), table.ErrTokenReused)
	}
	s.has(table.Item{Key: k, Version: 1, Count: 1})
	s.is(s.Table.Write(s.ctx, "u", table.Add(k, "", 1)), nil)
	s.has(table.Item{Key: k, Version: 2, Count: 2})
}

func (s *suite) racesReplays() {
	k := open("C", "1")
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() { s.is(s.persist("t", table.Add(k, "", 1)), nil) })
	}
	all.Wait()
	s.has(table.Item{Key: k, Version: 1, Count: 1})
}
