package cloud

import (
	"bytes"
	"context"
	"fmt"
	"hash/crc32"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"time"
)

// trouble stands between functions and services, and lets go wrong what its
// kind of fault says.
type trouble struct {
	mu       sync.Mutex
	rand     *rand.Rand
	kind     fault
	on       bool
	injected int
	moved    map[string]int  // metrics that AWS itself counts, by namespace and name
	left     map[string]int  // how many more calls of a function go wrong
	met      map[string]bool // services of which a call went wrong
	running  map[string]map[int]context.CancelFunc
	count    int
}

// call is what a function asks of a service.
type call struct {
	service, function, operation string
	path, body                   string
	signed                       time.Time // by the function's clock
}

// wrong answers a call otherwise than the service would have.
type wrong func(w http.ResponseWriter, r *http.Request, service http.Handler)

var signedBy = regexp.MustCompile(`Credential=([a-z]+)/`)

func callOf(service string, r *http.Request, body []byte) call {
	c := call{service: service, path: r.Method + " " + r.URL.Path, body: string(body)}
	_, c.operation, _ = strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	if match := signedBy.FindStringSubmatch(r.Header.Get("Authorization")); match != nil {
		c.function = match[1]
	}
	c.signed, _ = time.Parse("20060102T150405Z", r.Header.Get("X-Amz-Date")) // what is not signed is refused later
	return c
}

// before stands before a service.
func (f *trouble) before(name string, service http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		if answer := f.strike(callOf(name, r, body)); answer != nil {
			answer(w, r, service)
			return
		}
		service.ServeHTTP(w, r)
	})
}

// strike says what goes wrong with a call, or nil.
func (f *trouble) strike(c call) wrong {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.on || f.kind.call == nil {
		return nil
	}
	answer, counted := f.kind.call(f, c)
	f.injected += btoi(counted)
	return answer
}

// chance is true so often. f.mu is held.
func (f *trouble) chance(of float64) bool { return f.rand.Float64() < of }

// row is true for so many calls of a function, and then for up to three more in
// a row: the SDK asks three times, with seconds between. It is for the first
// calls that each service gets, so that nothing depends on luck.
func (f *trouble) row(c call, of float64) bool {
	if f.left[c.function] > 0 {
		f.left[c.function]--
		return true
	}
	if !f.met[c.service] {
		f.met[c.service], f.left[c.function] = true, 3
		return true
	}
	struck := f.chance(of)
	if struck {
		f.left[c.function] = f.rand.IntN(4)
	}
	return struck
}

func (f *trouble) start() { f.mu.Lock(); f.on = true; f.mu.Unlock() }
func (f *trouble) end()   { f.mu.Lock(); f.on = false; f.mu.Unlock() }

// told counts what goes wrong beside calls.
func (f *trouble) told(injected int, metric string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.injected += injected
	if metric != "" {
		f.moved[metric]++
	}
}

func (f *trouble) counts() (injected int, moved map[string]int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.injected, maps.Clone(f.moved)
}

// runs remembers how an invocation is killed.
func (f *trouble) runs(function string, kill context.CancelFunc) (over func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.count++
	n := f.count
	if f.running[function] == nil {
		f.running[function] = map[int]context.CancelFunc{}
	}
	f.running[function][n] = kill
	return func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		delete(f.running[function], n)
	}
}

// kill ends what a function has at work.
func (f *trouble) kill(function string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, kill := range f.running[function] {
		kill()
	}
}

// refusal answers as the service does when it refuses.
func refusal(service string, status int, code string) wrong {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		if service == "s3" {
			w.Header().Set("Content-Type", "application/xml")
			w.WriteHeader(status)
			fmt.Fprintf(w, "<Error><Code>%s</Code><Message>injected</Message></Error>", code)
			return
		}
		w.Header().Set("Content-Type", "application/x-amz-json-1.0")
		body := fmt.Appendf(nil, `{"__type":"com.amazonaws#%s","message":"injected"}`, code)
		w.Header().Set("X-Amzn-ErrorType", code)
		w.Header().Set("X-Amz-Crc32", fmt.Sprint(crc32.ChecksumIEEE(body)))
		w.WriteHeader(status)
		_, _ = w.Write(body) // who asked may be gone
	}
}

// cut has the service do its work, and nobody hear of it.
func cut(_ http.ResponseWriter, r *http.Request, service http.Handler) {
	service.ServeHTTP(httptest.NewRecorder(), r)
	panic(http.ErrAbortHandler)
}

// killing has the service do its work or not, and the function die while it
// waits for the answer.
func (f *trouble) killing(function string, done bool) wrong {
	return func(_ http.ResponseWriter, r *http.Request, service http.Handler) {
		if done {
			service.ServeHTTP(httptest.NewRecorder(), r)
		}
		f.kill(function)
		<-r.Context().Done()
		panic(http.ErrAbortHandler)
	}
}

// dated has the service answer by a clock of its own.
func dated(ahead time.Duration, answer wrong) wrong {
	return func(w http.ResponseWriter, r *http.Request, service http.Handler) {
		recorder := httptest.NewRecorder()
		answer(recorder, r, service)
		maps.Copy(w.Header(), recorder.Header())
		w.Header().Set("Date", time.Now().Add(ahead).UTC().Format(http.TimeFormat))
		w.WriteHeader(recorder.Code)
		_, _ = w.Write(recorder.Body.Bytes()) // who asked may be gone
	}
}
