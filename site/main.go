// Command site turns content/ into the static site, and helps those who write
// it.
//
//	go run ./site build                    content/ → public/
//	go run ./site new post "First post"    begins a file with the right front matter
//	go run ./site serve                    shows the site as it is being written
//	go run ./site check                    looks through what was built
//	go run ./site import wxr export.xml    takes over a WordPress export
//
// It knows nothing of where records are kept: approved comments reach it as a
// file, one record a line, or as a folder with a file for each post.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the process at once; what it leaves, the next build mends
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr, isTerminal(os.Stderr))
	stop()
	os.Exit(code)
}

// run is the whole program: it returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer, terminal bool) int {
	c := command{stdout: stdout, stderr: stderr, terminal: terminal, now: time.Now}
	return c.run(ctx, args)
}

// isTerminal reports whether somebody looks at f as it is written.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
