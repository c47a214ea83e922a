// Package tabletest is the contract of package table as tests: both sides run
// it, so that what holds on a laptop holds in DynamoDB. It knows nothing of
// either side.
package tabletest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"greenroom/functions/internal/table"
)

// Side is one implementation, empty and under the clock that open was given.
type Side struct {
	Table   table.Table
	Changes func(ctx context.Context) ([]table.Change, error) // everything so far
}

// patience is how long an index or the change log may lag.
const patience = 20 * time.Second

// maxPages is more than any query here has.
const maxPages = 500

// Run holds the side that open makes to every sentence of the contract.
func Run(t *testing.T, open func(t *testing.T, now func() time.Time) Side) {
	groups := []struct {
		name  string
		cases []testCase
	}{
		{"get and put", itemCases()},
		{"transaction", transactionCases()},
		{"limits", limitCases()},
		{"token", tokenCases()},
		{"query", queryCases()},
		{"cursor", cursorCases()},
		{"index", indexCases()},
		{"expiry", expiryCases()},
		{"concurrency", raceCases()},
		{"changes", changeCases()},
		{"model", modelCases()},
	}
	for _, g := range groups {
		t.Run(g.name, func(t *testing.T) {
			t.Parallel()
			for _, c := range g.cases {
				t.Run(c.sentence, func(t *testing.T) {
					t.Parallel()
					c.run(start(t, open))
				})
			}
		})
	}
}

type testCase struct {
	sentence string
	run      func(*suite)
}

// suite is one test with its own empty side.
type suite struct {
	*testing.T
	Side
	ctx   context.Context
	clock *clock
}

func start(t *testing.T, open func(*testing.T, func() time.Time) Side) *suite {
	// Far ahead, so that no server's own clock finds anything expired.
	c := &clock{now: time.Date(2040, 1, 1, 12, 0, 0, 0, time.UTC)}
	return &suite{T: t, Side: open(t, c.Now), ctx: t.Context(), clock: c}
}

type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func open(pk, sk string) table.Key    { return table.Key{Space: table.Open, PK: pk, SK: sk} }
func private(pk, sk string) table.Key { return table.Key{Space: table.Private, PK: pk, SK: sk} }

func item(k table.Key, text string) table.Item {
	body, _ := json.Marshal(map[string]string{"text": text}) // of a string: cannot fail
	return table.Item{Key: k, Kind: "note", Body: body}
}

// at is the item as it is read back at that version.
func at(i table.Item, version int64) table.Item {
	i.Version = version
	return i
}

func (s *suite) write(writes ...table.Write) {
	s.Helper()
	if err := s.Table.Write(s.ctx, "", writes...); err != nil {
		s.Fatalf("got error %v, want the writes to succeed", err)
	}
}

// persist writes as a patient caller does: while the store cannot answer, it
// tries again with the same token.
func (s *suite) persist(token string, writes ...table.Write) error {
	for {
		err := s.Table.Write(s.ctx, token, writes...)
		if !errors.Is(err, table.ErrUnavailable) || s.ctx.Err() != nil {
			return err
		}
	}
}

func (s *suite) get(k table.Key) table.Item {
	s.Helper()
	i, err := s.Table.Get(s.ctx, k)
	if err != nil {
		s.Fatalf("got error %v, want %s", err, k)
	}
	return i
}

func (s *suite) has(want table.Item) {
	s.Helper()
	s.same(s.get(want.Key), want)
}

func (s *suite) lacks(keys ...table.Key) {
	s.Helper()
	for _, k := range keys {
		if i, err := s.Table.Get(s.ctx, k); !errors.Is(err, table.ErrNotFound) {
			s.Errorf("got item %v and error %v of %s, want ErrNotFound", i, err, k)
		}
	}
}

func (s *suite) same(got, want any) {
	s.Helper()
	if diff := difference(want, got); diff != "" {
		s.Errorf("got (+) differs from want (-):\n%s", diff)
	}
}

// difference is empty if both are the same, nil and empty being so.
func difference(want, got any) string {
	filled := func(a, b []byte) bool { return len(a) > 0 || len(b) > 0 }
	diff := cmp.Diff(want, got, cmpopts.EquateEmpty(),
		cmp.FilterValues(filled, cmp.Comparer(bytes.Equal))) // byte by byte, a full item takes seconds
	return strings.ToValidUTF8(diff[:min(len(diff), 4000)], "")
}

func (s *suite) is(err, want error) {
	s.Helper()
	if !errors.Is(err, want) {
		s.Errorf("got error %v, want %v", err, want)
	}
}

// refuses wants the writes to fail on write n, whose key now holds current.
func (s *suite) refuses(n int, current *table.Item, writes ...table.Write) {
	s.Helper()
	s.conflict(s.Table.Write(s.ctx, "", writes...), n, writes[n].Item.Key, current)
}

func (s *suite) conflict(err error, n int, key table.Key, current *table.Item) {
	s.Helper()
	conflict, ok := errors.AsType[*table.ConflictError](err)
	if !ok {
		s.Errorf("got error %v, want a conflict at write %d", err, n)
		return
	}
	s.same(*conflict, table.ConflictError{Write: n, Key: key, Current: current})
}

// all reads every page of a query.
func (s *suite) all(q table.Query) []table.Item {
	s.Helper()
	items, err := pages(s.ctx, s.Table, q)
	if err != nil {
		s.Fatalf("got error %v, want the query to succeed", err)
	}
	return items
}

func pages(ctx context.Context, t table.Table, q table.Query) ([]table.Item, error) {
	var items []table.Item
	for range maxPages {
		page, err := t.Query(ctx, q)
		if err != nil {
			return nil, err
		}
		items = append(items, page.Items...)
		if page.Cursor == "" {
			return items, nil
		}
		q.Cursor = page.Cursor
	}
	return nil, fmt.Errorf("got %d pages, and no end", maxPages)
}

// finds wants the sort keys of a query; on an index it waits for them.
func (s *suite) finds(q table.Query, want ...string) {
	s.Helper()
	s.eventually(func() string {
		got := strings.Join(sortKeys(q, s.all(q)), " ")
		if wanted := strings.Join(want, " "); got != wanted {
			return fmt.Sprintf("got sort keys %q, want %q", got, wanted)
		}
		return ""
	}, q.Index > 0)
}

func sortKeys(q table.Query, items []table.Item) []string {
	var keys []string
	for _, i := range items {
		keys = append(keys, q.PositionOf(i).SortKey)
	}
	return keys
}

// eventually wants check to return "", at once or, where the contract lets
// something lag, soon.
func (s *suite) eventually(check func() string, mayLag bool) {
	s.Helper()
	deadline := time.After(patience)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		problem := check()
		if problem == "" {
			return
		}
		if !mayLag {
			s.Fatalf("%s", problem)
		}
		select {
		case <-deadline:
			s.Fatalf("still after %v: %s", patience, problem)
		case <-tick.C:
		}
	}
}
