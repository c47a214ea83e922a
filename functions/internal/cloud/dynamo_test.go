package cloud

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams/types"

	"greenroom/functions/internal/agency/agencytest"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/table"
	"greenroom/functions/internal/table/tabletest"
)

func TestDynamoKeepsTheContract(t *testing.T) {
	t.Parallel()
	t.Run("dynoxide", func(t *testing.T) {
		t.Parallel()
		keepsTheContract(t, startDynoxide(t))
	})
	t.Run("DynamoDB Local", func(t *testing.T) {
		t.Parallel()
		url := os.Getenv("DYNAMODB_LOCAL")
		if url == "" {
			t.Skip("skipped: DYNAMODB_LOCAL does not name the URL of a DynamoDB Local")
		}
		keepsTheContract(t, url)
	})
}

func keepsTheContract(t *testing.T, url string) {
	tabletest.Run(t, func(t *testing.T, now func() time.Time) tabletest.Side {
		names := createTables(t, url)
		forgetExpired(t, url, names)
		client := dynamodb.New(dynamoOptions(url, http.DefaultTransport))
		return tabletest.Side{
			Table: NewDynamo(client, names, now),
			Changes: func(ctx context.Context) ([]table.Change, error) {
				return streamed(ctx, dynamodbstreams.New(streamsOptions(url)), names)
			},
		}
	})
}

// TestDynamoKeepsTheRulesOfOutcomes does on DynamoDB's wire protocol, less
// often, what the room of outcomes is tested with on a laptop's store. Its
// clock stands in another year than the server's, so nothing may expire there.
func TestDynamoKeepsTheRulesOfOutcomes(t *testing.T) {
	t.Parallel()
	url := startDynoxide(t)
	decisiontest.RunSome(t, 10, func(tb testing.TB) (table.Table, *agencytest.Clock) {
		clock := agencytest.NewClock()
		return NewDynamo(dynamodb.New(dynamoOptions(url, http.DefaultTransport)), createTables(tb, url), clock.Now), clock
	})
}

// streamed reads the streams of both tables from their beginning and decodes
// them as the function behind them does.
func streamed(ctx context.Context, client *dynamodbstreams.Client, names map[table.Space]string) ([]table.Change, error) {
	var changes []table.Change
	for space, name := range names {
		list, err := client.ListStreams(ctx, &dynamodbstreams.ListStreamsInput{TableName: aws.String(name)})
		if err != nil {
			return nil, err
		}
		for _, stream := range list.Streams {
			records, err := streamRecords(ctx, client, stream.StreamArn)
			if err != nil {
				return nil, err
			}
			for _, record := range records {
				change, err := ChangeFrom(record, space)
				if err != nil {
					return nil, err
				}
				changes = append(changes, change)
			}
		}
	}
	return changes, nil
}

// streamRecords reads every shard until it has nothing more.
func streamRecords(ctx context.Context, client *dynamodbstreams.Client, arn *string) ([]events.DynamoDBEventRecord, error) {
	stream, err := client.DescribeStream(ctx, &dynamodbstreams.DescribeStreamInput{StreamArn: arn})
	if err != nil {
		return nil, err
	}
	var records []events.DynamoDBEventRecord
	for _, shard := range stream.StreamDescription.Shards {
		start, err := client.GetShardIterator(ctx, &dynamodbstreams.GetShardIteratorInput{
			StreamArn: arn, ShardId: shard.ShardId, ShardIteratorType: types.ShardIteratorTypeTrimHorizon})
		if err != nil {
			return nil, err
		}
		for iterator := start.ShardIterator; iterator != nil; {
			page, err := client.GetRecords(ctx, &dynamodbstreams.GetRecordsInput{ShardIterator: iterator})
			if err != nil {
				return nil, err
			}
			for _, r := range page.Records {
				record, err := lambdaRecord(r)
				if err != nil {
					return nil, err
				}
				records = append(records, record)
			}
			if iterator = page.NextShardIterator; len(page.Records) == 0 {
				break
			}
		}
	}
	return records, nil
}

// lambdaRecord turns a record of the streams API into the one Lambda hands to
// a function: the same JSON.
func lambdaRecord(r types.Record) (record events.DynamoDBEventRecord, err error) {
	text, err := json.Marshal(map[string]any{
		"eventName": r.EventName,
		"dynamodb": map[string]any{
			"Keys":           lambdaAttributes(r.Dynamodb.Keys),
			"OldImage":       lambdaAttributes(r.Dynamodb.OldImage),
			"NewImage":       lambdaAttributes(r.Dynamodb.NewImage),
			"SequenceNumber": r.Dynamodb.SequenceNumber,
		},
	})
	if err != nil {
		return record, err
	}
	if err := json.Unmarshal(text, &record); err != nil {
		return record, fmt.Errorf("record %s: %w", text, err)
	}
	return record, nil
}
