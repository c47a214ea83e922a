package cloud

import (
	"context"
	"io"
	"log/slog"

	"github.com/aws/aws-lambda-go/lambdacontext"
)

// newLog writes a line of JSON for each thing that is told.
func newLog(w io.Writer) *slog.Logger { return slog.New(invoked{slog.NewJSONHandler(w, nil)}) }

// invoked names on each line the invocation that it is about, as Lambda's own
// lines do: by it one finds what belongs together, and what an alarm was about.
type invoked struct{ slog.Handler }

// Handle implements slog.Handler.
func (h invoked) Handle(ctx context.Context, line slog.Record) error {
	if about, ok := lambdacontext.FromContext(ctx); ok {
		line = line.Clone()
		line.AddAttrs(slog.String("requestId", about.AwsRequestID))
	}
	return h.Handler.Handle(ctx, line)
}

// WithAttrs implements slog.Handler.
func (h invoked) WithAttrs(attrs []slog.Attr) slog.Handler {
	return invoked{h.Handler.WithAttrs(attrs)}
}

// WithGroup implements slog.Handler.
func (h invoked) WithGroup(name string) slog.Handler { return invoked{h.Handler.WithGroup(name)} }
