package standin

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams/types"
)

// Stream reads the stream of a table from its beginning. It goes on after the
// last record that it saw: an iterator lasts fifteen minutes only.
type Stream struct {
	Client *dynamodbstreams.Client
	Table  string

	arn  *string
	last map[string]*string // sequence number of the last record of each shard
}

// Next implements Source.
func (s *Stream) Next(ctx context.Context) ([]events.DynamoDBEventRecord, error) {
	shards, err := s.shards(ctx)
	var records []events.DynamoDBEventRecord
	for _, shard := range shards {
		if err == nil {
			records, err = s.read(ctx, *shard.ShardId, records)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("reading stream of %s: %w", s.Table, err)
	}
	return records, nil
}

// shards finds the stream, and what it is made of now.
func (s *Stream) shards(ctx context.Context) ([]types.Shard, error) {
	if s.arn == nil {
		list, err := s.Client.ListStreams(ctx, &dynamodbstreams.ListStreamsInput{TableName: &s.Table})
		if err != nil {
			return nil, err
		}
		if len(list.Streams) != 1 {
			return nil, fmt.Errorf("it has %d streams", len(list.Streams))
		}
		s.arn, s.last = list.Streams[0].StreamArn, map[string]*string{}
	}
	stream, err := s.Client.DescribeStream(ctx, &dynamodbstreams.DescribeStreamInput{StreamArn: s.arn})
	if err != nil {
		return nil, err
	}
	return stream.StreamDescription.Shards, nil
}

// read adds what came since to the records.
func (s *Stream) read(ctx context.Context, shard string, records []events.DynamoDBEventRecord) ([]events.DynamoDBEventRecord, error) {
	from := &dynamodbstreams.GetShardIteratorInput{StreamArn: s.arn, ShardId: &shard, ShardIteratorType: types.ShardIteratorTypeTrimHorizon}
	if last := s.last[shard]; last != nil {
		from.ShardIteratorType, from.SequenceNumber = types.ShardIteratorTypeAfterSequenceNumber, last
	}
	start, err := s.Client.GetShardIterator(ctx, from)
	if err != nil {
		return nil, err
	}
	for iterator := start.ShardIterator; iterator != nil; {
		page, err := s.Client.GetRecords(ctx, &dynamodbstreams.GetRecordsInput{ShardIterator: iterator})
		if err != nil {
			return nil, err
		}
		for _, r := range page.Records {
			record, err := lambdaRecord(r)
			if err != nil {
				return nil, err
			}
			records = append(records, record)
			s.last[shard] = r.Dynamodb.SequenceNumber
		}
		if iterator = page.NextShardIterator; len(page.Records) == 0 {
			break
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

// lambdaAttributes converts an attribute to the JSON in which Lambda receives it.
func lambdaAttributes(values map[string]types.AttributeValue) map[string]map[string]string {
	attributes := map[string]map[string]string{}
	for name, value := range values {
		switch v := value.(type) {
		case *types.AttributeValueMemberS:
			attributes[name] = map[string]string{"S": v.Value}
		case *types.AttributeValueMemberN:
			attributes[name] = map[string]string{"N": v.Value}
		}
	}
	return attributes
}
