package standin

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
)

const reports = "BatchSize: 10, MaximumRetryAttempts: 2, FunctionResponseTypes: [ReportBatchItemFailures]"

func TestMappingAnswers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, properties, said string
		again                  string // what is handed over a second time
	}{
		{"nothing failed", reports, `{"batchItemFailures":[]}`, ""},
		{"no list", reports, `{"batchItemFailures":null}`, ""},
		{"nothing in it", reports, `{}`, ""},
		{"null", reports, `null`, ""},
		{"nothing at all", reports, ``, ""},
		{"from the named record on", reports, names("2"), "2 3"},
		{"from the first of those named on", reports, `{"batchItemFailures":[{"itemIdentifier":"3"},{"itemIdentifier":"2"}]}`, "2 3"},
		{"a name that is empty", reports, names(""), "1 2 3"},
		{"a name that is null", reports, `{"batchItemFailures":[{"itemIdentifier":null}]}`, "1 2 3"},
		{"another key", reports, `{"batchItemFailures":[{"id":"2"}]}`, "1 2 3"},
		{"a record that was not handed over", reports, names("9"), "1 2 3"},
		{"no JSON", reports, `done`, "1 2 3"},
		{"names are read only where it says so", "BatchSize: 10, MaximumRetryAttempts: 2", names("2"), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			calls := 0
			got := followed(t, tt.properties, [][]events.DynamoDBEventRecord{changes("1", "2", "3")}, func(string) (string, error) {
				if calls++; calls == 1 {
					return tt.said, nil
				}
				return "null", nil
			})
			want := []string{"0: 1 2 3"}
			if tt.again != "" {
				want = append(want, "0.25: "+tt.again)
			}
			check(t, got, course{handed: want})
		})
	}
}

// TestMappingGivesUp has a record that nothing can be done with: it is tried
// once and as often again as the mapping says.
func TestMappingGivesUp(t *testing.T) {
	t.Parallel()
	poison := errors.New("poison")
	fails := func(batch string) (string, error) {
		if strings.Contains(batch, "3") {
			return "", poison
		}
		return "null", nil
	}
	named := func(batch string) (string, error) {
		if strings.Contains(batch, "3") {
			return names("3"), nil
		}
		return "null", nil
	}
	one, two := [][]events.DynamoDBEventRecord{changes("1", "2", "3", "4")}, [][]events.DynamoDBEventRecord{changes("1", "2", "3", "4"), changes("5")}
	tests := []struct {
		name, properties string
		parts            [][]events.DynamoDBEventRecord
		function         func(string) (string, error)
		want             course
	}{
		{"whole, all that is in the batch", "BatchSize: 10, MaximumRetryAttempts: 2", two, fails,
			course{[]string{"0: 1 2 3 4", "0.25: 1 2 3 4", "0.5: 1 2 3 4", "0.75: 5"}, []string{"Changes: 1 2 3 4"}}},
		{"in halves, the one alone, and the others once", reports + ", BisectBatchOnFunctionError: true", two, fails,
			course{[]string{"0: 1 2 3 4", "0.25: 1 2", "0.25: 3 4", "0.5: 3", "0.75: 3", "1: 3", "1: 4", "1.25: 5"}, []string{"Changes: 3"}}},
		{"from the named one on", reports + ", BisectBatchOnFunctionError: true", one, named,
			course{[]string{"0: 1 2 3 4", "0.25: 3 4", "0.5: 3 4"}, []string{"Changes: 3 4"}}},
		{"never again", "BatchSize: 10, MaximumRetryAttempts: 0", one, fails, course{[]string{"0: 1 2 3 4"}, []string{"Changes: 1 2 3 4"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			check(t, followed(t, tt.properties, tt.parts, tt.function), tt.want)
		})
	}
}

func TestMappingWithoutLimitGoesOn(t *testing.T) {
	t.Parallel()
	for _, limit := range []string{"BatchSize: 10", "MaximumRetryAttempts: -1"} {
		calls := 0
		got := followed(t, limit, [][]events.DynamoDBEventRecord{changes("1")}, func(string) (string, error) {
			if calls++; calls > 100 {
				return "null", nil
			}
			return "", errors.New("not yet")
		})
		if len(got.handed) != 101 || len(got.dead) != 0 {
			t.Errorf("%s: got %d tries, %q given up", limit, len(got.handed), got.dead)
		}
	}
}

// TestMappingWaitsForAFunction is that being throttled counts as no try, and
// that nothing overtakes.
func TestMappingWaitsForAFunction(t *testing.T) {
	t.Parallel()
	calls := 0
	got := followed(t, "BatchSize: 1, MaximumRetryAttempts: 0", [][]events.DynamoDBEventRecord{changes("1", "2")}, func(string) (string, error) {
		if calls++; calls <= 4 {
			return "", ErrBusy
		}
		return "null", nil
	})
	check(t, got, course{handed: []string{"0: 1", "0.25: 1", "0.5: 1", "0.75: 1", "1: 1", "1: 2"}})
}

// TestMappingEnds is that nothing is given up because the day is over.
func TestMappingEnds(t *testing.T) {
	t.Parallel()
	got := followed(t, "BatchSize: 10", [][]events.DynamoDBEventRecord{changes("1")}, func(string) (string, error) { return "", ErrBusy })
	if len(got.dead) != 0 || len(got.handed) < 4*600 {
		t.Errorf("got %d tries, %q given up", len(got.handed), got.dead)
	}
}

type dry struct{}

func (dry) Next(context.Context) ([]events.DynamoDBEventRecord, error) {
	return nil, errors.New("no stream")
}

func TestMappingTellsOfItsSource(t *testing.T) {
	t.Parallel()
	if err := (Mapping{Source: dry{}}).Follow(t.Context()); err == nil || err.Error() != "no stream" {
		t.Errorf("got %v", err)
	}
}
