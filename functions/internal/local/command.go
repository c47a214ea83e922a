package local

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
)

// job is what the command was asked to do.
func (o Options) job() func(ctx context.Context, o Options, stdout, stderr io.Writer) error {
	switch o.Command {
	case "figures":
		return figures
	case "backup":
		return makeBackup
	case "restore":
		return restoreBackup
	}
	return serve
}

// parseCommand takes the name of a command and its file from the arguments, and
// returns how many of those that are left it took. Flags may stand behind the
// name too.
func (o *Options) parseCommand(flags *flag.FlagSet, stderr io.Writer) (taken int, err error) {
	switch name := flags.Arg(0); name {
	case "figures":
		o.Command = name
		return 1, nil
	case "backup", "restore":
		o.Command = name
	default:
		return 0, nil
	}
	flags.BoolVar(&o.Over, "over", false, "with restore: replace what is there; the old store is kept beside the new one")
	if err := flags.Parse(flags.Args()[1:]); err != nil {
		return 0, err
	}
	if o.File = flags.Arg(0); o.File == "" {
		fmt.Fprintf(stderr, "%s needs the name of a file\n", o.Command)
		return 0, errors.New("no file")
	}
	return 1, nil
}
