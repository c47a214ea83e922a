package standin

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"greenroom/functions/internal/cloud/sam"
)

// Source is a stream of a table: it returns the records that came since the
// last call, in order.
type Source interface {
	Next(ctx context.Context) ([]events.DynamoDBEventRecord, error)
}

// Mapping is an event source mapping: it follows a stream and hands what
// passes its filter to a function, in batches.
type Mapping struct {
	Name     string // of its resource
	Function string
	Source   Source
	Template sam.Template
	Invoke   func(ctx context.Context, function string, event []byte) ([]byte, error)
	GivenUp  func(mapping string, records []events.DynamoDBEventRecord) // is told what goes to the dead letters
}

// pollEvery is how often a stream is asked. Lambda asks four times a second.
const pollEvery = 250 * time.Millisecond

// Follow follows the stream until ctx ends.
func (m Mapping) Follow(ctx context.Context) error {
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	window, _ := m.property("MaximumBatchingWindowInSeconds").(int)
	var batch []events.DynamoDBEventRecord
	var first time.Time // when the oldest of the batch came
	for {
		records, err := m.Source.Next(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		for _, r := range records {
			if m.Template.Passes(m.Name, r) {
				batch = append(batch, r)
			}
		}
		if len(batch) > 0 && first.IsZero() {
			first = time.Now()
		}
		if size, _ := m.property("BatchSize").(int); len(batch) > 0 && (len(batch) >= size || time.Since(first) >= time.Duration(window)*time.Second) {
			for one := range slices.Chunk(batch, max(size, 1)) {
				m.hand(ctx, one)
			}
			batch, first = nil, time.Time{}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

func (m Mapping) property(name string) any { return m.Template.Properties(m.Name)[name] }

// hand gives a batch to the function, again from where it failed, in halves if
// it says nothing, and gives up as the mapping says.
func (m Mapping) hand(ctx context.Context, batch []events.DynamoDBEventRecord) {
	tries, _ := m.property("MaximumRetryAttempts").(int)
	for attempt := 0; len(batch) > 0 && ctx.Err() == nil; attempt++ {
		left, failed := m.once(ctx, batch)
		batch = left
		if len(left) == 0 {
			return
		}
		if attempt >= tries {
			m.GivenUp(m.Name, batch)
			return
		}
		if failed && len(batch) > 1 && m.property("BisectBatchOnFunctionError") == true {
			half := len(batch) / 2
			m.hand(ctx, batch[:half])
			m.hand(ctx, batch[half:])
			return
		}
	}
}

// once invokes the function with the batch and returns what it names as not
// done: that record and all after it. failed means that it named nothing, and
// all is left.
func (m Mapping) once(ctx context.Context, batch []events.DynamoDBEventRecord) (left []events.DynamoDBEventRecord, failed bool) {
	event, err := json.Marshal(events.DynamoDBEvent{Records: batch})
	if err != nil {
		return batch, true
	}
	answer, err := m.Invoke(ctx, m.Function, event)
	for tick := time.Tick(pollEvery); errors.Is(err, ErrBusy) && ctx.Err() == nil; { // which counts as no attempt
		<-tick
		answer, err = m.Invoke(ctx, m.Function, event)
	}
	var said events.DynamoDBEventResponse
	if err != nil || json.Unmarshal(answer, &said) != nil {
		return batch, true
	}
	for i, r := range batch {
		if slices.ContainsFunc(said.BatchItemFailures, func(f events.DynamoDBBatchItemFailure) bool { return f.ItemIdentifier == r.Change.SequenceNumber }) {
			return batch[i:], false
		}
	}
	return nil, false
}
