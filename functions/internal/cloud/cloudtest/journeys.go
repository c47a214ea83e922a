package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
)

// journeys runs the tests of the local server's journeys against stacks: they
// start this program instead of that one.
func (o options) journeys(ctx context.Context, stdout io.Writer) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	test := exec.CommandContext(ctx, "go", "test", "-count=1", "-v", "-run", o.journey, "-timeout", "15m", "./functions/local")
	test.Env = append(os.Environ(), "GREENROOM_STACK="+self, "GREENROOM_KIT="+string(o.kit))
	test.Stdout, test.Stderr = stdout, stdout
	if err := test.Run(); err != nil {
		return fmt.Errorf("going the journeys: %w", err)
	}
	return nil
}
