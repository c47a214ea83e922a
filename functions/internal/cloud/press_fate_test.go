package cloud

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"greenroom/functions/internal/publish"
	"greenroom/functions/internal/table"
)

// fate is what becomes of one publisher: at the call of that number, to S3 or
// to the table, something happens. The zero fate is that nothing does.
type fate struct {
	mu    sync.Mutex
	calls int // until it happens; 0: it does not
	kind  string
	pause func() // for "paused": what others do meanwhile
	dead  bool
	met   bool

	queries int

	// Time that passes for the others passes for no call that is under way here,
	// and what began before they had their turn has no time left after it.
	way  sync.RWMutex
	back time.Time

	// Its own: who stops a test server has the default transport drop its
	// connections, those of other tests too.
	line http.Transport
}

// The faults there are.
const (
	killed  = "killed"          // from then on nothing it says is heard
	refused = "refused"         // once
	unheard = "answer was lost" // once
	paused  = "paused"          // for longer than its lease, and the write that was under way is given up
	frozen  = "frozen"          // for as long, between two calls
)

var errFate = errors.New("it was not to be")

// next counts a call, and says what is to become of it.
func (f *fate) next() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.dead {
		return killed
	}
	if f.calls == 0 {
		return ""
	}
	if f.calls--; f.calls > 0 {
		return ""
	}
	f.dead, f.met = f.kind == killed, true
	return f.kind
}

// set gives it another fate, and says whether it met the one before.
func (f *fate) set(kind string, calls int, pause func()) (met bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	met = f.met
	f.kind, f.calls, f.pause, f.met = kind, calls, pause, false
	return met
}

// away is while others go on and this publisher does not.
func (f *fate) away() {
	f.way.Lock()
	defer f.way.Unlock()
	f.pause()
	f.back = time.Now()
}

// Do is the way to S3.
func (f *fate) Do(r *http.Request) (*http.Response, error) {
	switch f.next() {
	case killed, refused:
		return nil, errFate
	case paused:
		f.away()
		if changes(r) {
			return nil, context.DeadlineExceeded
		}
	case frozen:
		answer, err := f.trip(r)
		f.away()
		return answer, err
	case unheard:
		answer, err := f.trip(r)
		if err == nil {
			err = errors.Join(errFate, answer.Body.Close())
		}
		return nil, err
	}
	return f.trip(r)
}

func changes(r *http.Request) bool {
	return r.Method == http.MethodPut || r.Method == http.MethodDelete
}

func (f *fate) trip(r *http.Request) (*http.Response, error) {
	f.way.RLock()
	defer f.way.RUnlock()
	if until, ok := r.Context().Deadline(); ok && changes(r) && until.Add(-publish.LastWrite).Before(f.back) {
		return nil, context.DeadlineExceeded
	}
	return f.line.RoundTrip(r)
}

// mortal is the way to the table.
type mortal struct {
	table.Table
	fate *fate
}

func (m mortal) call(do func() error) error {
	switch m.fate.next() {
	case killed, refused:
		return errors.Join(table.ErrUnavailable, errFate)
	case paused:
		m.fate.away()
	case frozen:
		err := do()
		m.fate.away()
		return err
	case unheard:
		return errors.Join(table.ErrUnavailable, errFate, do())
	}
	return do()
}

func (m mortal) Get(ctx context.Context, k table.Key) (i table.Item, err error) {
	err = m.call(func() error { i, err = m.Table.Get(ctx, k); return err })
	return i, err
}

func (m mortal) Query(ctx context.Context, q table.Query) (page table.Page, err error) {
	m.fate.mu.Lock()
	m.fate.queries++
	m.fate.mu.Unlock()
	err = m.call(func() error { page, err = m.Table.Query(ctx, q); return err })
	return page, err
}

func (m mortal) Write(ctx context.Context, token string, writes ...table.Write) error {
	return m.call(func() error { return m.Table.Write(ctx, token, writes...) })
}
