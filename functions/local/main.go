// Command local runs the whole of Greenroom on one machine: site, forms, staff
// desk and mailbox on http://127.0.0.1:8080, with nothing installed but Go.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"greenroom/functions/internal/local"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(local.Run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}
