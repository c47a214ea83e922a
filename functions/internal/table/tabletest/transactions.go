package tabletest

import (
	"errors"

	"greenroom/functions/internal/table"
)

func transactionCases() []testCase {
	return []testCase{
		{"all kinds of write take effect together, over both spaces", (*suite).appliesAll},
		{"one refused write undoes all, over both spaces", (*suite).appliesNone},
		{"the conflict names the first write that was refused", func(s *suite) {
			i := item(private("A", "2"), "x")
			s.write(table.Create(i))
			current := at(i, 1)
			s.refuses(1, &current,
				table.Create(item(open("A", "1"), "x")),
				table.Create(i),
				table.Check(open("A", "3"), 4))
			s.refuses(2, nil,
				table.Set(item(open("A", "1"), "x")),
				table.Delete(i.Key, table.Any),
				table.Delete(open("A", "3"), 1))
			s.has(current)
			s.lacks(open("A", "1"))
		}},
		{"a refused transaction leaves its keys free", func(s *suite) {
			i := item(open("A", "1"), "x")
			s.write(table.Create(i))
			current := at(i, 1)
			s.refuses(0, &current, table.Create(i), table.Create(item(open("A", "2"), "x")))
			s.write(table.Replace(at(item(i.Key, "y"), 1)), table.Create(item(open("A", "2"), "y")))
			s.has(at(item(i.Key, "y"), 2))
		}},
		{"the same keys in both spaces are two items", func(s *suite) {
			s.write(table.Create(item(open("A", "1"), "o")), table.Create(item(private("A", "1"), "p")))
			s.has(at(item(open("A", "1"), "o"), 1))
			s.has(at(item(private("A", "1"), "p"), 1))
		}},
		{"a view of one space refuses the other", (*suite).keepsToOneSpace},
	}
}

// before are items for every kind of write to act on.
func (s *suite) before() (replaced, deleted, checked, counted table.Item) {
	replaced, deleted = item(open("A", "replaced"), "old"), item(private("A", "deleted"), "old")
	checked, counted = item(open("A", "checked"), "old"), item(private("A", "counted"), "old")
	s.write(table.Create(replaced), table.Create(deleted), table.Create(checked), table.Create(counted))
	return at(replaced, 1), at(deleted, 1), at(checked, 1), at(counted, 1)
}

func (s *suite) appliesAll() {
	replaced, deleted, checked, counted := s.before()
	created, set := item(private("B", "created"), "new"), item(open("B", "set"), "new")
	replaced.Body = []byte(`"new"`)
	s.write(table.Create(created), table.Replace(replaced), table.Set(set), table.Delete(deleted.Key, 1),
		table.Check(checked.Key, 1), table.Add(counted.Key, "note", 2))
	s.has(at(created, 1))
	s.has(at(replaced, 2))
	s.has(at(set, 1))
	s.lacks(deleted.Key)
	s.has(at(checked, 1))
	counted.Count = 2
	s.has(at(counted, 2))
}

func (s *suite) appliesNone() {
	replaced, deleted, checked, counted := s.before()
	created, set := item(private("B", "created"), "new"), item(open("B", "set"), "new")
	s.refuses(5, &checked, table.Create(created), table.Replace(replaced), table.Set(set),
		table.Delete(deleted.Key, 1), table.Add(counted.Key, "note", 2), table.Check(checked.Key, 2))
	s.lacks(created.Key, set.Key)
	for _, i := range []table.Item{replaced, deleted, checked, counted} {
		s.has(i)
	}
}

func (s *suite) keepsToOneSpace() {
	view := table.Only(s.Table, table.Open)
	s.write(table.Create(item(private("A", "1"), "secret")))
	_, err := view.Get(s.ctx, private("A", "1"))
	s.is(err, table.ErrInvalid)
	_, err = view.Query(s.ctx, table.Query{Space: table.Private, PK: "A"})
	s.is(err, table.ErrInvalid)
	err = view.Write(s.ctx, "", table.Create(item(open("A", "1"), "x")), table.Check(private("A", "1"), 1))
	s.is(err, table.ErrInvalid)
	s.lacks(open("A", "1"))

	if err := view.Write(s.ctx, "", table.Create(item(open("A", "1"), "x"))); err != nil {
		s.Errorf("got error %v, want the open space to be writable", err)
	}
	_, err = view.Get(s.ctx, open("A", "1"))
	page, errQuery := view.Query(s.ctx, table.Query{Space: table.Open, PK: "A"})
	if err := errors.Join(err, errQuery); err != nil || len(page.Items) != 1 {
		s.Errorf("got %d items and error %v, want the open space to be readable", len(page.Items), err)
	}
}
