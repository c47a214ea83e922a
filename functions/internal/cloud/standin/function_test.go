package standin

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/lambda"

	"greenroom/functions/internal/cloud/sam"
)

// TestMain makes this program a function where its environment says so, as
// Pool starts it.
func TestMain(m *testing.M) {
	if os.Getenv("STANDIN_FUNCTION") != "" {
		lambda.Start(act)
	}
	os.Exit(m.Run())
}

// order is what a function of the test is to do, and told what it says.
type (
	order struct{ Do, File string }
	told  struct {
		PID       int
		Deadline  time.Time
		Of, Table string
		Home      bool
	}
)

func act(ctx context.Context, o order) (told, error) {
	switch o.Do {
	case "fail":
		return told{}, errors.New("no")
	case "exit":
		os.Exit(3)
	case "hang":
		if err := os.WriteFile(o.File, nil, 0o600); err != nil {
			return told{}, err
		}
		select {}
	}
	deadline, _ := ctx.Deadline()
	return told{os.Getpid(), deadline, os.Getenv("AWS_ACCESS_KEY_ID"), os.Getenv("OPEN_TABLE"), os.Getenv("PATH") != ""}, nil
}

// pool runs this program as the function desk.
func pool(t *testing.T, properties ...string) *Pool {
	t.Helper()
	template, err := sam.Parse(`
Globals: {Function: {Timeout: 60}}
Resources:
  Desk:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/desk/
      Environment: {Variables: {OPEN_TABLE: !Ref OpenTable, STANDIN_FUNCTION: '1'}}
      ` + strings.Join(properties, "\n      "))
	if err != nil {
		t.Fatal(err)
	}
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.Symlink(program, filepath.Join(dir, "desk")); err != nil {
		t.Fatal(err)
	}
	p := NewPool(template, dir, nil)
	t.Cleanup(p.Close)
	return p
}

func invoke(t *testing.T, p *Pool, o order) (told, error) {
	t.Helper()
	event, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := p.Invoke(t.Context(), "desk", event)
	if err != nil {
		return told{}, err
	}
	var said told
	if err := json.Unmarshal(answer, &said); err != nil {
		t.Fatal(err)
	}
	return said, nil
}

// answers wants the function to answer.
func answers(t *testing.T, p *Pool) told {
	t.Helper()
	said, err := invoke(t, p, order{})
	if err != nil {
		t.Fatalf("%v\n%s", err, p.Log("desk"))
	}
	return said
}
