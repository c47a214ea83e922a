package cloud

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams"

	"greenroom/functions/internal/cloud/standin"
	"greenroom/functions/internal/table"
)

// startDynoxide runs a DynamoDB server in memory for the length of a test and
// returns its address. The program is the one named by DYNOXIDE, or dynoxide
// on the PATH.
func startDynoxide(t *testing.T) string {
	t.Helper()
	program := os.Getenv("DYNOXIDE")
	if program == "" {
		program = "dynoxide"
	}
	path, err := exec.LookPath(program)
	if err != nil {
		missing := "skipped: this test needs the DynamoDB server dynoxide; name it in DYNOXIDE or put it on the PATH"
		if os.Getenv("GREENROOM_FULL") == "1" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	server, url, err := standin.StartDynoxide(path, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	return url
}

func dynamoOptions(url string, transport http.RoundTripper) dynamodb.Options {
	return dynamodb.Options{
		Region:       "eu-central-1",
		BaseEndpoint: aws.String(url),
		Credentials:  credentials.NewStaticCredentialsProvider("test", "test", ""),
		HTTPClient:   &http.Client{Transport: transport},
	}
}

func streamsOptions(url string) dynamodbstreams.Options {
	return dynamodbstreams.Options{
		Region:       "eu-central-1",
		BaseEndpoint: aws.String(url),
		Credentials:  credentials.NewStaticCredentialsProvider("test", "test", ""),
	}
}

// createTables makes an empty table for each space.
func createTables(t testing.TB, url string) map[table.Space]string {
	t.Helper()
	client := dynamodb.New(dynamoOptions(url, http.DefaultTransport))
	names := map[table.Space]string{}
	for _, space := range []table.Space{table.Open, table.Private} {
		names[space] = fmt.Sprintf("test-%s-%s", space, rand.Text()[:8])
		if _, err := client.CreateTable(t.Context(), TableDefinition(names[space])); err != nil {
			t.Fatalf("got error %v, want the definition to be accepted", err)
		}
		waiter := dynamodb.NewTableExistsWaiter(client, func(o *dynamodb.TableExistsWaiterOptions) { o.MinDelay = 10 * time.Millisecond })
		if err := waiter.Wait(t.Context(), &dynamodb.DescribeTableInput{TableName: aws.String(names[space])}, time.Minute); err != nil {
			t.Fatal(err)
		}
	}
	return names
}

// forgetExpired has the server remove what has expired by its own clock.
func forgetExpired(t *testing.T, url string, names map[table.Space]string) {
	t.Helper()
	client := dynamodb.New(dynamoOptions(url, http.DefaultTransport))
	for _, name := range names {
		if _, err := client.UpdateTimeToLive(t.Context(), TimeToLive(name)); err != nil {
			t.Fatal(err)
		}
	}
}
