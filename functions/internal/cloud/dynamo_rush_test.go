package cloud

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"greenroom/functions/internal/table"
)

// crowded is a DynamoDB that cancels a transaction which meets another one at
// an item, as AWS does. The server of the tests does one after the other.
type crowded struct {
	DynamoAPI
	mu   sync.Mutex
	busy map[string]bool
	met  int // transactions that were cancelled
}

func (c *crowded) TransactWriteItems(ctx context.Context, input *dynamodb.TransactWriteItemsInput, options ...func(*dynamodb.Options)) (*dynamodb.TransactWriteItemsOutput, error) {
	keys := transactionKeys(input)
	if met := c.enter(keys); met != nil {
		return nil, met
	}
	defer c.leave(keys)
	return c.DynamoAPI.TransactWriteItems(ctx, input, options...)
}

func (c *crowded) enter(keys []string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	codes, meets := make([]string, len(keys)), false
	for i, k := range keys {
		if codes[i] = "None"; c.busy[k] {
			codes[i], meets = "TransactionConflict", true
		}
	}
	if meets {
		c.met++
		return cancelledFor(codes...)
	}
	for _, k := range keys {
		c.busy[k] = true
	}
	return nil
}

func (c *crowded) leave(keys []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, k := range keys {
		delete(c.busy, k)
	}
}

func transactionKeys(input *dynamodb.TransactWriteItemsInput) (keys []string) {
	for _, w := range input.TransactItems {
		var key map[string]types.AttributeValue
		switch {
		case w.Put != nil:
			key = w.Put.Item
		case w.Update != nil:
			key = w.Update.Key
		case w.Delete != nil:
			key = w.Delete.Key
		default:
			key = w.ConditionCheck.Key
		}
		a := fromDynamo(key)
		keys = append(keys, a["PK"]+" "+a["SK"])
	}
	return keys
}

// TestDynamoInTheClosingMinute has as many write at once as there may be
// functions running, all to one count, as applications to one program do. Each
// is kept, and none twice.
func TestDynamoInTheClosingMinute(t *testing.T) {
	t.Parallel()
	url := startDynoxide(t)
	crowd := &crowded{DynamoAPI: dynamodb.New(dynamoOptions(url, http.DefaultTransport)), busy: map[string]bool{}}
	d := NewDynamo(crowd, createTables(t, url), time.Now)
	count := table.Key{Space: table.Open, PK: "PROG#tuesday", SK: "COUNT#applied"}
	const writers, each = 20, 25 // 500 applications
	var all sync.WaitGroup
	for range writers {
		all.Go(func() {
			for range each {
				if err := d.Write(t.Context(), "", table.Add(count, "count", 1)); err != nil {
					t.Errorf("not kept: %v", err)
				}
			}
		})
	}
	all.Wait()
	if i, err := d.Get(t.Context(), count); err != nil || i.Count != writers*each {
		t.Errorf("counted %d, %v, want %d", i.Count, err, writers*each)
	}
	if crowd.met == 0 {
		t.Error("no two ever met: the test shows nothing")
	}
	t.Logf("%d writes, %d times two met", writers*each, crowd.met)
}
