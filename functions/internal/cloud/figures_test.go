package cloud

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/table"
	"greenroom/site/generate"
)

// benchPosts is how large the site is that figures are taken of.
const benchPosts = 10_000

// TestFigures prints what publishing a large site costs the publish function's
// own program: GREENROOM_FIGURES=1 go test -run TestFigures -v -timeout 1h. The
// corpus is that of scripts/bench; GREENROOM_CORPUS names one that it has left.
func TestFigures(t *testing.T) {
	if os.Getenv("GREENROOM_FIGURES") == "" {
		t.Skip("skipped: GREENROOM_FIGURES=1 takes figures, for some minutes")
	}
	corpus := os.Getenv("GREENROOM_CORPUS")
	if corpus == "" {
		corpus = makeCorpus(t)
	}
	program := buildFunctions(t, corpusWords(t, corpus), "publish") + "/publish"
	dynamo := startDynoxide(t)
	client := dynamodb.New(dynamoOptions(dynamo, http.DefaultTransport))
	if _, err := client.CreateTable(t.Context(), TableDefinition("OpenTable")); err != nil {
		t.Fatal(err)
	}
	all := benchComments(t, corpus)
	whole := NewWhole(client, map[table.Space]string{table.Open: "OpenTable"})
	if err := whole.Put(t.Context(), all[1:]); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d posts, %d comments", benchPosts, len(all))
	store, _ := startFakeS3(t)
	traffic := &traffic{puts: map[string]int{}, bytes: map[string]int64{}}
	timeout := time.Duration(loadTemplate(t).setting("PublishFunction", "Timeout").(int)) * time.Second
	h := startLong(t, program, timeout, map[string]string{
		"AWS_REGION": "eu-central-1", "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
		"AWS_ENDPOINT_URL_DYNAMODB": dynamo, "AWS_ENDPOINT_URL_S3": startServer(t, far(store, 30*time.Millisecond, traffic.note)),
		"OPEN_TABLE": "OpenTable", "SITE_BUCKET": "site", "BASE_URL": "https://greenroom.example",
	})
	stop := h.disk()
	t.Logf("%-28s %8s %8s %8s %10s %10s %12s %9s", "", "seconds", "cpu s", "calls", "puts", "MB put", "manifest MB", "peak MB")
	row := func(what string, event siteEvent) siteAnswer {
		traffic.reset()
		began, cpu := time.Now(), 0.0
		cpu, _ = h.used(t)
		answer := h.ask(t, event)
		now, peak := h.used(t)
		calls, puts, bytes, manifest := traffic.sums()
		t.Logf("%-28s %8.1f %8.1f %8d %10d %10.3f %12.3f %9.0f", what, time.Since(began).Seconds(), now-cpu, calls, puts, bytes, manifest, peak)
		return answer
	}
	for part := 1; part < 10 && row(fmt.Sprint("first build, part ", part), siteEvent{Parts: true}).Unfinished; part++ {
	}
	t.Logf("most in the temporary folder: %.0f MB", stop())
	if err := whole.Put(t.Context(), all[:1]); err != nil {
		t.Fatal(err)
	}
	approved := siteEvent{DynamoDBEvent: events.DynamoDBEvent{Records: []events.DynamoDBEventRecord{streamedRecord(1, nil, &all[0])}}}
	row("one comment approved", approved)
	row("the same once more", approved)
}

// traffic counts what is put.
type traffic struct {
	mu    sync.Mutex
	calls int
	puts  map[string]int
	bytes map[string]int64
}

func (c *traffic) note(r *http.Request, bytes int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.calls++; r.Method == http.MethodPut {
		c.puts[r.URL.Path]++
		c.bytes[r.URL.Path] += bytes
	}
}

func (c *traffic) reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls, c.puts, c.bytes = 0, map[string]int{}, map[string]int64{}
}

// sums are in MB.
func (c *traffic) sums() (calls, puts int, all, manifest float64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for name, n := range c.puts {
		puts += n
		size := float64(c.bytes[name]) / 1e6
		all += size
		if name == "/site/"+generate.ManifestName || strings.HasPrefix(name, "/site/"+manifestBase) {
			manifest += size
		}
	}
	return c.calls, puts, all, manifest
}

// makeCorpus has scripts/bench make one.
func makeCorpus(t *testing.T) string {
	t.Helper()
	work := t.TempDir()
	command := exec.Command("go", "run", "greenroom/scripts/bench", "-n", fmt.Sprint(benchPosts), "-pairs", "1", "-changes", "0", "-no-hugo", "-keep", "-work", work)
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("making a corpus: %v\n%s", err, out)
	}
	found, err := filepath.Glob(work + "/*/*corpus*")
	if err != nil || len(found) != 1 {
		t.Fatalf("got corpora %v, %v, want one", found, err)
	}
	return found[0]
}

// corpusWords lays the corpus over the words, for the compiler.
func corpusWords(t *testing.T, corpus string) (replaced string) {
	t.Helper()
	overlay := map[string]string{}
	for _, folder := range []string{"posts", "people"} {
		found, err := filepath.Glob(filepath.Join(corpus, "content", folder, "*.md"))
		if err != nil || len(found) == 0 {
			t.Fatalf("%s has no %s: %v", corpus, folder, err)
		}
		for _, file := range found {
			place, err := filepath.Abs("../../../content/" + folder + "/" + filepath.Base(file))
			if err != nil {
				t.Fatal(err)
			}
			overlay[place] = file
		}
	}
	text, err := json.Marshal(map[string]any{"Replace": overlay})
	if err != nil {
		t.Fatal(err)
	}
	replaced = filepath.Join(t.TempDir(), "overlay.json")
	if err := os.WriteFile(replaced, text, 0o644); err != nil {
		t.Fatal(err)
	}
	return replaced
}

// benchComments are one below each post of the corpus that has any, approved:
// all of them take the stand-in for DynamoDB longer than the site takes.
func benchComments(t *testing.T, corpus string) (items []table.Item) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(corpus, "records", "*.ndjson"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s has no comments: %v", corpus, err)
	}
	for _, name := range files {
		file, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		if lines := bufio.NewScanner(file); lines.Scan() {
			var c generate.Comment
			if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
				t.Fatal(err)
			}
			item, err := comment.Comment{Post: c.Post, ID: c.ID, Parent: c.Parent, Name: c.Name, At: c.At, Text: c.Text, State: comment.Approved, Version: 1}.Item()
			if err != nil {
				t.Fatal(err)
			}
			items = append(items, item)
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return items
}
