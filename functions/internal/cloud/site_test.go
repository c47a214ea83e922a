package cloud

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	words "greenroom/content"
	"greenroom/functions/internal/agency/agencytest"
	"greenroom/functions/internal/publish"
	"greenroom/functions/internal/web"
)

var _ web.Site = (*news)(nil)

// someNews is a site whose readings are counted. The clock stands.
func someNews(t *testing.T, fault func(reading int) error) (n *news, clock *agencytest.Clock, readings func() int) {
	t.Helper()
	clock = agencytest.NewClock()
	var mu sync.Mutex
	count := 0
	n = &news{now: clock.Now, log: slog.New(slog.DiscardHandler), read: func(ctx context.Context) (*publish.Edition, error) {
		mu.Lock()
		count++
		reading := count
		mu.Unlock()
		if err := fault(reading); err != nil {
			return nil, err
		}
		return publish.Read(ctx, words.FS, nil, "https://greenroom.example", clock.Now())
	}}
	return n, clock, func() int {
		mu.Lock()
		defer mu.Unlock()
		return count
	}
}

func visit(t *testing.T, n *news) {
	t.Helper()
	served := false
	n.before(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { served = true })).
		ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil))
	if !served {
		t.Error("the request was not served")
	}
}

// TestSiteIsReadAnew reads it at the start, and then with the first request
// after a minute.
func TestSiteIsReadAnew(t *testing.T) {
	t.Parallel()
	n, clock, readings := someNews(t, func(int) error { return nil })
	if err := n.open(t.Context()); err != nil {
		t.Fatal(err)
	}
	first := n.edition.Load()
	for _, step := range []struct {
		pass time.Duration
		want int
	}{{0, 1}, {59 * time.Second, 1}, {time.Second, 2}, {time.Second, 2}, {time.Hour, 3}} {
		clock.Pass(step.pass)
		visit(t, n)
		if got := readings(); got != step.want {
			t.Errorf("%v later it was read %d times, want %d", step.pass, got, step.want)
		}
	}
	if n.edition.Load() == first {
		t.Error("what was read is not shown")
	}
}

// TestSiteStaysAsItWas shows the last good reading, and does not ask a table
// that does not answer with every request.
func TestSiteStaysAsItWas(t *testing.T) {
	t.Parallel()
	n, clock, readings := someNews(t, func(reading int) error {
		if reading == 2 {
			return errors.New("table does not answer")
		}
		return nil
	})
	if err := n.open(t.Context()); err != nil {
		t.Fatal(err)
	}
	first := n.edition.Load()
	clock.Pass(newsFor)
	visit(t, n)
	visit(t, n)
	if n.edition.Load() != first || readings() != 2 {
		t.Errorf("after %d readings it is another one: %v", readings(), n.edition.Load() != first)
	}
	clock.Pass(newsFor)
	visit(t, n)
	if n.edition.Load() == first || readings() != 3 {
		t.Errorf("after %d readings it is the first one still: %v", readings(), n.edition.Load() == first)
	}
}

// TestSiteMustBeReadOnce keeps a function from starting that would take every
// guest post for none.
func TestSiteMustBeReadOnce(t *testing.T) {
	t.Parallel()
	n, _, _ := someNews(t, func(int) error { return errors.New("table does not answer") })
	if err := n.open(t.Context()); err == nil {
		t.Error("got no error")
	}
}

// TestOneReaderAtATime has a second request come while the first one reads: it
// is served at once, by what there is.
func TestOneReaderAtATime(t *testing.T) {
	t.Parallel()
	begun, goOn := make(chan struct{}), make(chan struct{})
	n, clock, readings := someNews(t, func(reading int) error {
		if reading == 2 {
			close(begun)
			<-goOn
		}
		return nil
	})
	if err := n.open(t.Context()); err != nil {
		t.Fatal(err)
	}
	clock.Pass(newsFor)
	var first sync.WaitGroup
	first.Go(func() { visit(t, n) })
	<-begun
	visit(t, n)
	close(goOn)
	first.Wait()
	if readings() != 2 {
		t.Errorf("it was read %d times, want twice", readings())
	}
}
