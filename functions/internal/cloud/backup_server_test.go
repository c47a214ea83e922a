package cloud

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodbstreams"
	"github.com/google/go-cmp/cmp"

	"greenroom/functions/internal/backup"
	"greenroom/functions/internal/cloud/standin"
	"greenroom/functions/internal/decision"
	"greenroom/functions/internal/local"
	"greenroom/functions/internal/outbox"
	"greenroom/functions/internal/table"
)

// startStage runs what the stage "test" keeps things in: its two tables and
// its bucket, at one address.
func startStage(t *testing.T) (*standin.S3, aws.Config) {
	t.Helper()
	dynamo := startDynoxide(t)
	client := dynamodb.New(dynamoOptions(dynamo, http.DefaultTransport))
	for _, name := range []string{"greenroom-test-OpenTable-1ABC", "greenroom-test-PrivateTable-2ABC", "greenroom-test2-OpenTable-3ABC"} {
		if _, err := client.CreateTable(t.Context(), TableDefinition(name)); err != nil {
			t.Fatal(err)
		}
	}
	to, err := url.Parse(dynamo)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(to)
	store := standin.NewS3()
	return store, fakeSettings(startServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Header.Get("X-Amz-Target") != "":
			proxy.ServeHTTP(w, r)
		case r.Method == http.MethodGet && r.URL.Path == "/":
			fmt.Fprint(w, "<ListAllMyBucketsResult><Buckets><Bucket><Name>greenroom-test-filesbucket-4abc</Name></Bucket></Buckets></ListAllMyBucketsResult>")
		default:
			store.ServeHTTP(w, r)
		}
	})))
}

// performed runs the command against a stage, and wants no address printed.
func performed(t *testing.T, settings aws.Config, now time.Time, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	job := backupJob{settings: settings, getenv: func(string) string { return "" }, now: func() time.Time { return now }, stdout: &out, stderr: &out}
	err := job.run(t.Context(), args)
	if said := out.String() + fmt.Sprint(err); strings.Contains(said, "@") {
		t.Errorf("%v: an address was printed:\n%s", args, said)
	}
	return out.String(), err
}

// onLaptop runs the laptop's command.
func onLaptop(t *testing.T, args ...string) {
	t.Helper()
	var out bytes.Buffer
	if code := local.Run(t.Context(), append([]string{"-content", "../../../content"}, args...), &out, &out); code != 0 {
		t.Fatalf("%v ended with %d:\n%s", args, code, &out)
	}
}

// greeting tells when the laptop's server has said all it says.
type greeting chan struct{}

func (g greeting) Write(p []byte) (int, error) {
	if bytes.HasPrefix(p, []byte("Ctrl-C stops")) {
		close(g)
	}
	return len(p), nil
}

// startDemo fills a laptop's store with the demo.
func startDemo(t *testing.T, data string) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	said, ended := make(greeting), make(chan int, 1)
	go func() {
		ended <- local.Run(ctx, []string{"-addr", "127.0.0.1:0", "-content", "../../../content", "-data", data}, said, said)
	}()
	select {
	case <-said:
	case code := <-ended:
		t.Fatalf("the demo ended with %d", code)
	}
	stop()
	if code := <-ended; code != 0 {
		t.Fatalf("the demo ended with %d", code)
	}
}

// The demo goes from a laptop to AWS and back with its file. On AWS people
// work on with it, and nothing of it is mailed.
func TestTheDemoMovesToAWSAndBack(t *testing.T) {
	t.Parallel()
	store, settings := startStage(t)
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	startDemo(t, in("here"))
	onLaptop(t, "-data", in("here"), "backup", in("1"))
	_, one := backupItems(t, in("1"))
	made := one.Made.Add(time.Minute)

	if out, err := performed(t, settings, made, "restore", "test", in("1")); err != nil || !strings.Contains(out, "restored a backup made") {
		t.Fatalf("got %q and error %v", out, err)
	}
	if _, err := performed(t, settings, made, "backup", "test", in("2")); err != nil {
		t.Fatal(err)
	}
	onLaptop(t, "-data", in("there"), "restore", in("2"))
	onLaptop(t, "-data", in("there"), "backup", in("3"))
	first, _ := backupItems(t, in("1"))
	second, two := backupItems(t, in("2"))
	third, three := backupItems(t, in("3"))
	for n := range first {
		var err error
		if first[n], err = decision.Restored(first[n]); err != nil {
			t.Fatal(err)
		}
	}
	first = slices.DeleteFunc(first, func(i table.Item) bool { return i.Expired(two.Made) })
	second3 := slices.DeleteFunc(slices.Clone(second), func(i table.Item) bool { return i.Expired(three.Made) })
	if diff := cmp.Diff(first, second) + cmp.Diff(second3, third); diff != "" || len(third) < 100 {
		t.Errorf("of %d items these changed on the way:\n%s", len(third), diff)
	}
	if len(store.Objects) != 0 {
		t.Errorf("%d uploads came from nowhere", len(store.Objects))
	}

	names := map[table.Space]string{table.Open: "greenroom-test-OpenTable-1ABC", table.Private: "greenroom-test-PrivateTable-2ABC"}
	changes, err := streamed(t.Context(), dynamodbstreams.NewFromConfig(settings), names)
	if err != nil || len(changes) < len(second) {
		t.Errorf("%d changes of %d items, error %v", len(changes), len(second), err)
	}
	for _, c := range changes {
		if id, leaves := outbox.Waiting(c); leaves {
			t.Errorf("mail %s leaves because it was restored", id)
		}
	}
	kept := NewDynamo(dynamodb.NewFromConfig(settings), names, func() time.Time { return made })
	worksOn(t, kept, second)
	if _, err := performed(t, settings, made, "restore", "test", in("1")); err == nil || !strings.Contains(err.Error(), `1 of kind "comment"`) {
		t.Errorf("over what changed: got error %v, want the comment named by its kind", err)
	}
	if _, err := performed(t, settings, made, "restore", "-over", "test", in("1")); err != nil {
		t.Error(err)
	}
	if _, err := performed(t, settings, two.Made, "backup", "test", in("4")); err != nil {
		t.Fatal(err)
	}
	if fourth, _ := backupItems(t, in("4")); !cmp.Equal(second, fourth) {
		t.Errorf("restored over what changed:\n%s", cmp.Diff(second, fourth))
	}
}

func backupItems(t *testing.T, path string) (items []table.Item, _ backup.Header) {
	t.Helper()
	header, _, err := backup.ReadFile(path, backup.Visitor{Item: func(i table.Item) error {
		items = append(items, i)
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	return items, header
}
