package cloud

import (
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams"

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
	for range 3 { // the free port may be taken before the server has it
		if url := tryDynoxide(t, path); url != "" {
			return url
		}
	}
	t.Fatalf("%s does not answer", path)
	return ""
}

func tryDynoxide(t *testing.T, path string) string {
	t.Helper()
	address := freeAddress(t)
	_, port, _ := strings.Cut(address, ":")
	server := exec.Command(path, "serve", "--host", "127.0.0.1", "--port", port)
	server.Dir = t.TempDir()
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	exited := make(chan struct{})
	go func() {
		defer close(exited)
		_ = server.Wait() // it is killed below, or its absence is noticed
	}()
	t.Cleanup(func() {
		_ = server.Process.Kill() // fails only if it has ended already
		<-exited
	})
	if answers(t, "http://"+address, exited) {
		return "http://" + address
	}
	return ""
}

func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// answers waits until the server lists its tables or has ended.
func answers(t *testing.T, url string, exited <-chan struct{}) bool {
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	client := dynamodb.New(dynamoOptions(url, http.DefaultTransport))
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		if _, err := client.ListTables(ctx, &dynamodb.ListTablesInput{}); err == nil {
			return true
		}
		select {
		case <-exited:
			return false
		case <-ctx.Done():
			return false
		case <-tick.C:
		}
	}
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
