// Package browsertest starts a browser for tests of pages. It knows none of
// our pages.
package browsertest

import (
	"context"
	"os"
	"os/exec"
	"testing"

	"github.com/chromedp/chromedp"
)

// Start starts the browser of this machine, with more options if need be, and
// ends it with the test. Where there is none the test is skipped, or fails if
// GREENROOM_FULL=1 lets nothing be missing.
func Start(t *testing.T, more ...chromedp.ExecAllocatorOption) context.Context {
	t.Helper()
	path := Path(t)
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), append(options, more...)...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("starting %s: %v", path, err)
	}
	return ctx
}

// Path is where the browser is: CHROMIUM, if set, names it.
func Path(t *testing.T) string {
	t.Helper()
	if path := os.Getenv("CHROMIUM"); path != "" {
		return path
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	const missing = "there is no browser: install Debian's chromium or name one in CHROMIUM"
	if os.Getenv("GREENROOM_FULL") == "1" {
		t.Fatal(missing + "; GREENROOM_FULL=1 asks for one")
	}
	t.Skip("skipped: " + missing)
	return ""
}
