package tabletest

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"greenroom/functions/internal/table"
)

// compare reads every item, partition and index of the run and finds in each
// what the map says.
func (m *model) compare() {
	for k := range m.items {
		want, ok := m.live(k)
		got, err := m.Table.Get(m.ctx, k)
		if !ok {
			m.check(err, table.ErrNotFound)
			continue
		}
		m.check(err, nil)
		m.equal(k.String(), got, want)
	}
	for _, space := range []table.Space{table.Open, table.Private} {
		for index := range table.IndexCount + 1 {
			partitions := []string{"a", "b"}
			if index > 0 {
				partitions = []string{"p", "q"}
			}
			for _, pk := range partitions {
				q := table.Query{Space: space, Index: index, PK: m.key("", pk, "").PK, Limit: 2}
				m.compareQuery(q)
				q.Descending, q.Limit, q.Prefix = true, 3, "2"
				m.compareQuery(q)
			}
		}
	}
}

func (m *model) equal(what string, got, want any) {
	if diff := difference(want, got); diff != "" {
		m.t.Fatalf("%s: got (+) differs from want (-):\n%s", what, diff)
	}
}

func (m *model) compareQuery(q table.Query) {
	want := m.expected(q)
	var got []table.Item
	m.eventually(func() string {
		var err error
		got, err = pages(m.ctx, m.Table, q)
		m.check(err, nil)
		if q.Index == 0 {
			return "" // judged below: the table itself may not lag
		}
		return difference(want, sorted(q, got))
	}, true)
	if !slices.IsSortedFunc(got, func(a, b table.Item) int { return bySortKey(q, a, b) }) {
		m.t.Fatalf("%+v: got sort keys %q out of order", q, sortKeys(q, got))
	}
	m.equal(fmt.Sprintf("%+v", q), sorted(q, got), want)
}

func bySortKey(q table.Query, a, b table.Item) int {
	order := cmp.Compare(q.PositionOf(a).SortKey, q.PositionOf(b).SortKey)
	if q.Descending {
		return -order
	}
	return order
}

// sorted gives items with the same sort key a fixed order.
func sorted(q table.Query, items []table.Item) []table.Item {
	return slices.SortedFunc(slices.Values(items), func(a, b table.Item) int {
		return cmp.Or(bySortKey(q, a, b), cmp.Compare(a.PK, b.PK), cmp.Compare(a.SK, b.SK))
	})
}

func (m *model) expected(q table.Query) []table.Item {
	var items []table.Item
	for k := range m.items {
		i, ok := m.live(k)
		partition := i.PK
		if q.Index > 0 {
			partition = i.Index[q.Index-1].PK
		}
		if ok && i.Space == q.Space && partition == q.PK && q.Covers(q.PositionOf(i).SortKey) {
			items = append(items, i)
		}
	}
	return sorted(q, items)
}

// unbroken follows the changes of every key: each starts where the one before
// ended, and the last ends at what is there.
func (s *suite) unbroken() {
	s.eventually(func() string {
		changes, err := s.Changes(s.ctx)
		if err != nil {
			return err.Error()
		}
		for k, chain := range byKey(changes) {
			if problem := s.follow(k, chain); problem != "" {
				return problem
			}
		}
		return ""
	}, true)
}

func (s *suite) follow(k table.Key, chain []table.Change) string {
	var state *table.Item
	for n, c := range chain {
		if diff := difference(state, c.Old); diff != "" {
			return fmt.Sprintf("change %d of %s starts elsewhere:\n%s", n, k, diff)
		}
		if c.Old == nil && c.New == nil || c.New != nil && c.New.Version != 1 && (c.Old == nil || c.New.Version != c.Old.Version+1) {
			return fmt.Sprintf("change %d of %s goes from %v to %v", n, k, c.Old, c.New)
		}
		state = c.New
	}
	if state != nil && state.Expired(s.clock.Now()) {
		state = nil
	}
	i, err := s.Table.Get(s.ctx, k)
	switch {
	case state == nil && errors.Is(err, table.ErrNotFound):
		return ""
	case state == nil || err != nil:
		return fmt.Sprintf("changes of %s end at %v, it is %v with error %v", k, state, i, err)
	}
	return difference(*state, i)
}
