package rollout

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	awsconfig "github.com/aws/aws-sdk-go-v2/config"
)

// Start runs with the account, the clock and the programs of this machine. It
// is called in the root of the repository.
func Start(ctx context.Context, o Options, out io.Writer) error {
	root, err := os.Getwd()
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(root, "template.yaml")); err != nil {
		return fmt.Errorf("this wants to be run in the root of the repository: %w", err)
	}
	if o.Rollback && o.DryRun {
		return errors.New("what -rollback would take up is known to AWS only: a dry run cannot ask")
	}
	settings, err := awsconfig.LoadDefaultConfig(ctx)
	if err != nil {
		return fmt.Errorf("reading the settings for AWS: %w", err)
	}
	r := &Rollout{Options: o, Root: root, Out: out, Now: time.Now, Pause: Pause, Command: Command}
	r.Connect(settings)
	return r.Run(ctx)
}
