package cloud

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"greenroom/functions/internal/backup"
	"greenroom/functions/internal/decision"
)

// kept is all that an installation keeps: both tables and what was uploaded.
type kept struct {
	*Whole
	Files
}

// Backup is the command behind scripts/backup and scripts/restore. It finds an
// account as load does. It returns the exit code.
func Backup(ctx context.Context, load func(context.Context) (aws.Config, error), args []string, stdout, stderr io.Writer) int {
	settings, err := load(ctx)
	if err == nil {
		err = backupJob{settings, environment, time.Now, stdout, stderr}.run(ctx, args)
	}
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err != nil {
		fmt.Fprintf(stderr, "greenroom: %v\n", err)
		return 1
	}
	return 0
}

// backupJob is one call of the command.
type backupJob struct {
	settings       aws.Config
	getenv         func(string) string
	now            func() time.Time
	stdout, stderr io.Writer
}

func (b backupJob) run(ctx context.Context, args []string) error {
	if len(args) == 0 || args[0] != "backup" && args[0] != "restore" {
		return errors.New("say backup or restore")
	}
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	flags.SetOutput(b.stderr)
	over := flags.Bool("over", false, "with restore: replace what is there, and remove what is not in the file")
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	if flags.NArg() != 2 {
		return fmt.Errorf("%s needs the name of a stage and the name of a file", args[0])
	}
	name, path := flags.Arg(0), flags.Arg(1)
	found, err := findStage(ctx, b.settings, name, b.getenv)
	if err != nil {
		return err
	}
	k := kept{NewWhole(dynamodb.NewFromConfig(b.settings), found.tables), NewFiles(b.settings, found.files)}
	if args[0] == "restore" {
		return b.restore(ctx, k, path, *over)
	}
	return b.make(ctx, k, path)
}

func (b backupJob) make(ctx context.Context, from kept, path string) error {
	sum, err := backup.Make(ctx, path, backup.NewHeader("cloud", b.now()), from)
	if err != nil {
		return err
	}
	fmt.Fprintf(b.stdout, "kept %d items and %d uploads in %s\n%s\n", sum.All(), sum.Files, path, backup.Warning())
	return nil
}

func (b backupJob) restore(ctx context.Context, to kept, path string, over bool) error {
	r := backup.Restore{Path: path, Now: b.now(), Over: over, Ready: decision.Restored, Progress: func(done, all int) {
		fmt.Fprintf(b.stdout, "%d of %d items\n", done, all)
	}}
	plan, err := r.Check(ctx, to)
	if conflict, ok := errors.AsType[*backup.ConflictError](err); ok {
		return fmt.Errorf("%w; with -over the tables hold what the backup holds and nothing else", conflict)
	}
	if err != nil {
		return err
	}
	if err := plan.Apply(ctx, to); err != nil {
		return fmt.Errorf("%w; the same command goes on from there", err)
	}
	fmt.Fprint(b.stdout, plan.Told())
	return nil
}
