// Command backup keeps all that an installation on AWS holds in one file, and
// puts it back: scripts/backup and scripts/restore.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"greenroom/functions/internal/cloud"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(cloud.Backup(ctx, os.Args[1:], os.Stdout, os.Stderr))
}
