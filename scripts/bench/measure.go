package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// usage is what one process took.
type usage struct {
	Wall, CPU time.Duration
	Peak      int64 // bytes of memory; 0 where the system does not say
}

// The words with which the program calls itself.
const (
	childMeasure = "measure-child"
	childFloor   = "floor-child"
)

// measure runs a command and says what it took. The command is started by a
// small process of our own: Linux counts the memory of who starts a process as
// if that process had used it, and this one may be large.
func (b *bench) measure(ctx context.Context, command ...string) (usage, error) {
	result := filepath.Join(b.dir, "usage.json")
	cmd := exec.CommandContext(ctx, b.self, append([]string{childMeasure, result}, command...)...)
	cmd.Env = b.environment()
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	if output, err := cmd.CombinedOutput(); err != nil {
		return usage{}, fmt.Errorf("running %s: %w\n%s", strings.Join(command, " "), err, tail(output))
	}
	var u usage
	data, err := os.ReadFile(result)
	if err != nil {
		return u, fmt.Errorf("measuring: %w", err)
	}
	if err := json.Unmarshal(data, &u); err != nil {
		return u, fmt.Errorf("measuring: %w", err)
	}
	return u, nil
}

// tail is the last of what a command printed.
func tail(output []byte) []byte { return output[max(0, len(output)-4000):] }

// environment is that of everything measured.
func (b *bench) environment() []string {
	env := os.Environ()
	if b.cores > 0 {
		env = append(env, fmt.Sprintf("GOMAXPROCS=%d", b.cores))
	}
	return env
}

// measureChild runs the command that follows the name of the file for the
// result.
func measureChild(ctx context.Context, args []string) error {
	if len(args) < 2 {
		return errors.New("measure-child wants a file and a command")
	}
	cmd := exec.CommandContext(ctx, args[1], args[2:]...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	began := time.Now()
	if err := cmd.Run(); err != nil {
		return err
	}
	u := usage{Wall: time.Since(began), CPU: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), Peak: peak(cmd.ProcessState)}
	data, err := json.Marshal(u)
	if err != nil {
		return err
	}
	return os.WriteFile(args[0], data, 0o644)
}
