package cloud

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/smithy-go"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"greenroom/functions/internal/table"
)

// scripted is a DynamoDB that answers transactions with the given errors in
// turn, holds one item or none, and remembers what it was sent.
type scripted struct {
	answers []error
	held    map[string]types.AttributeValue
	sent    []*dynamodb.TransactWriteItemsInput
}

func (s *scripted) GetItem(context.Context, *dynamodb.GetItemInput, ...func(*dynamodb.Options)) (*dynamodb.GetItemOutput, error) {
	return &dynamodb.GetItemOutput{Item: s.held}, nil
}

func (s *scripted) Query(context.Context, *dynamodb.QueryInput, ...func(*dynamodb.Options)) (*dynamodb.QueryOutput, error) {
	return nil, s.answers[0]
}

func (s *scripted) TransactWriteItems(_ context.Context, input *dynamodb.TransactWriteItemsInput, _ ...func(*dynamodb.Options)) (*dynamodb.TransactWriteItemsOutput, error) {
	s.sent = append(s.sent, input)
	if len(s.answers) == 0 {
		return &dynamodb.TransactWriteItemsOutput{}, nil
	}
	err := s.answers[0]
	s.answers = s.answers[1:]
	return &dynamodb.TransactWriteItemsOutput{}, err
}

func scriptedDynamo(now time.Time, answers ...error) (*Dynamo, *scripted, *int) {
	server := &scripted{answers: answers}
	d := NewDynamo(server, map[table.Space]string{table.Open: "open", table.Private: "private"}, func() time.Time { return now })
	pauses := 0
	d.pause = func(context.Context, int) error { pauses++; return nil }
	return d, server, &pauses
}

func cancelledFor(codes ...string) error {
	cancelled := &types.TransactionCanceledException{}
	for _, code := range codes {
		cancelled.CancellationReasons = append(cancelled.CancellationReasons, types.CancellationReason{Code: aws.String(code)})
	}
	return cancelled
}

func TestDynamoAnswersOfTransactions(t *testing.T) {
	t.Parallel()
	met := cancelledFor("None", "TransactionConflict")
	tooLarge := &types.TransactionCanceledException{CancellationReasons: []types.CancellationReason{
		{Code: aws.String("ValidationError"), Message: aws.String("Item size to update has exceeded the maximum allowed size")}}}
	for name, c := range map[string]struct {
		answers      []error
		want         error
		sent, pauses int
	}{
		"success":                    {nil, nil, 1, 0},
		"met another, then success":  {[]error{met, met, met}, nil, 4, 3},
		"met another every time":     {slices.Repeat([]error{met}, dynamoRetries+2), table.ErrUnavailable, dynamoRetries + 1, dynamoRetries},
		"still in progress":          {[]error{&types.TransactionInProgressException{}}, nil, 2, 1},
		"throttled inside":           {[]error{cancelledFor("ThrottlingError", "None")}, nil, 2, 1},
		"no capacity inside":         {[]error{cancelledFor("None", "ProvisionedThroughputExceeded")}, nil, 2, 1},
		"throttled":                  {[]error{&smithy.GenericAPIError{Code: "ThrottlingException"}}, table.ErrUnavailable, 1, 0},
		"no connection":              {[]error{errors.New("connection reset")}, table.ErrUnavailable, 1, 0},
		"no such table":              {[]error{&types.ResourceNotFoundException{}}, table.ErrUnavailable, 1, 0},
		"other writes under a token": {[]error{&types.IdempotentParameterMismatchException{}}, table.ErrTokenReused, 1, 0},
		"too large":                  {[]error{tooLarge}, table.ErrTooLarge, 1, 0},
		"not understood":             {[]error{&smithy.GenericAPIError{Code: "ValidationException", Message: "no"}}, table.ErrInvalid, 1, 0},
		"caller gave up":             {[]error{context.Canceled}, context.Canceled, 1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, server, pauses := scriptedDynamo(time.Now(), c.answers...)
			err := d.Write(t.Context(), "", table.Create(table.Item{Key: table.Key{Space: table.Open, PK: "A", SK: "1"}}),
				table.Create(table.Item{Key: table.Key{Space: table.Open, PK: "A", SK: "2"}}))
			if !errors.Is(err, c.want) {
				t.Errorf("got error %v, want %v", err, c.want)
			}
			if len(server.sent) != c.sent || *pauses != c.pauses {
				t.Errorf("got %d requests and %d pauses, want %d and %d", len(server.sent), *pauses, c.sent, c.pauses)
			}
			for _, again := range server.sent {
				if diff := cmp.Diff(server.sent[0], again, ignoreUnexported()); diff != "" {
					t.Errorf("a repeated request differs:\n%s", diff)
				}
			}
		})
	}
}

// A request that is repeated later must not have changed, or DynamoDB takes
// it for another one.
func TestDynamoRequestDoesNotDependOnTheTime(t *testing.T) {
	t.Parallel()
	i := table.Item{Key: table.Key{Space: table.Private, PK: "A", SK: "1"}, Version: 3, Kind: "k", Body: []byte(`{}`),
		Expires: time.Unix(5_000_000_000, 0), Index: [3]table.IndexKey{1: {PK: "Q", SK: "1"}}}
	key := func(sk string) table.Key { return table.Key{Space: table.Open, PK: "A", SK: sk} }
	set := i
	set.SK = "2"
	writes := []table.Write{table.Replace(i), table.Set(set), table.Create(table.Item{Key: key("3")}), table.Delete(key("4"), 2),
		table.Delete(key("5"), table.Any), table.Check(key("6"), 0), table.Check(key("7"), 7), table.Add(key("8"), "counter", 1)}
	var first *dynamodb.TransactWriteItemsInput
	for minute := range 9 {
		d, server, _ := scriptedDynamo(time.Unix(4_000_000_000, 0).Add(time.Duration(minute) * time.Minute))
		if err := d.Write(t.Context(), "token", writes...); err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = server.sent[0]
		}
		if diff := cmp.Diff(first, server.sent[0], ignoreUnexported()); diff != "" {
			t.Fatalf("the request of minute %d differs:\n%s", minute, diff)
		}
	}
	if got := len(*first.ClientRequestToken); got != 36 {
		t.Errorf("got a request token of %d characters, want 36", got)
	}
}

// The clearing of an expired item is a condition on what was seen, so that it
// cannot hit a live one that took its place.
func TestDynamoClearsOnlyWhatItSaw(t *testing.T) {
	t.Parallel()
	now := time.Unix(5_000_000_000, 0)
	old := table.Item{Key: table.Key{Space: table.Open, PK: "A", SK: "1"}, Expires: now}
	d, server, _ := scriptedDynamo(now, cancelledFor("ConditionalCheckFailed")) // somebody was faster
	server.held = dynamoItem(old, 7)
	if err := d.Write(t.Context(), "", table.Set(table.Item{Key: old.Key})); err != nil {
		t.Fatal(err)
	}
	clearing := server.sent[0].TransactItems[0].Delete
	if clearing == nil || *clearing.ConditionExpression != "ver = :ver AND #ttl = :ttl" {
		t.Fatalf("got %+v, want a conditional delete", server.sent[0].TransactItems[0])
	}
	want := map[string]types.AttributeValue{":ver": dynamoNumber(7), ":ttl": dynamoNumber(now.Unix())}
	if diff := cmp.Diff(want, clearing.ExpressionAttributeValues, ignoreUnexported()); diff != "" {
		t.Errorf("got (+) differs from want (-):\n%s", diff)
	}
}

func TestDynamoWithoutATableForASpace(t *testing.T) {
	t.Parallel()
	server := &scripted{}
	d := NewDynamo(server, map[table.Space]string{table.Open: "open"}, time.Now)
	secret := table.Key{Space: table.Private, PK: "A", SK: "1"}
	_, errGet := d.Get(t.Context(), secret)
	_, errQuery := d.Query(t.Context(), table.Query{Space: table.Private, PK: "A"})
	errWrite := d.Write(t.Context(), "", table.Check(table.Key{Space: table.Open, PK: "A", SK: "1"}, 0), table.Check(secret, 0))
	for _, err := range []error{errGet, errQuery, errWrite} {
		if !errors.Is(err, table.ErrInvalid) {
			t.Errorf("got error %v, want ErrInvalid", err)
		}
	}
	if len(server.sent) > 0 {
		t.Errorf("got %d requests, want none", len(server.sent))
	}
}

func ignoreUnexported() cmp.Option {
	return cmp.Options{
		cmpopts.IgnoreUnexported(dynamodb.TransactWriteItemsInput{}, types.TransactWriteItem{}, types.Put{}, types.Update{}, types.Delete{},
			types.ConditionCheck{}, types.AttributeValueMemberS{}, types.AttributeValueMemberN{}),
	}
}
