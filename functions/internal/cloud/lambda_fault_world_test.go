package cloud

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams"

	"greenroom/functions/internal/account"
	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/cloud/sam"
	"greenroom/functions/internal/cloud/standin"
	"greenroom/functions/internal/table"
)

const (
	talkedOf   = "edited-twice" // the post that is commented on
	moderators = "moderators@greenroom.example"
)

// world is a deployment in which one kind of fault happens.
type world struct {
	*deployment
	*trouble
	pool    *standin.Pool
	other   *standin.Pool             // what runs beside it while one version of the programs follows another
	first   map[string]standin.Object // the bucket as it was
	store   *Dynamo                   // the tables, without a fault
	blank   events.APIGatewayV2HTTPRequest
	streams map[string]*standin.Stream
	before  map[string][]events.DynamoDBEventRecord // the last records that were handed over, by mapping

	seen       sync.Mutex
	failed     int            // answers that were errors
	givenUp    int            // records that went to the dead letters
	alarmed    map[string]int // metrics that moved: those of Lambda and the gateway
	violations []string
	owed       map[string][]string // requests that each function has to tell of in its log; "": one more line about a failure
	acked      map[string]string   // texts that were taken, and where their readers were sent
	approved   map[string]bool     // texts that a moderator was told are approved
}

// newWorld starts a deployment like another, with its programs and its bucket
// as it is, in which nothing goes wrong yet.
func newWorld(t *testing.T, like *deployment, kind fault, seed uint64) *world {
	t.Helper()
	f := &trouble{rand: rand.New(rand.NewPCG(seed, 6)), kind: kind, moved: map[string]int{}, running: map[string]map[int]context.CancelFunc{}, left: map[string]int{}, met: map[string]bool{}}
	d := &deployment{template: like.template, words: like.words, programs: like.programs, dynamo: startDynoxide(t), routes: like.routes,
		iam: standin.NewIAM(sam.Template(like.template))}
	d.serve(t, f.before)
	if like.s3 != nil {
		d.s3.Objects = maps.Clone(like.s3.Objects)
	}
	first := maps.Clone(d.s3.Objects)
	w := &world{deployment: d, first: first, trouble: f, blank: event(t, "headers"), before: map[string][]events.DynamoDBEventRecord{},
		alarmed: map[string]int{}, owed: map[string][]string{}, acked: map[string]string{}, approved: map[string]bool{}, streams: map[string]*standin.Stream{}}
	w.pool = standin.NewPool(sam.Template(d.template), d.programs, d.settings)
	w.other = standin.NewPool(sam.Template(d.template), d.programs, d.settings)
	t.Cleanup(w.close)
	w.store = NewDynamo(dynamodb.New(dynamoOptions(d.dynamo, http.DefaultTransport)),
		map[table.Space]string{table.Open: "OpenTable", table.Private: "PrivateTable"}, time.Now)
	for _, name := range []string{"OpenTable", "PrivateTable"} {
		w.streams[name] = &standin.Stream{Client: dynamodbstreams.New(streamsOptions(d.dynamo)), Table: name}
	}
	err := d.ago(t, time.Hour).People.Enrol(t.Context(), account.Person{Name: "Tess", Email: "tess@greenroom.example", Roles: []agency.Role{agency.Influencer}})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// violate notes what must not be.
func (w *world) violate(format string, args ...any) {
	w.seen.Lock()
	defer w.seen.Unlock()
	w.violations = append(w.violations, fmt.Sprintf(format, args...))
}

// errored counts an answer that was an error, and the metrics that it moves.
func (w *world) errored(metrics ...string) {
	w.seen.Lock()
	defer w.seen.Unlock()
	w.failed++
	for _, metric := range metrics {
		w.alarmed[metric]++
	}
}

// close ends all programs.
func (w *world) close() {
	w.pool.Close()
	w.other.Close()
}

// invoke hands an event to a function, which may be killed over it.
func (w *world) invoke(ctx context.Context, function string, event []byte) ([]byte, error) {
	return w.invokeIn(ctx, w.pool, function, event)
}

func (w *world) invokeIn(ctx context.Context, pool *standin.Pool, function string, event []byte) ([]byte, error) {
	ctx, kill := context.WithCancel(ctx)
	defer kill()
	defer w.runs(function, kill)()
	answer, err := pool.Invoke(ctx, function, event)
	switch {
	case errors.Is(err, standin.ErrBusy): // which is handed over later
		w.told(0, "AWS/Lambda Throttles")
	case err != nil:
		w.errored("AWS/Lambda Errors")
	}
	return answer, err
}

// ask sends a request through the gateway. A form makes it a POST.
func (w *world) ask(ctx context.Context, function, address, cookie string, form url.Values) (answer events.APIGatewayV2HTTPResponse) {
	e := w.blank
	e.Headers = maps.Clone(e.Headers)
	e.RawPath, e.RawQueryString, _ = strings.Cut(address, "?")
	e.Headers["x-origin-verify"] = originSecret
	if cookie != "" {
		e.Cookies = []string{cookie}
	}
	if form != nil {
		e.RequestContext.HTTP.Method, e.IsBase64Encoded = http.MethodPost, true
		e.Headers["content-type"], e.Headers["sec-fetch-site"] = "application/x-www-form-urlencoded", "same-origin"
		e.Body = base64.StdEncoding.EncodeToString([]byte(form.Encode()))
	}
	text, err := json.Marshal(e)
	if err == nil {
		text, err = w.invoke(ctx, function, text)
	}
	if err != nil || json.Unmarshal(text, &answer) != nil {
		w.errored("AWS/ApiGateway 5xx")
		return events.APIGatewayV2HTTPResponse{StatusCode: http.StatusInternalServerError}
	}
	if answer.StatusCode >= http.StatusInternalServerError {
		w.errored("AWS/ApiGateway 5xx")
		w.owes(function, answer.Headers["X-Request-Id"])
	}
	return answer
}
