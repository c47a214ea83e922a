package quality_test

import (
	"context"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience is how long a step may take on a machine with other work to do.
const patience = 2 * time.Minute

// browser looks at a page of every kind, on a phone and a laptop, light and
// dark, with and without JavaScript.
func (s *site) browser(t *testing.T) {
	full(t)
	axe, err := os.ReadFile(tool(t, "AXE", "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	browser := startBrowser(t)
	server := httptest.NewServer(newCDN(t, s.dir))
	t.Cleanup(server.Close)
	runs := make(chan int, 1000)
	t.Run("kinds", func(t *testing.T) {
		for _, k := range s.kinds(t) {
			t.Run(k.name, func(t *testing.T) {
				t.Parallel()
				in := inspector{browser: browser, base: server.URL, axe: string(axe)}
				for _, what := range in.inspect(t, k) {
					t.Error(what)
				}
				runs <- in.runs
			})
		}
	})
	close(runs)
	sum := 0
	for n := range runs {
		sum += n
	}
	t.Logf("axe ran %d times over %d pages", sum, len(s.kinds(t)))
	t.Run("faults are seen", func(t *testing.T) { seesFaults(t, browser, string(axe)) })
}

// chromium returns where the browser is.
func chromium(t *testing.T) string {
	t.Helper()
	path := os.Getenv("CHROMIUM")
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil && path == "" {
			path = found
		}
	}
	if path == "" {
		missing(t, "there is no chromium on this machine")
	}
	return path
}

func startBrowser(t *testing.T) context.Context {
	t.Helper()
	path := chromium(t)
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()))
	for name, value := range quiet() {
		options = append(options, chromedp.Flag(name, value))
	}
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("starting %s: %v", path, err)
	}
	return ctx
}

// quiet are flags that keep a browser from asking the Internet for anything of
// its own accord: whatever it looks up has no address.
func quiet() map[string]any {
	return map[string]any{
		"disable-quic":                  true,
		"disable-component-update":      true,
		"disable-background-networking": true,
		"disable-sync":                  true,
		"no-pings":                      true,
		"host-resolver-rules":           "MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
	}
}

// tab is one page of the browser with what went wrong in it.
type tab struct {
	ctx  context.Context
	base string

	mu      sync.Mutex
	wrong   []string
	missing string // addresses that begin so are expected to fail
}

// openTab opens a tab with its own cookies and storage.
func openTab(t *testing.T, browser context.Context, base string, script bool) *tab {
	t.Helper()
	p := &tab{base: base}
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext(), chromedp.WithListener(p.listen))
	t.Cleanup(cancel)
	p.ctx = ctx
	// The tab lives as long as the context of its first action, so that one
	// has no time limit.
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("opening a tab: %v", err)
	}
	p.do(t, "setting up a tab", call(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !script}))
	return p
}

// call is a command of the protocol whose answer does not matter.
func call[P, R any](command cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, command, params)
		return err
	})
}

// listen notes what a page says on the console, what it throws and whom it
// asks for something.
func (p *tab) listen(event any) {
	what := ""
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		what = "throws " + e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			what += " " + e.ExceptionDetails.Exception.Description
		}
	case *runtime.EventConsoleAPICalled:
		what = "writes on the console: " + string(e.Type)
	case *log.EventEntryAdded:
		if e.Entry.Level == "verbose" || e.Entry.Level == "info" || p.expects(e.Entry) {
			return
		}
		what = "has on the console: " + e.Entry.Text + " " + e.Entry.URL
	case *network.EventRequestWillBeSent:
		if strings.HasPrefix(e.Request.URL, p.base+"/") {
			return
		}
		what = "asks for " + e.Request.URL
	default:
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if !slices.Contains(p.wrong, what) {
		p.wrong = append(p.wrong, what)
	}
}

// expects reports whether an entry says that something is missing that should be.
func (p *tab) expects(e *log.Entry) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.missing != "" && strings.HasPrefix(e.URL, p.base+p.missing) && strings.Contains(e.Text, "404")
}

// took returns what went wrong since it was last asked.
func (p *tab) took() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	wrong := p.wrong
	p.wrong = nil
	return wrong
}

func (p *tab) do(t *testing.T, what string, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

// ask returns the value of an expression, or of the promise that it is.
func ask[T any](t *testing.T, p *tab, what, expression string) T {
	t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	return value
}

// open opens a page at a width and does what has to be done before looking.
func (p *tab) open(t *testing.T, k kind, width int64) {
	t.Helper()
	p.mu.Lock()
	p.missing = k.missing
	p.mu.Unlock()
	p.do(t, "opening "+k.path, chromedp.EmulateViewport(width, 900), chromedp.Navigate(p.base+k.path))
	if k.typed != "" {
		p.do(t, "searching", chromedp.SendKeys(chromedp.CSS("#q"), k.typed))
		p.do(t, "waiting for results", chromedp.Poll[chromedp.Void](`document.getElementById("search-status").textContent.includes("“`+k.typed+`”")`))
	}
}

// scheme asks the page to be light or dark, without motion.
func (p *tab) scheme(t *testing.T, scheme string) {
	t.Helper()
	p.do(t, "asking for "+scheme, call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}}))
}
