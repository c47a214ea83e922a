package cloud

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/publish"
	"greenroom/functions/internal/table"
	"greenroom/site/generate"
)

// Streams give every change at least once, and in order for one item. A batch
// that failed comes again from the record that is named as failed on; so what
// is done for a record must be harmless when it is done twice.

// siteStream builds the site when changes alter what it shows.
type siteStream struct {
	build   func(ctx context.Context) (generate.Result, error) // of all that is on record
	threads func(ctx context.Context, posts []string) error    // of the comments of some posts
	log     *slog.Logger
}

// Serve takes one batch of the open space's changes, which are one build. An
// event without records is a deployment, or the day that has turned, asking for
// a build: it is told what the build did.
//
// A record that cannot be read is reported as failed, after all others of the
// batch were built: they come again with it, which costs a look at their posts,
// and when it is given up nothing is lost with it, whatever the batch was.
func (s siteStream) Serve(ctx context.Context, e events.DynamoDBEvent) (siteAnswer, error) {
	if len(e.Records) == 0 {
		result, err := s.build(ctx)
		return toldOf(result), err
	}
	var changes []table.Change
	var damaged *events.DynamoDBEventRecord
	for i := range e.Records {
		change, err := ChangeFrom(e.Records[i], table.Open)
		if err == nil {
			changes = append(changes, change)
			continue
		}
		s.log.ErrorContext(ctx, "record cannot be read", "record", e.Records[i].Change.SequenceNumber, "cause", err)
		if damaged == nil {
			damaged = &e.Records[i]
		}
	}
	if err := s.publish(ctx, changes); err != nil {
		s.log.ErrorContext(ctx, "site not built", "cause", err)
		return siteAnswer{DynamoDBEventResponse: failedFrom(e.Records[0])}, nil
	}
	if damaged != nil {
		return siteAnswer{DynamoDBEventResponse: failedFrom(*damaged)}, nil
	}
	return siteAnswer{}, nil
}

func (s siteStream) publish(ctx context.Context, changes []table.Change) error {
	if publish.Steps(changes) {
		_, err := s.build(ctx)
		return err
	}
	if posts := publish.Needed(changes); len(posts) > 0 {
		return s.threads(ctx, posts)
	}
	return nil
}

// mailStream sends mail that is approved.
type mailStream struct {
	send func(ctx context.Context, id string) error
	due  func(ctx context.Context) (n int, err error)
	log  *slog.Logger
}

// toFinish is how much of the function's time is left for the mail that is
// under way: for SES to answer, and to note how it ended.
const toFinish = sesPatience + 5*time.Second

// Serve takes one batch of the private space's changes. A mail that cannot be
// sent now does not keep back those behind it: they are sent, and found sent
// when the batch comes again. An event without records is the schedule asking
// for what was left for later.
func (s mailStream) Serve(ctx context.Context, e events.DynamoDBEvent) (events.DynamoDBEventResponse, error) {
	var response events.DynamoDBEventResponse
	ctx, cancel := sooner(ctx, toFinish)
	defer cancel()
	if len(e.Records) == 0 {
		n, err := s.due(ctx)
		if n > 0 {
			s.log.InfoContext(ctx, "mail sent that was left for later", "mails", n)
		}
		if err != nil {
			s.log.ErrorContext(ctx, "mail left for later not sent", "cause", err)
		}
		return response, err
	}
	for _, record := range e.Records {
		if err := s.one(ctx, record); err != nil {
			s.log.ErrorContext(ctx, "mail not sent", "record", record.Change.SequenceNumber, "cause", err)
			if response.BatchItemFailures == nil {
				response = failedFrom(record)
			}
		}
	}
	return response, nil
}

func (s mailStream) one(ctx context.Context, record events.DynamoDBEventRecord) error {
	change, err := ChangeFrom(record, table.Private)
	if err != nil {
		return err
	}
	id, waiting := outbox.Waiting(change)
	if !waiting {
		return nil
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("no time left: %w", err)
	}
	return s.send(ctx, id)
}

// failedFrom asks for the batch again from that record on.
func failedFrom(record events.DynamoDBEventRecord) events.DynamoDBEventResponse {
	return events.DynamoDBEventResponse{BatchItemFailures: []events.DynamoDBBatchItemFailure{
		{ItemIdentifier: record.Change.SequenceNumber},
	}}
}
