package cloud

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"greenroom/functions/internal/cloud/rollout"
	"greenroom/functions/internal/cloud/standin"
)

// buildFunctions compiles the functions as a deployment does, but for this
// machine and with some words replaced, and returns the folder with the
// programs.
func buildFunctions(t *testing.T, replaced string, names ...string) string {
	t.Helper()
	dir := t.TempDir()
	arguments := []string{"build", "-tags=" + rollout.Tags, "-ldflags=-s", "-overlay=" + replaced, "-o", dir + "/"}
	for _, name := range names {
		arguments = append(arguments, "greenroom/functions/"+name)
	}
	build := exec.Command("go", arguments...)
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building functions: %v\n%s", err, out)
	}
	return dir
}

// lambdaHost is a function's program, for a test.
type lambdaHost struct{ *standin.Host }

// startLambda runs the program with that environment and nothing of our own.
func startLambda(t *testing.T, program string, environment map[string]string) *lambdaHost {
	t.Helper()
	h, err := standin.Start(program, t.TempDir(), environment)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	})
	return &lambdaHost{h}
}

// invoke hands an event to the program and decodes its answer.
func (h *lambdaHost) invoke(t *testing.T, event, answer any) {
	t.Helper()
	text, err := json.Marshal(event)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	said, err := h.Invoke(ctx, text)
	if err != nil {
		t.Fatalf("%v\n%s", err, h.Log.String())
	}
	if err := json.Unmarshal(said, answer); err != nil {
		t.Fatal(err)
	}
}

// waitExit waits until the program has ended by itself and returns its log.
func (h *lambdaHost) waitExit(t *testing.T) string {
	t.Helper()
	select {
	case <-h.Exited():
	case <-time.After(time.Minute):
		t.Fatal("program goes on")
	}
	return h.Log.String()
}

func programSize(t *testing.T, program string) string {
	t.Helper()
	info, err := os.Stat(program)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%.1f MB", float64(info.Size())/1e6)
}
