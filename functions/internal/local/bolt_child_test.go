package local

import (
	"bufio"
	"os"
	"os/exec"
	"testing"
)

// boltChildEnv names the part that a test plays when it runs itself again in
// a process of its own: one that may be killed, or may crash.
const boltChildEnv = "GREENROOM_BOLT_CHILD"

// boltChild is another process of this test binary that runs only the given
// test.
type boltChild struct {
	cmd    *exec.Cmd
	output *bufio.Scanner
}

func startBoltChild(t *testing.T, env ...string) *boltChild {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$")
	cmd.Env = append(os.Environ(), append(env, boltChildEnv+"=1")...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return &boltChild{cmd: cmd, output: bufio.NewScanner(out)}
}

func isBoltChild() bool { return os.Getenv(boltChildEnv) != "" }
