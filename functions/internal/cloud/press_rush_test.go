package cloud

import (
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"greenroom/functions/internal/comment"
)

// A thousand approvals in one minute, handed over as a stream may: in any order,
// some of them twice, several batches at once to publishers that know nothing
// of each other. With batches and a window as in template.yaml those are a few
// builds, and every approval is on the site.
func TestAThousandApprovalsAreAFewBuilds(t *testing.T) {
	t.Parallel()
	const approvals, batches = 1000, 12
	h := newHouse(t, 8)
	h.still = true
	press := []siteStream{h.publisher(h.url, new(fate)), h.publisher(h.url, new(fate)), h.publisher(h.url, new(fate))}
	if _, err := press[0].Serve(t.Context(), events.DynamoDBEvent{}); err != nil {
		t.Fatal(err)
	}
	builds := 0
	h.s3.Wrote = func(path string, _ []byte) {
		builds += btoi(path == "/site/.greenroom-manifest") // twice for each build: before and after
	}
	numbers := rand.New(rand.NewPCG(1, 6)).Perm(approvals)
	var group sync.WaitGroup
	for i := range press {
		group.Go(func() {
			var before []events.DynamoDBEventRecord
			for n := i; n < batches; n += len(press) {
				var batch []events.DynamoDBEventRecord
				for _, number := range numbers[n*approvals/batches : (n+1)*approvals/batches] {
					batch = append(batch, h.decide(number, comment.Approved))
				}
				slices.Reverse(batch)
				response, err := press[i].Serve(t.Context(), events.DynamoDBEvent{Records: slices.Concat(batch, before)})
				if err != nil || len(response.BatchItemFailures) > 0 {
					t.Errorf("batch %d: %v, %v", n, err, response)
				}
				before = batch[:len(batch)/2] // comes once more
			}
		})
	}
	group.Wait()
	if names := differ(filesIn(h.s3), h.clean()); len(names) > 0 {
		t.Errorf("other than from a clean build are %v", names)
	}
	for n := range h.posts {
		if got := len(shown(filesIn(h.s3), slugOf(n))); got != approvals/h.posts {
			t.Errorf("%s shows %d comments, want %d", slugOf(n), got, approvals/h.posts)
		}
	}
	t.Logf("%d approvals in %d batches: %d builds wrote something", approvals, batches, builds/2)
	if builds/2 > batches {
		t.Errorf("%d builds of %d batches", builds/2, batches)
	}
}

// What a build has read needs no other: it costs a look at each post.
func TestABatchThatWasReadBeforeWritesNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t, 4)
	f := new(fate)
	press := h.publisher(h.url, f)
	for n := range 20 {
		h.decide(n, comment.Approved)
	}
	h.serveAll(press, nil) // it begins after all of them
	puts := h.s3.Written()
	f.set(refused, 1<<20, nil) // to count
	h.serveAll(press, h.records)
	if again := h.s3.Written() - puts; again != 0 {
		t.Errorf("%d files were written", again)
	}
	if calls := 1<<20 - f.calls; calls > 4+4 { // the lease is taken and given, and the site's mark looked at
		t.Errorf("%d calls for four posts", calls)
	}
}

func (h *house) serveAll(press siteStream, records []events.DynamoDBEventRecord) {
	h.t.Helper()
	response, err := press.Serve(h.t.Context(), events.DynamoDBEvent{Records: records})
	if err != nil || len(response.BatchItemFailures) > 0 {
		h.t.Errorf("got %v, %v", response, err)
	}
}

// Lambda tries a batch again from the record that failed on, and after some
// tries in halves, until the one that cannot be read is alone and goes to the
// queue. All others are on the site by then, and no page waited for it.
func TestAPoisonRecordIsGivenUpAlone(t *testing.T) {
	t.Parallel()
	h := newHouse(t, 4)
	press := h.publisher(h.url, new(fate))
	h.serveAll(press, nil)
	for n := range 20 {
		h.decide(n, comment.Approved)
	}
	batch := slices.Insert(slices.Clone(h.records), 9, damaged(999))
	response, err := press.Serve(t.Context(), events.DynamoDBEvent{Records: batch})
	if err != nil || failures(response.DynamoDBEventResponse) != "999" {
		t.Fatalf("got %v, %v", response, err)
	}
	if names := differ(filesIn(h.s3), h.clean()); len(names) > 0 {
		t.Errorf("while it is tried again, other than they should are %v", names)
	}
	var given []events.DynamoDBEventRecord
	asLambda(t, press, batch, &given)
	if len(given) != 1 || given[0].Change.SequenceNumber != "999" {
		t.Errorf("%d records were given up", len(given))
	}
}

// asLambda hands over a batch until all of it is done or given up: what failed
// first splits it, and a batch that fails from its first record on is halved.
func asLambda(t *testing.T, press siteStream, batch []events.DynamoDBEventRecord, given *[]events.DynamoDBEventRecord) {
	t.Helper()
	if len(batch) == 0 {
		return
	}
	response, err := press.Serve(t.Context(), events.DynamoDBEvent{Records: batch})
	if err != nil {
		t.Fatal(err)
	}
	first := slices.IndexFunc(batch, func(r events.DynamoDBEventRecord) bool {
		return r.Change.SequenceNumber == failures(response.DynamoDBEventResponse)
	})
	switch {
	case first < 0:
	case first > 0:
		asLambda(t, press, batch[first:], given)
	case len(batch) == 1:
		*given = append(*given, batch...)
	default:
		asLambda(t, press, batch[:len(batch)/2], given)
		asLambda(t, press, batch[len(batch)/2:], given)
	}
}
