package cloud

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"golang.org/x/sync/errgroup"

	"greenroom/functions/internal/table"
)

const (
	scanSegments = 4  // of a table, read side by side
	batchWrites  = 25 // in one request, DynamoDB's limit
	batchRetries = 14 // of what a request left over
)

// ScanAPI is the part of DynamoDB's client that a backup and a restore need.
// No function has these rights.
type ScanAPI interface {
	Scan(context.Context, *dynamodb.ScanInput, ...func(*dynamodb.Options)) (*dynamodb.ScanOutput, error)
	BatchWriteItem(context.Context, *dynamodb.BatchWriteItemInput, ...func(*dynamodb.Options)) (*dynamodb.BatchWriteItemOutput, error)
}

// Whole is both tables as a backup sees them: all items, as they are kept.
type Whole struct {
	client ScanAPI
	names  map[table.Space]string
	pause  func(ctx context.Context, attempt int) error
}

// NewWhole returns the named tables.
func NewWhole(client ScanAPI, names map[table.Space]string) *Whole {
	return &Whole{client: client, names: names, pause: dynamoPause}
}

// Items calls visit with every item, expired ones too, one at a time. Each is
// as its last write left it when it was read; together they are of no one
// moment while somebody writes.
func (w *Whole) Items(ctx context.Context, visit func(table.Item) error) error {
	var one sync.Mutex
	all, ctx := errgroup.WithContext(ctx)
	for _, space := range []table.Space{table.Open, table.Private} {
		for segment := range int32(scanSegments) {
			all.Go(func() error {
				return w.segment(ctx, space, segment, func(i table.Item) error {
					one.Lock()
					defer one.Unlock()
					return visit(i)
				})
			})
		}
	}
	return all.Wait()
}

func (w *Whole) segment(ctx context.Context, space table.Space, segment int32, visit func(table.Item) error) error {
	input := &dynamodb.ScanInput{TableName: aws.String(w.names[space]), ConsistentRead: aws.Bool(true),
		Segment: aws.Int32(segment), TotalSegments: aws.Int32(scanSegments)}
	for {
		output, err := w.client.Scan(ctx, input)
		if err != nil {
			return fmt.Errorf("reading all of the %s space: %w", space, dynamoError(err))
		}
		for _, attributes := range output.Items {
			i, err := fromDynamo(attributes).item(space)
			if err == nil {
				err = visit(i)
			}
			if err != nil {
				return fmt.Errorf("reading all of the %s space: %w", space, err)
			}
		}
		if input.ExclusiveStartKey = output.LastEvaluatedKey; len(output.LastEvaluatedKey) == 0 {
			return nil
		}
	}
}

// Put stores items as they are, with their versions, whatever is there.
func (w *Whole) Put(ctx context.Context, items []table.Item) error {
	requests := map[table.Space][]types.WriteRequest{}
	for _, i := range items {
		requests[i.Space] = append(requests[i.Space], types.WriteRequest{PutRequest: &types.PutRequest{Item: dynamoItem(i, i.Version)}})
	}
	return w.send(ctx, requests)
}

// Remove removes items. One that is not there is no error.
func (w *Whole) Remove(ctx context.Context, keys []table.Key) error {
	requests := map[table.Space][]types.WriteRequest{}
	for _, k := range keys {
		requests[k.Space] = append(requests[k.Space], types.WriteRequest{DeleteRequest: &types.DeleteRequest{Key: dynamoKey(k)}})
	}
	return w.send(ctx, requests)
}

func (w *Whole) send(ctx context.Context, requests map[table.Space][]types.WriteRequest) error {
	for _, space := range []table.Space{table.Open, table.Private} {
		for some := range slices.Chunk(requests[space], batchWrites) {
			if err := w.batch(ctx, space, some); err != nil {
				return fmt.Errorf("writing to the %s space: %w", space, err)
			}
		}
	}
	return nil
}

// batch sends a request, and what DynamoDB left over again.
func (w *Whole) batch(ctx context.Context, space table.Space, left []types.WriteRequest) error {
	name := w.names[space]
	for attempt := 0; ; attempt++ {
		output, err := w.client.BatchWriteItem(ctx, &dynamodb.BatchWriteItemInput{RequestItems: map[string][]types.WriteRequest{name: left}})
		if err != nil {
			return dynamoError(err)
		}
		if left = output.UnprocessedItems[name]; len(left) == 0 {
			return nil
		}
		if attempt == batchRetries {
			return fmt.Errorf("%d items were left over: %w", len(left), table.ErrUnavailable)
		}
		if err := w.pause(ctx, attempt); err != nil {
			return err
		}
	}
}
