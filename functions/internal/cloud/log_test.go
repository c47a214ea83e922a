package cloud

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambdacontext"

	"greenroom/site/generate"
)

// A line names the invocation that it is about, also when what is told of goes
// on after who asked for it is gone. Before the first one there is none to name.
func TestALineNamesItsInvocation(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	log := newLog(&out).With("function", "publish")
	ctx := lambdacontext.NewContext(t.Context(), &lambdacontext.LambdaContext{AwsRequestID: "r1"})
	for _, tt := range []struct {
		ctx  context.Context
		want any
	}{{ctx, "r1"}, {context.WithoutCancel(ctx), "r1"}, {t.Context(), nil}} {
		out.Reset()
		log.ErrorContext(tt.ctx, "site not built", "cause", "no")
		var line map[string]any
		if err := json.Unmarshal(out.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		if line["requestId"] != tt.want || line["function"] != "publish" || line["msg"] != "site not built" {
			t.Errorf("got %v, want it of %v", line, tt.want)
		}
	}
}

// What a schedule asked for and did not get is told of in the log, as what was
// left of a batch is: Lambda itself says only that the function failed.
func TestWhatASchedulesCallBrokeOffOverIsLogged(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	fault := errors.New("no table")
	_, site := siteStream{log: newLog(&out), build: func(context.Context) (generate.Result, error) { return generate.Result{}, fault }}.Handle(t.Context(), siteEvent{})
	_, mail := mailStream{log: newLog(&out), due: func(context.Context) (int, error) { return 0, fault }}.Serve(t.Context(), events.DynamoDBEvent{})
	if !errors.Is(site, fault) || !errors.Is(mail, fault) {
		t.Errorf("got %v and %v, want Lambda to hear of it", site, mail)
	}
	for _, want := range []string{"site not built", "mail left for later not sent"} {
		if line := `"level":"ERROR","msg":"` + want + `","cause":"no table"`; !strings.Contains(out.String(), line) {
			t.Errorf("got log %s, want %s", out.String(), line)
		}
	}
}
