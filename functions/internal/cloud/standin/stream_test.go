package standin

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/go-cmp/cmp"

	"greenroom/functions/internal/cloud/sam"
)

// The rules are those of
// https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html and
// https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html.

// river is a stream: each call brings the next of its parts.
type river struct {
	parts [][]events.DynamoDBEventRecord
}

func (r *river) Next(context.Context) ([]events.DynamoDBEventRecord, error) {
	if len(r.parts) == 0 {
		return nil, nil
	}
	part := r.parts[0]
	r.parts = r.parts[1:]
	return part, nil
}

// changes are records with the numbers as their sequence numbers.
func changes(numbers ...string) (all []events.DynamoDBEventRecord) {
	for _, n := range numbers {
		all = append(all, change(n, "MAIL#1", ""))
	}
	return all
}

func change(number, partition, body string) events.DynamoDBEventRecord {
	return events.DynamoDBEventRecord{EventName: "INSERT", Change: events.DynamoDBStreamRecord{
		SequenceNumber: number,
		Keys:           map[string]events.DynamoDBAttributeValue{"PK": events.NewStringAttribute(partition)},
		NewImage:       map[string]events.DynamoDBAttributeValue{"body": events.NewStringAttribute(body)},
	}}
}

func numbers(records []events.DynamoDBEventRecord) string {
	var all []string
	for _, r := range records {
		all = append(all, r.Change.SequenceNumber)
	}
	return strings.Join(all, " ")
}

// course is what a mapping did: each batch with when it was handed over, in
// seconds from the beginning, and what went to the dead letters.
type course struct{ handed, dead []string }

// followed has a mapping with those properties follow a stream for ten minutes. The
// function is said of each batch what to answer.
func followed(t *testing.T, properties string, parts [][]events.DynamoDBEventRecord, function func(batch string) (string, error)) (c course) {
	t.Helper()
	template, err := sam.Parse("Resources: {Changes: {Properties: {" + properties + "}}}")
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		m := Mapping{Name: "Changes", Function: "f", Source: &river{parts}, Template: template,
			Invoke: func(_ context.Context, name string, event []byte) ([]byte, error) {
				var e events.DynamoDBEvent
				if err := json.Unmarshal(event, &e); err != nil || name != "f" || len(event) > maxEvent {
					t.Errorf("%s is handed %d bytes, %v", name, len(event), err)
				}
				c.handed = append(c.handed, fmt.Sprintf("%v: %s", time.Since(began).Seconds(), numbers(e.Records)))
				said, err := function(numbers(e.Records))
				return []byte(said), err
			},
			GivenUp: func(mapping string, records []events.DynamoDBEventRecord) {
				c.dead = append(c.dead, mapping+": "+numbers(records))
			}}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
		defer cancel()
		if err := m.Follow(ctx); err != nil {
			t.Error(err)
		}
	})
	return c
}

func well(string) (string, error) { return "null", nil }

// names answers that the first of the batch from that number on is not done.
func names(number string) string {
	return `{"batchItemFailures":[{"itemIdentifier":"` + number + `"}]}`
}

func check(t *testing.T, got, want course) {
	t.Helper()
	if diff := cmp.Diff(got, want, cmp.AllowUnexported(course{})); diff != "" {
		t.Errorf("(-got +want):\n%s", diff)
	}
}

func TestMappingBatches(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 2<<20)
	tests := []struct {
		name, properties string
		parts            [][]events.DynamoDBEventRecord
		want             []string
	}{
		{"no window: what is there", "BatchSize: 10", [][]events.DynamoDBEventRecord{changes("1", "2"), nil, changes("3")}, []string{"0: 1 2", "0.5: 3"}},
		{"no more than a batch holds, in order", "BatchSize: 2", [][]events.DynamoDBEventRecord{changes("1", "2", "3", "4", "5")}, []string{"0: 1 2", "0: 3 4", "0: 5"}},
		{"a hundred where nothing is said", "StartingPosition: LATEST", [][]events.DynamoDBEventRecord{slices.Repeat(changes("1"), 101)}, []string{"0: " + numbers(slices.Repeat(changes("1"), 100)), "0: 1"}},
		{"a window from the first record on", "BatchSize: 10, MaximumBatchingWindowInSeconds: 5", [][]events.DynamoDBEventRecord{nil, changes("1"), changes("2"), changes("3")}, []string{"5.25: 1 2 3"}},
		{"a full batch does not wait, the rest does", "BatchSize: 2, MaximumBatchingWindowInSeconds: 5", [][]events.DynamoDBEventRecord{changes("1"), changes("2", "3")}, []string{"0.25: 1 2", "5: 3"}},
		{"each window for itself", "BatchSize: 10, MaximumBatchingWindowInSeconds: 1", [][]events.DynamoDBEventRecord{changes("1"), nil, nil, nil, nil, nil, changes("2")}, []string{"1: 1", "2.5: 2"}},
		{"no more than Lambda takes", "BatchSize: 10, MaximumBatchingWindowInSeconds: 5", [][]events.DynamoDBEventRecord{{change("1", "A", long), change("2", "A", long), change("3", "A", long), change("4", "A", long)}},
			[]string{"0: 1 2", "5: 3 4"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			check(t, followed(t, tt.properties, tt.parts, well), course{handed: tt.want})
		})
	}
}

func TestMappingFilters(t *testing.T) {
	t.Parallel()
	const filter = `BatchSize: 10, FilterCriteria: {Filters: [{Pattern: '{"dynamodb":{"Keys":{"PK":{"S":[{"prefix":"MAIL#"}]}}}}'}]}`
	parts := [][]events.DynamoDBEventRecord{{change("1", "MAIL#1", ""), change("2", "POST#1", ""), change("3", "MAIL#2", "")}, {change("4", "POST#1", "")}}
	check(t, followed(t, filter, parts, well), course{handed: []string{"0: 1 3"}})
}
