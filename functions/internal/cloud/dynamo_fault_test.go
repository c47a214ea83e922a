package cloud

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"greenroom/functions/internal/table"
)

// faulty is a connection on which three of ten calls go wrong: the reply is
// lost after the server did its work, or the server is never reached, or it
// answers with a fault, or it is too busy.
type faulty struct {
	mu       sync.Mutex
	random   *rand.Rand
	injected [4]int
}

func (f *faulty) draw() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.random.Float64() >= 0.3 {
		return -1
	}
	fault := f.random.IntN(len(f.injected))
	f.injected[fault]++
	return fault
}

func (f *faulty) RoundTrip(r *http.Request) (*http.Response, error) {
	fault := f.draw()
	switch fault {
	case 1:
		return nil, syscall.ECONNRESET
	case 2:
		return faultAnswer(r, 500, "InternalServerError"), nil
	case 3:
		return faultAnswer(r, 400, "ThrottlingException"), nil
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil || fault < 0 {
		return answer, err
	}
	_, err = io.Copy(io.Discard, answer.Body)
	return nil, errors.Join(io.ErrUnexpectedEOF, err, answer.Body.Close())
}

func faultAnswer(r *http.Request, status int, code string) *http.Response {
	return &http.Response{
		StatusCode: status,
		Request:    r,
		Header:     http.Header{"Content-Type": {"application/x-amz-json-1.0"}},
		Body:       io.NopCloser(strings.NewReader(`{"__type":"com.amazonaws.dynamodb.v20120810#` + code + `","message":"injected"}`)),
	}
}

func TestDynamoHasOneEffectPerWriteOverABadConnection(t *testing.T) {
	t.Parallel()
	const workers, rounds = 8, 50
	url := startDynoxide(t)
	names := createTables(t, url)
	bad := &faulty{random: rand.New(rand.NewPCG(1, 2))}
	options := dynamoOptions(url, bad)
	options.Retryer = retry.NewStandard(func(o *retry.StandardOptions) { o.MaxBackoff = 2 * time.Millisecond })
	started := time.Now()
	// The clock runs on between a write and its repetition.
	d := NewDynamo(dynamodb.New(options), names, func() time.Time { return started.Add(1000 * time.Since(started)) })

	var unanswered atomic.Int64
	write := func(token string, writes ...table.Write) {
		for {
			err := d.Write(t.Context(), token, writes...)
			if !errors.Is(err, table.ErrUnavailable) || t.Context().Err() != nil {
				if err != nil {
					t.Errorf("got error %v of a write that nothing stands against", err)
				}
				return
			}
			unanswered.Add(1)
		}
	}
	var all sync.WaitGroup
	for worker := range workers {
		all.Go(func() {
			counter := table.Key{Space: table.Private, PK: "COUNT", SK: fmt.Sprint(worker)}
			for n := range int64(rounds) {
				token := fmt.Sprintf("%d-%d", worker, n)
				own := table.Item{Key: table.Key{Space: table.Open, PK: fmt.Sprint("W", worker), SK: fmt.Sprintf("%03d", n)}}
				write(token, table.Create(own), table.Add(counter, "counter", 1))
				own.Version, own.Kind = 1, "replaced"
				write(token+"r", table.Replace(own))
			}
		})
	}
	all.Wait()
	checkEffects(t, NewDynamo(dynamodb.New(dynamoOptions(url, http.DefaultTransport)), names, time.Now), workers, rounds)
	t.Logf("%d writes; lost replies, resets, faults, throttles: %v; %d calls left open and repeated",
		2*workers*rounds, bad.injected, unanswered.Load())
}

func checkEffects(t *testing.T, d *Dynamo, workers int, rounds int64) {
	t.Helper()
	for worker := range workers {
		counter, err := d.Get(t.Context(), table.Key{Space: table.Private, PK: "COUNT", SK: fmt.Sprint(worker)})
		if err != nil || counter.Count != rounds || counter.Version != rounds {
			t.Errorf("got counter %d at version %d and error %v, want %d", counter.Count, counter.Version, err, rounds)
		}
		page, err := d.Query(t.Context(), table.Query{Space: table.Open, PK: fmt.Sprint("W", worker)})
		if err != nil || len(page.Items) != int(rounds) {
			t.Errorf("got %d items and error %v, want %d", len(page.Items), err, rounds)
		}
		for _, i := range page.Items {
			if i.Version != 2 || i.Kind != "replaced" {
				t.Errorf("got %s at version %d, want 2", i.Key, i.Version)
			}
		}
	}
}
