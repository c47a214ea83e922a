package tabletest

import (
	"fmt"
	"sync"
	"time"

	"greenroom/functions/internal/table"
)

func changeCases() []testCase {
	return []testCase{
		{"every change is there, with the state before and after", (*suite).logsChanges},
		{"refused, repeated and merely checked writes leave none", func(s *suite) {
			i := item(open("A", "1"), "x")
			s.is(s.Table.Write(s.ctx, "t", table.Create(i)), nil)
			s.is(s.Table.Write(s.ctx, "t", table.Create(i)), nil)
			current := at(i, 1)
			s.refuses(1, &current, table.Create(item(open("A", "2"), "x")), table.Create(i))
			s.invalid(table.Create(table.Item{}))
			s.write(table.Check(i.Key, 1), table.Delete(open("A", "3"), table.Any))
			s.logged(table.Change{Key: i.Key, New: &current})
		}},
		{"an expired item ends before it begins anew", func(s *suite) {
			old := s.expired(open("A", "1"))
			fresh := item(old.Key, "fresh")
			s.write(table.Create(fresh))
			first, created := at(old, 1), at(fresh, 1)
			s.logged(
				table.Change{Key: old.Key, New: &first},
				table.Change{Key: old.Key, Old: &first, New: &old},
				table.Change{Key: old.Key, Old: &old},
				table.Change{Key: old.Key, New: &created})
		}},
		{"racing writers leave one unbroken chain per key", (*suite).chainsChanges},
	}
}

// logged wants exactly these changes, each key's in this order. Two spaces
// may be logged side by side.
func (s *suite) logged(want ...table.Change) {
	s.Helper()
	var got []table.Change
	s.eventually(func() string {
		var err error
		if got, err = s.Changes(s.ctx); err != nil {
			s.Fatalf("got error %v reading changes", err)
		}
		if len(got) < len(want) {
			return fmt.Sprintf("got %d changes, want %d", len(got), len(want))
		}
		return ""
	}, true)
	s.same(byKey(got), byKey(want))
}

func byKey(changes []table.Change) map[table.Key][]table.Change {
	grouped := map[table.Key][]table.Change{}
	for _, c := range changes {
		grouped[c.Key] = append(grouped[c.Key], c)
	}
	return grouped
}

func (s *suite) logsChanges() {
	i := item(private("A", "1"), "x")
	i.Index[0], i.Expires = table.IndexKey{PK: "Q", SK: "1"}, s.clock.Now().Add(time.Hour).Truncate(time.Second)
	other := item(open("A", "1"), "y")
	s.write(table.Create(i), table.Create(other))
	second := item(i.Key, "z")
	s.write(table.Replace(at(second, 1)), table.Add(other.Key, "", 4))
	s.write(table.Set(i), table.Delete(other.Key, 2))
	s.write(table.Delete(i.Key, table.Any))

	one, two, three := at(i, 1), at(second, 2), at(i, 3)
	first, added := at(other, 1), at(other, 2)
	added.Count = 4
	s.logged(
		table.Change{Key: i.Key, New: &one},
		table.Change{Key: i.Key, Old: &one, New: &two},
		table.Change{Key: i.Key, Old: &two, New: &three},
		table.Change{Key: i.Key, Old: &three},
		table.Change{Key: other.Key, New: &first},
		table.Change{Key: other.Key, Old: &first, New: &added},
		table.Change{Key: other.Key, Old: &added})
}

func (s *suite) chainsChanges() {
	keys := []table.Key{open("C", "1"), private("C", "2")}
	var all sync.WaitGroup
	for caller := range 6 {
		all.Go(func() {
			for n := range 10 {
				token := fmt.Sprint(s.Name(), caller, "-", n)
				s.is(s.persist(token, table.Add(keys[caller%2], "", 1), table.Add(open("OWN", fmt.Sprint(caller)), "", 1)), nil)
			}
		})
	}
	all.Wait()
	var want []table.Change
	chain := func(k table.Key, length int64) {
		var old *table.Item
		for n := int64(1); n <= length; n++ {
			next := &table.Item{Key: k, Version: n, Count: n}
			want = append(want, table.Change{Key: k, Old: old, New: next})
			old = next
		}
	}
	chain(keys[0], 30)
	chain(keys[1], 30)
	for caller := range 6 {
		chain(open("OWN", fmt.Sprint(caller)), 10)
	}
	s.logged(want...)
}
