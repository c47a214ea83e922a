package tabletest

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"greenroom/functions/internal/table"
)

func raceCases() []testCase {
	return []testCase{
		{"32 racing replaces have one winner", func(s *suite) {
			i := item(open("A", "1"), "start")
			s.write(table.Create(i))
			s.oneWinner(32, func(n int) []table.Write {
				return []table.Write{table.Replace(at(item(i.Key, fmt.Sprint(n)), 1)), table.Create(item(private("WON", fmt.Sprint(n)), "x"))}
			})
			if got := s.get(i.Key).Version; got != 2 {
				s.Errorf("got version %d, want 2", got)
			}
			s.countWinners(private("WON", ""))
		}},
		{"32 racing creates have one winner", func(s *suite) {
			s.oneWinner(32, func(n int) []table.Write {
				return []table.Write{table.Create(item(private("WON", fmt.Sprint(n)), "x")), table.Create(item(open("A", "1"), fmt.Sprint(n)))}
			})
			s.countWinners(private("WON", ""))
		}},
		{"16 callers adding 20 times count to 320", (*suite).countsExactly},
		{"moving between two counters loses nothing", (*suite).movesExactly},
	}
}

// oneWinner runs n writes at once, of which one succeeds and the others meet
// a conflict.
func (s *suite) oneWinner(n int, writes func(n int) []table.Write) {
	s.Helper()
	var all sync.WaitGroup
	var won atomic.Int64
	for caller := range n {
		all.Go(func() {
			err := s.persist(fmt.Sprint(s.Name(), caller), writes(caller)...)
			if err == nil {
				won.Add(1)
			} else if _, ok := errors.AsType[*table.ConflictError](err); !ok {
				s.Errorf("got error %v, want a conflict", err)
			}
		})
	}
	all.Wait()
	if got := won.Load(); got != 1 {
		s.Errorf("got %d winners of %d, want 1", got, n)
	}
}

func (s *suite) countWinners(k table.Key) {
	s.Helper()
	if got := len(s.all(table.Query{Space: k.Space, PK: k.PK})); got != 1 {
		s.Errorf("got the effects of %d winners, want 1", got)
	}
}

func (s *suite) countsExactly() {
	k := open("C", "1")
	var all sync.WaitGroup
	for caller := range 16 {
		all.Go(func() {
			for n := range 20 {
				s.is(s.persist(fmt.Sprint(s.Name(), caller, "-", n), table.Add(k, "counter", 1)), nil)
			}
		})
	}
	all.Wait()
	s.has(table.Item{Key: k, Kind: "counter", Version: 320, Count: 320})
}

func (s *suite) movesExactly() {
	from, to := open("C", "from"), private("C", "to")
	s.write(table.Add(from, "", 100))
	var all sync.WaitGroup
	for caller := range 8 {
		all.Go(func() {
			for n := range 5 {
				token := fmt.Sprint(s.Name(), caller, "-", n)
				s.is(s.persist(token, table.Add(from, "", -1), table.Add(to, "", 1)), nil)
			}
		})
	}
	all.Wait()
	s.has(table.Item{Key: from, Version: 41, Count: 60})
	s.has(table.Item{Key: to, Version: 40, Count: 40})
}
