package cloud

import (
	"context"
	"encoding/json"
	"log/slog"
	"slices"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"greenroom/site/generate"
)

// TestSiteAnswer has a deployment read which files its build wrote, and Lambda
// read of a batch what it always does.
func TestSiteAnswer(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		result generate.Result
		event  events.DynamoDBEvent
		want   string
	}{
		{"a build names what it wrote and removed", generate.Result{Files: 9, Written: []string{"a.html", "b.html"}, Removed: []string{"c.html"}}, events.DynamoDBEvent{},
			`{"batchItemFailures":null,"files":9,"written":2,"removed":1,"names":["a.html","b.html","c.html"]}`},
		{"too many are counted only", generate.Result{Files: 2001, Written: slices.Repeat([]string{"a"}, 2001)}, events.DynamoDBEvent{},
			`{"batchItemFailures":null,"files":2001,"written":2001,"removed":0}`},
		{"a failed batch names the record", generate.Result{}, events.DynamoDBEvent{Records: []events.DynamoDBEventRecord{damaged(7)}},
			`{"batchItemFailures":[{"itemIdentifier":"7"}],"files":0,"written":0,"removed":0}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := siteStream{log: slog.New(slog.DiscardHandler), build: func(context.Context) (generate.Result, error) { return tt.result, nil }}
			answer, err := s.Serve(t.Context(), tt.event)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := json.Marshal(answer); err != nil || string(got) != tt.want {
				t.Errorf("got %s, %v, want %s", got, err, tt.want)
			}
		})
	}
}
