package rollout

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

// Command runs a program, and has its error say what the program said.
func Command(ctx context.Context, dir string, env []string, name string, arguments ...string) ([]byte, error) {
	command := exec.CommandContext(ctx, name, arguments...)
	command.Dir = dir
	command.Env = append(command.Environ(), env...)
	var faults strings.Builder
	command.Stderr = &faults
	output, err := command.Output()
	if err != nil {
		return output, fmt.Errorf("%s %s: %w\n%s%s", name, strings.Join(arguments, " "), err, output, faults.String())
	}
	return output, nil
}

// Pause waits that long, or until the run is given up.
func Pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
