package cloud

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"greenroom/functions/internal/table"
)

// DynamoAPI is the part of DynamoDB's client that the table needs.
type DynamoAPI interface {
	GetItem(context.Context, *dynamodb.GetItemInput, ...func(*dynamodb.Options)) (*dynamodb.GetItemOutput, error)
	Query(context.Context, *dynamodb.QueryInput, ...func(*dynamodb.Options)) (*dynamodb.QueryOutput, error)
	TransactWriteItems(context.Context, *dynamodb.TransactWriteItemsInput, ...func(*dynamodb.Options)) (*dynamodb.TransactWriteItemsOutput, error)
}

// Dynamo keeps each space in a DynamoDB table.
type Dynamo struct {
	client DynamoAPI
	names  map[table.Space]string
	now    func() time.Time

	pause    func(ctx context.Context, attempt int) error
	newToken func() string
}

// NewDynamo returns a table over the named DynamoDB tables. A space without a
// name is refused with table.ErrInvalid. The client keeps its retries: a lost
// reply is then no error, as every write carries a request token.
func NewDynamo(client DynamoAPI, names map[table.Space]string, now func() time.Time) *Dynamo {
	return &Dynamo{client: client, names: names, now: now, pause: dynamoPause, newToken: rand.Text}
}

// dynamoPause waits 10 to 20 ms before the first repetition, and twice as
// long before each further one, up to 640 ms: in the minute in which a program
// closes everybody's application meets others at its count.
func dynamoPause(ctx context.Context, attempt int) error {
	base := 10 * time.Millisecond << min(attempt, 5)
	timer := time.NewTimer(base + mathrand.N(base))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

func (d *Dynamo) name(s table.Space) (*string, error) {
	name, ok := d.names[s]
	if !ok {
		return nil, fmt.Errorf("space %q has no table here: %w", s, table.ErrInvalid)
	}
	return &name, nil
}

// Get returns one item.
func (d *Dynamo) Get(ctx context.Context, k table.Key) (table.Item, error) {
	i, err := d.stored(ctx, k, nil)
	if err == nil && (i == nil || i.Expired(d.now())) {
		err = table.ErrNotFound
	}
	if err != nil {
		return table.Item{}, fmt.Errorf("reading %s: %w", k, err)
	}
	return *i, nil
}

// stored returns what is kept under the key, expired or not, or nil. Without
// attributes all of it is read.
func (d *Dynamo) stored(ctx context.Context, k table.Key, attributes *string) (*table.Item, error) {
	name, err := d.name(k.Space)
	if err := errors.Join(k.Valid(), err); err != nil {
		return nil, err
	}
	input := &dynamodb.GetItemInput{TableName: name, Key: dynamoKey(k), ConsistentRead: aws.Bool(true)}
	if attributes != nil {
		input.ProjectionExpression = attributes
		input.ExpressionAttributeNames = map[string]string{"#ttl": "ttl"}
	}
	output, err := d.client.GetItem(ctx, input)
	if err != nil {
		return nil, dynamoError(err)
	}
	if output.Item == nil {
		return nil, nil
	}
	i, err := fromDynamo(output.Item).item(k.Space)
	return &i, err
}

// Query returns one page.
func (d *Dynamo) Query(ctx context.Context, q table.Query) (table.Page, error) {
	q, err := q.Normal()
	if err != nil {
		return table.Page{}, err
	}
	start, err := q.Start()
	if err != nil {
		return table.Page{}, err
	}
	name, err := d.name(q.Space)
	if err != nil {
		return table.Page{}, err
	}
	if q.To != "" && q.From > q.To {
		return table.Page{}, ctx.Err() // DynamoDB takes this for a mistake
	}
	input := dynamoQuery(q, start)
	input.TableName = name
	output, err := d.client.Query(ctx, input)
	if err != nil {
		return table.Page{}, fmt.Errorf("querying: %w", dynamoError(err))
	}
	return d.page(q, output)
}

func (d *Dynamo) page(q table.Query, output *dynamodb.QueryOutput) (table.Page, error) {
	var page table.Page
	now := d.now()
	for _, attributes := range output.Items {
		i, err := fromDynamo(attributes).item(q.Space)
		if err != nil {
			return table.Page{}, fmt.Errorf("querying: %w", err)
		}
		if !i.Expired(now) {
			page.Items = append(page.Items, i)
		}
	}
	if len(output.LastEvaluatedKey) > 0 {
		last := fromDynamo(output.LastEvaluatedKey)
		_, sk := dynamoIndexNames(q.Index)
		page.Cursor = q.CursorAfter(table.Position{SortKey: last[sk], PK: last["PK"], SK: last["SK"]})
	}
	return page, nil
}

// dynamoQuery says the query in DynamoDB's words.
func dynamoQuery(q table.Query, start *table.Position) *dynamodb.QueryInput {
	pk, sk := dynamoIndexNames(q.Index)
	condition := pk + " = :pk"
	values := map[string]types.AttributeValue{":pk": dynamoText(q.PK)}
	switch {
	case q.Prefix != "":
		condition += " AND begins_with(" + sk + ", :prefix)"
		values[":prefix"] = dynamoText(q.Prefix)
	case q.From != "" && q.To != "":
		condition += " AND " + sk + " BETWEEN :from AND :to"
		values[":from"], values[":to"] = dynamoText(q.From), dynamoText(q.To)
	case q.From != "":
		condition += " AND " + sk + " >= :from"
		values[":from"] = dynamoText(q.From)
	case q.To != "":
		condition += " AND " + sk + " <= :to"
		values[":to"] = dynamoText(q.To)
	}
	input := &dynamodb.QueryInput{
		KeyConditionExpression:    aws.String(condition),
		ExpressionAttributeValues: values,
		ScanIndexForward:          aws.Bool(!q.Descending),
		Limit:                     aws.Int32(int32(q.Limit)),
		ConsistentRead:            aws.Bool(q.Index == 0),
	}
	if q.Index > 0 {
		input.IndexName = aws.String(dynamoIndexName(q.Index))
	}
	if start != nil {
		input.ExclusiveStartKey = map[string]types.AttributeValue{"PK": dynamoText(start.PK), "SK": dynamoText(start.SK)}
		input.ExclusiveStartKey[pk], input.ExclusiveStartKey[sk] = dynamoText(q.PK), dynamoText(start.SortKey)
	}
	return input
}
