package cloud

import (
	"context"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams"

	"greenroom/functions/internal/agency/agencytest"
	"greenroom/functions/internal/cloud/standin"
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
		records, err := (&standin.Stream{Client: client, Table: name}).Next(ctx)
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
	return changes, nil
}
