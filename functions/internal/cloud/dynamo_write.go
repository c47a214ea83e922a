package cloud

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"golang.org/x/sync/errgroup"

	"greenroom/functions/internal/table"
)

const (
	dynamoRetries   = 14 // of a transaction that met another one; all pauses are 6.5 s at most
	dynamoReaders   = 8
	dynamoTokenSize = 36 // characters at most
)

// Write applies all of the writes or none.
//
// DynamoDB recognises a repeated request by its token only if every byte of
// it is the same. Conditions therefore never name the time: an expired item
// that would satisfy one is deleted beforehand, by its version.
func (d *Dynamo) Write(ctx context.Context, token string, writes ...table.Write) error {
	writes, err := table.Validate(writes)
	if err != nil {
		return fmt.Errorf("writing: %w", err)
	}
	input, err := d.transaction(token, writes)
	if err != nil {
		return fmt.Errorf("writing: %w", err)
	}
	now := d.now()
	if err := d.clear(ctx, writes, now); err != nil {
		return fmt.Errorf("writing: %w", err)
	}
	if err := d.transact(ctx, input, writes, now); err != nil {
		return fmt.Errorf("writing: %w", err)
	}
	return nil
}

func (d *Dynamo) transaction(token string, writes []table.Write) (*dynamodb.TransactWriteItemsInput, error) {
	input := &dynamodb.TransactWriteItemsInput{ClientRequestToken: aws.String(d.requestToken(token))}
	for _, w := range writes {
		name, err := d.name(w.Item.Space)
		if err != nil {
			return nil, err
		}
		input.TransactItems = append(input.TransactItems, dynamoWrite(name, w))
	}
	return input, nil
}

// requestToken shortens a token to what DynamoDB takes. Its tokens count for a
// whole account, ours for one pair of tables.
func (d *Dynamo) requestToken(token string) string {
	if token == "" {
		return d.newToken()
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %q", d.names[table.Open], d.names[table.Private], token))
	return base64.RawURLEncoding.EncodeToString(sum[:])[:dynamoTokenSize]
}

// clear deletes expired items that a write would take for live ones. A
// condition of absence is not among them: it fails, and shows the item.
func (d *Dynamo) clear(ctx context.Context, writes []table.Write, now time.Time) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(dynamoReaders)
	for _, w := range writes {
		if w.If == 0 || w.Op == table.OpDelete && w.If == table.Any {
			continue
		}
		group.Go(func() error {
			i, err := d.stored(ctx, w.Item.Key, aws.String("PK, SK, ver, #ttl"))
			if err != nil || i == nil || !i.Expired(now) {
				return err
			}
			return d.sweep(ctx, *i)
		})
	}
	return group.Wait()
}

// sweep deletes an expired item. If that finds another state, somebody else
// was faster.
func (d *Dynamo) sweep(ctx context.Context, i table.Item) error {
	_, err := d.client.TransactWriteItems(ctx, &dynamodb.TransactWriteItemsInput{
		ClientRequestToken: aws.String(d.newToken()),
		TransactItems: []types.TransactWriteItem{{Delete: &types.Delete{
			TableName:                 aws.String(d.names[i.Space]),
			Key:                       dynamoKey(i.Key),
			ConditionExpression:       aws.String("ver = :ver AND #ttl = :ttl"),
			ExpressionAttributeNames:  map[string]string{"#ttl": "ttl"},
			ExpressionAttributeValues: map[string]types.AttributeValue{":ver": dynamoNumber(i.Version), ":ttl": dynamoNumber(i.Expires.Unix())},
		}}},
	})
	if _, ok := errors.AsType[*types.TransactionCanceledException](err); ok {
		return nil
	}
	return dynamoError(err)
}

// transact sends the transaction, and again if it met another one or an
// expired item was in its way.
func (d *Dynamo) transact(ctx context.Context, input *dynamodb.TransactWriteItemsInput, writes []table.Write, now time.Time) error {
	for attempt := 0; ; attempt++ {
		_, err := d.client.TransactWriteItems(ctx, input)
		if err == nil {
			return nil
		}
		again, err := d.judge(ctx, err, writes, now)
		if !again || attempt == dynamoRetries {
			return err
		}
		if err := d.pause(ctx, attempt); err != nil {
			return err
		}
	}
}

// judge says why a transaction failed and whether it is worth another try.
func (d *Dynamo) judge(ctx context.Context, err error, writes []table.Write, now time.Time) (again bool, _ error) {
	if _, ok := errors.AsType[*types.TransactionInProgressException](err); ok {
		return true, dynamoError(err)
	}
	cancelled, ok := errors.AsType[*types.TransactionCanceledException](err)
	if !ok {
		return false, dynamoError(err)
	}
	expired, err := dynamoRefusals(cancelled.CancellationReasons, writes, now)
	if err != nil {
		return false, err
	}
	for _, i := range expired {
		if err := d.sweep(ctx, i); err != nil {
			return false, err
		}
	}
	err = dynamoCancellation(cancelled)
	return errors.Is(err, table.ErrUnavailable), err
}

// dynamoRefusals finds the first write whose condition does not hold, and otherwise
// the expired items for which conditions failed that do.
func dynamoRefusals(reasons []types.CancellationReason, writes []table.Write, now time.Time) (expired []table.Item, err error) {
	for n, reason := range reasons {
		if n >= len(writes) || aws.ToString(reason.Code) != "ConditionalCheckFailed" {
			continue
		}
		conflict := &table.ConflictError{Write: n, Key: writes[n].Item.Key}
		if len(reason.Item) == 0 {
			return nil, conflict
		}
		i, err := fromDynamo(reason.Item).item(conflict.Key.Space)
		if err != nil {
			return nil, err
		}
		if !i.Expired(now) {
			conflict.Current = &i
			return nil, conflict
		}
		if writes[n].If != 0 {
			return nil, conflict
		}
		expired = append(expired, i)
	}
	return expired, nil
}
