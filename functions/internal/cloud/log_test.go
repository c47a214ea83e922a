package cloud

import (
	"bytes"
	"context"
	"encoding/json"
	"testing"

	"github.com/aws/aws-lambda-go/lambdacontext"
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
