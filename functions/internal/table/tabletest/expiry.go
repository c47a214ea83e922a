package tabletest

import (
	"time"

	"greenroom/functions/internal/table"
)

func expiryCases() []testCase {
	return []testCase{
		{"an item is there until its second and absent from then on", func(s *suite) {
			i := s.expiring(open("A", "1"), time.Minute)
			s.clock.advance(time.Minute - time.Nanosecond)
			s.has(i)
			s.clock.advance(time.Nanosecond)
			s.lacks(i.Key)
		}},
		{"queries leave it out, of the table and of an index", func(s *suite) {
			s.fillPartition("A", "1", "3")
			i := item(open("A", "2"), "x")
			i.Index[0] = table.IndexKey{PK: "IA", SK: "2"}
			i.Expires = s.clock.Now().Add(time.Minute)
			s.write(table.Create(i))
			bothWays("A", func(q table.Query) { s.finds(q, "1", "2", "3") })
			s.clock.advance(time.Minute)
			bothWays("A", func(q table.Query) {
				s.finds(q, "1", "3")
				q.Limit, q.Descending = 1, true
				s.finds(q, "3", "1")
			})
		}},
		{"it can be created anew, at version 1", func(s *suite) {
			i := s.expired(open("A", "1"))
			fresh := item(i.Key, "fresh")
			s.write(table.Create(fresh))
			s.has(at(fresh, 1))
			s.finds(table.Query{Space: table.Open, Index: 1, PK: "Q"})
		}},
		{"set begins at version 1", func(s *suite) {
			i := s.expired(open("A", "1"))
			s.write(table.Set(item(i.Key, "fresh")))
			s.has(at(item(i.Key, "fresh"), 1))
		}},
		{"add begins at nothing", func(s *suite) {
			i := s.expired(open("A", "1"))
			s.write(table.Add(i.Key, "counter", 2))
			s.has(table.Item{Key: i.Key, Kind: "counter", Version: 1, Count: 2})
			s.clock.advance(24 * time.Hour)
			s.has(table.Item{Key: i.Key, Kind: "counter", Version: 1, Count: 2})
		}},
		{"conditions find nothing", func(s *suite) {
			i := s.expired(open("A", "1"))
			s.refuses(0, nil, table.Replace(i))
			s.refuses(0, nil, table.Check(i.Key, i.Version))
			s.refuses(0, nil, table.Delete(i.Key, i.Version))
			s.write(table.Check(i.Key, 0), table.Create(item(open("A", "2"), "x")))
			s.write(table.Delete(i.Key, table.Any))
			s.lacks(i.Key)
		}},
		{"a refused transaction brings nothing back", func(s *suite) {
			i := s.expired(open("A", "1"))
			s.refuses(1, nil, table.Create(item(i.Key, "fresh")), table.Check(open("A", "2"), 1))
			s.refuses(1, nil, table.Set(item(i.Key, "fresh")), table.Check(open("A", "2"), 1))
			s.lacks(i.Key)
		}},
		{"several in one transaction are replaced together", func(s *suite) {
			one, two := s.expired(open("A", "1")), s.expired(private("A", "2"))
			s.write(table.Create(item(one.Key, "x")), table.Add(two.Key, "", 1), table.Create(item(open("A", "3"), "x")))
			s.has(at(item(one.Key, "x"), 1))
			s.has(table.Item{Key: two.Key, Version: 1, Count: 1})
		}},
		{"a later expiry keeps it, none keeps it for good", func(s *suite) {
			i := s.expiring(open("A", "1"), time.Minute)
			i.Expires = i.Expires.Add(time.Hour)
			s.write(table.Replace(i))
			s.clock.advance(2 * time.Minute)
			s.has(at(i, 3))
			i.Version, i.Expires = 3, time.Time{}
			s.write(table.Replace(i))
			s.clock.advance(1000 * time.Hour)
			s.has(at(i, 4))
		}},
		{"an item may be written that has expired already", func(s *suite) {
			i := item(open("A", "1"), "x")
			i.Expires = s.clock.Now()
			s.write(table.Create(i))
			s.lacks(i.Key)
			s.write(table.Create(i))
		}},
	}
}

// expiring creates an item, at version 2 and in an index, that expires after
// d.
func (s *suite) expiring(k table.Key, d time.Duration) table.Item {
	s.Helper()
	i := item(k, "old")
	i.Count, i.Expires = 40, s.clock.Now().Add(d)
	i.Index[0] = table.IndexKey{PK: "Q", SK: "old"}
	s.write(table.Create(i))
	s.write(table.Replace(at(i, 1)))
	return at(i, 2)
}

// expired is such an item after its end.
func (s *suite) expired(k table.Key) table.Item {
	s.Helper()
	i := s.expiring(k, time.Minute)
	s.clock.advance(time.Minute)
	return i
}
