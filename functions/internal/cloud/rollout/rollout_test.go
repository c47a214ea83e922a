package rollout

import (
	"bytes"
	"context"
	"errors"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
)

// desk is a repository and an account, and who deploys.
type desk struct {
	account *account
	url     string
	root    string
	now     time.Time
	tree    string // what git says has changed
	bytes   string // of every program that is built
	out     bytes.Buffer
}

const sample = `Description: Greenroom
Resources:
  CommentsFunction:
    Properties:
      CodeUri: functions/comments/
  PublishFunction:
    Properties:
      CodeUri: functions/publish/
`

func open(t *testing.T) *desk {
	t.Helper()
	d := &desk{account: &account{answer: `{"files":3,"written":1,"removed":1,"names":["blog/one/index.html","old.txt"]}`},
		root: t.TempDir(), now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), bytes: "one"}
	server := httptest.NewServer(d.account)
	t.Cleanup(server.Close)
	d.url = server.URL
	site, err := os.ReadFile("../../../../content/site.yaml")
	if err != nil {
		t.Fatal(err)
	}
	artifacts, err := os.ReadFile("../../../../infra/artifacts.yaml")
	if err != nil {
		t.Fatal(err)
	}
	d.write(t, "content/site.yaml", strings.Replace(string(site), "as_of: 2026-05-12\n", "", 1))
	d.write(t, "infra/artifacts.yaml", string(artifacts))
	d.write(t, "infra/staging.json", `[{"ParameterKey":"Stage","ParameterValue":"staging"}]`)
	d.write(t, "template.yaml", sample)
	return d
}

func (d *desk) write(t *testing.T, name, text string) {
	t.Helper()
	name = filepath.Join(d.root, filepath.FromSlash(name))
	if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
		t.Fatal(err)
	}
}

// command stands for git and go.
func (d *desk) command(_ context.Context, _ string, _ []string, name string, arguments ...string) ([]byte, error) {
	line := name + " " + strings.Join(arguments, " ")
	switch {
	case strings.HasPrefix(line, "git rev-parse"):
		return []byte("0123456789ab\n"), nil
	case strings.HasPrefix(line, "git status"):
		return []byte(d.tree), nil
	case strings.HasPrefix(line, "go build"):
		_, rest, _ := strings.Cut(line, "-o ")
		words := strings.Fields(rest)
		for _, function := range words[1:] {
			if err := os.WriteFile(filepath.Join(words[0], filepath.Base(function)), []byte(d.bytes+function), 0o755); err != nil {
				return nil, err
			}
		}
	}
	return nil, nil
}

// run is one run of the command, an hour after the last.
func (d *desk) run(t *testing.T, o Options) error {
	t.Helper()
	o.Stage = "staging"
	return d.in(t.Context(), o)
}

func (d *desk) in(ctx context.Context, o Options) error {
	d.now = d.now.Add(time.Hour)
	d.out.Reset()
	d.account.calls, d.account.dropped = nil, nil
	r := &Rollout{Options: o, Root: d.root, Out: &d.out, Now: func() time.Time { return d.now }, Command: d.command,
		Pause: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }}
	r.Connect(aws.Config{Region: "eu-central-1", BaseEndpoint: &d.url, Credentials: credentials.NewStaticCredentialsProvider("test", "test", "")})
	return r.Run(ctx)
}

// deployed runs once, and well.
func (d *desk) deployed(t *testing.T, program string) {
	t.Helper()
	d.bytes = program
	if err := d.run(t, Options{}); err != nil {
		t.Fatalf("%v\n%s", err, d.out.String())
	}
}

// shows reports what of the words is not in what was printed.
func (d *desk) shows(t *testing.T, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(d.out.String(), w) {
			t.Errorf("output does not say %q:\n%s", w, d.out.String())
		}
	}
}

// fails wants an error with these words.
func fails(t *testing.T, err error, words ...string) {
	t.Helper()
	for _, w := range words {
		if err == nil || !strings.Contains(err.Error(), w) {
			t.Fatalf("got error %v, want one that says %q", err, w)
		}
	}
}
