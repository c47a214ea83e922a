package cloud

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"greenroom/functions/internal/agency/agencytest"
	"greenroom/functions/internal/decision/decisiontest"
)

// crowded is a DynamoDB that cancels a transaction which meets another one at
// an item, as AWS does. The server of the tests does one after the other.
type crowded struct {
	DynamoAPI
	mu   sync.Mutex
	busy map[string]bool
	met  int        // transactions that were cancelled
	left int        // transactions that have ended
	some *sync.Cond // is told of each that ends
}

// pause waits as dynamoPause does, but counts in transactions that end instead
// of in tens of milliseconds: a slow machine makes all of them slow.
func (c *crowded) pause(_ context.Context, attempt int) error {
	base := 1 << min(attempt, 5)
	c.mu.Lock()
	defer c.mu.Unlock()
	for until := c.left + base + rand.N(base); c.left < until && len(c.busy) > 0; {
		c.some.Wait()
	}
	return nil
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
	c.left++
	c.some.Broadcast()
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

// TestDynamoInTheClosingMinute has as many people apply at once as there may be
// functions running. All of them meet at their program's count; everybody is
// answered, nobody is lost, and nobody is counted twice.
func TestDynamoInTheClosingMinute(t *testing.T) {
	t.Parallel()
	url := startDynoxide(t)
	crowd := &crowded{DynamoAPI: dynamodb.New(dynamoOptions(url, http.DefaultTransport)), busy: map[string]bool{}}
	crowd.some = sync.NewCond(&crowd.mu)
	clock := agencytest.NewClock()
	kept := NewDynamo(crowd, createTables(t, url), clock.Now)
	kept.pause = crowd.pause
	house := decisiontest.Open(kept, clock)
	const functions, each = 20, 10
	var all sync.WaitGroup
	for n := range functions {
		all.Go(func() {
			for i := range each {
				if _, err := house.Apply(t.Context(), "tuesday", fmt.Sprintf("a%d-%d", n, i)); err != nil {
					t.Errorf("applying: %v", err)
				}
			}
		})
	}
	all.Wait()
	everybody, err := house.Applications.Everybody(t.Context(), "tuesday")
	p, unread := house.Programs.Find(t.Context(), "tuesday")
	if err := errors.Join(err, unread); err != nil || len(everybody) != functions*each || p.Course.Applied != functions*each {
		t.Errorf("%d applied and %d are counted, %v, want %d", len(everybody), p.Course.Applied, err, functions*each)
	}
	if crowd.met == 0 {
		t.Error("no two ever met: the test shows nothing")
	}
	t.Logf("%d applications, %d times two met", len(everybody), crowd.met)
}
