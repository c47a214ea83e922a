// Command backup keeps all that an installation on AWS holds in one file, and
// puts it back: scripts/backup and scripts/restore.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"

	"greenroom/functions/internal/cloud"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	load := func(ctx context.Context) (aws.Config, error) { return config.LoadDefaultConfig(ctx) }
	os.Exit(cloud.Backup(ctx, load, os.Args[1:], os.Stdout, os.Stderr))
}
