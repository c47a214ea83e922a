package cloud

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"greenroom/functions/internal/cloud/sam"
	"greenroom/functions/internal/cloud/standin"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/table"
)

// follow hands the function behind a mapping what came since, as Lambda does or
// as the kind of fault has it. It reports whether anything came.
func (w *world) follow(ctx context.Context, mapping string) bool {
	source, function := map[string]string{"OpenChanges": "OpenTable", "PrivateChanges": "PrivateTable"}[mapping],
		map[string]string{"OpenChanges": "publish", "PrivateChanges": "deliver"}[mapping]
	batch, err := w.streams[source].Next(ctx)
	if err != nil {
		w.violate("%v", err)
	}
	batch = slices.DeleteFunc(batch, func(r events.DynamoDBEventRecord) bool { return !w.template.passes(mapping, r) })
	if len(batch) == 0 {
		return false
	}
	m := standin.Mapping{Name: mapping, Function: function, Template: sam.Template(w.template), Invoke: w.batch(w.pool), GivenUp: w.giveUp}
	again := w.before[mapping]
	w.before[mapping] = batch
	switch {
	case w.at("anew"):
		mixed := slices.Concat(again, batch, batch)
		w.rand.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		w.told(len(mixed)-len(batch), "")
		m.Hand(ctx, mixed)
	case w.at("twice"):
		w.told(1, "")
		var both sync.WaitGroup
		also := m
		also.Invoke = w.batch(w.other)
		both.Go(func() { m.Hand(ctx, batch) })
		both.Go(func() { also.Hand(ctx, batch) })
		both.Wait()
	default:
		m.Hand(ctx, batch)
	}
	return true
}

// at reports whether batches are handed over so.
func (w *world) at(how string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.on && w.kind.batches == how
}

// batch hands batches to a function, which tells in its log what it could not do.
func (w *world) batch(pool *standin.Pool) func(ctx context.Context, function string, event []byte) ([]byte, error) {
	return func(ctx context.Context, function string, event []byte) ([]byte, error) {
		answer, err := w.invokeIn(ctx, pool, function, event)
		var said events.DynamoDBEventResponse
		if err == nil && json.Unmarshal(answer, &said) == nil && len(said.BatchItemFailures) > 0 {
			w.errored()
			w.owes(function, "")
		}
		return answer, err
	}
}

// strike asks a function for what is due, as its schedule does. What broke off
// has told why, unless it was killed.
func (w *world) strike(ctx context.Context, function string) {
	if _, err := w.invoke(ctx, function, []byte("{}")); saidSo(err) {
		w.owes(function, "")
	}
}

func (w *world) giveUp(_ string, records []events.DynamoDBEventRecord) {
	w.seen.Lock()
	defer w.seen.Unlock()
	w.givenUp += len(records)
	w.alarmed["AWS/SQS ApproximateNumberOfMessagesVisible"] += len(records)
}

// mails are all that is kept, by their ID.
func (w *world) mails(ctx context.Context) map[string]table.Item {
	all := map[string]table.Item{}
	for _, r := range w.history(ctx) {
		pk := r.Change.Keys["PK"].String()
		id, isMail := strings.CutPrefix(pk, "MAIL#")
		if _, known := all[id]; known || !isMail {
			continue
		}
		i, err := w.store.Get(ctx, table.Key{Space: table.Private, PK: pk, SK: r.Change.Keys["SK"].String()})
		if err != nil {
			w.violate("mail cannot be read: %v", err)
			continue
		}
		all[id] = i
	}
	return all
}

// history is every change of the private table.
func (w *world) history(ctx context.Context) []events.DynamoDBEventRecord {
	whole := standin.Stream{Client: w.streams["PrivateTable"].Client, Table: "PrivateTable"}
	all, err := whole.Next(ctx)
	if err != nil {
		w.violate("%v", err)
	}
	return all
}

// hurry lets so much time pass that each mail is to be tried again.
func (w *world) hurry(ctx context.Context) {
	for id, i := range w.mails(ctx) {
		var m outbox.Mail
		if err := json.Unmarshal(i.Body, &m); err != nil {
			w.violate("%v", err)
		}
		if m.NextTry.IsZero() || m.State != outbox.Approved && m.State != outbox.Sending {
			continue
		}
		m.NextTry = time.Now().Add(-time.Minute)
		body, err := json.Marshal(m)
		if i.Body = body; err == nil {
			err = w.store.Write(ctx, "", table.Replace(i))
		}
		if _, raced := errors.AsType[*table.ConflictError](err); err != nil && !raced { // a write of who was killed may come late
			w.violate("mail %s: %v", id, err)
		}
	}
}
