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

// pollEvery is how often a stream is asked, and how long it takes until what
// failed is tried again. Lambda asks four times a second.
const pollEvery = 250 * time.Millisecond

// Follow follows the stream until ctx ends.
func (m Mapping) Follow(ctx context.Context) error {
	size, window := m.batchSize(), time.Duration(m.number("MaximumBatchingWindowInSeconds", 0))*time.Second
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
		batch = append(batch, m.passing(records)...)
		if len(batch) > 0 && first.IsZero() {
			first = time.Now()
		}
		for len(batch) > 0 && (len(batch) >= size || len(records) > 0 && payload(batch) > maxEvent || time.Since(first) >= window) {
			n := fitting(batch, size)
			m.Hand(ctx, batch[:n])
			batch = batch[n:]
		}
		if len(batch) == 0 {
			first = time.Time{}
		}
		if !pause(ctx) {
			return nil
		}
	}
}

// passing are the records that the mapping's filter lets through.
func (m Mapping) passing(records []events.DynamoDBEventRecord) (passed []events.DynamoDBEventRecord) {
	for _, r := range records {
		if m.Template.Passes(m.Name, r) {
			passed = append(passed, r)
		}
	}
	return passed
}

// pause waits, unless ctx ends first.
func pause(ctx context.Context) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(pollEvery):
		return true
	}
}

// fitting is how many records make a batch: the most that there may be, and
// that Lambda takes at once.
func fitting(batch []events.DynamoDBEventRecord, size int) int {
	n := min(len(batch), size)
	for n > 1 && payload(batch[:n]) > maxEvent {
		n /= 2
	}
	return n
}

// payload is how large the event of a batch is.
func payload(batch []events.DynamoDBEventRecord) int {
	text, err := json.Marshal(events.DynamoDBEvent{Records: batch})
	if err != nil {
		return 0 // and the function is told of it
	}
	return len(text)
}

func (m Mapping) property(name string) any { return m.Template.Properties(m.Name)[name] }

// batchSize is how many records a batch has at most.
func (m Mapping) batchSize() int { return m.number("BatchSize", 100) }

// number is a property, or what AWS has where there is none.
func (m Mapping) number(name string, otherwise int) int {
	if n, ok := m.property(name).(int); ok {
		return n
	}
	return otherwise
}

// Hand gives a batch to the function, again from where it failed, in halves if
// it says nothing, and gives up as the mapping says. Halving counts as no try.
func (m Mapping) Hand(ctx context.Context, batch []events.DynamoDBEventRecord) {
	tries := m.number("MaximumRetryAttempts", -1) // less than 0: for ever
	for attempt := 0; ctx.Err() == nil; attempt++ {
		left, failed := m.once(ctx, batch)
		batch = left
		if len(left) == 0 || ctx.Err() != nil {
			return
		}
		if tries >= 0 && attempt >= tries {
			m.GivenUp(m.Name, batch)
			return
		}
		if !pause(ctx) {
			return
		}
		if failed && len(batch) > 1 && m.property("BisectBatchOnFunctionError") == true {
			half := len(batch) / 2
			m.Hand(ctx, batch[:half])
			m.Hand(ctx, batch[half:])
			return
		}
	}
}

// once invokes the function with the batch and returns what it names as not
// done: that record and all after it. failed means that it named nothing that
// is in the batch, and all is left.
func (m Mapping) once(ctx context.Context, batch []events.DynamoDBEventRecord) (left []events.DynamoDBEventRecord, failed bool) {
	event, err := json.Marshal(events.DynamoDBEvent{Records: batch})
	if err != nil {
		return batch, true
	}
	answer, err := m.Invoke(ctx, m.Function, event)
	for errors.Is(err, ErrBusy) && pause(ctx) { // which counts as no attempt
		answer, err = m.Invoke(ctx, m.Function, event)
	}
	if err != nil {
		return batch, true
	}
	var said events.DynamoDBEventResponse
	if !slices.Contains(sam.Texts(m.property("FunctionResponseTypes")), "ReportBatchItemFailures") || len(answer) == 0 {
		return nil, false
	}
	if json.Unmarshal(answer, &said) != nil {
		return batch, true
	}
	for i, r := range batch {
		if slices.ContainsFunc(said.BatchItemFailures, func(f events.DynamoDBBatchItemFailure) bool { return f.ItemIdentifier == r.Change.SequenceNumber }) {
			return batch[i:], false
		}
	}
	if len(said.BatchItemFailures) > 0 {
		return batch, true
	}
	return nil, false
}
