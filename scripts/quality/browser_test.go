package quality_test

import (
	"context"
	"net/http/httptest"
	"os"
	"path/filepath"
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
	"github.com/chromedp/chromedp/remote"

	"greenroom/site/browsertest"
)

// patience is how long everything may take that is done with one page in one
// tab, on a machine with other work to do. It is no measure, but an end to
// what hangs: a page takes some five seconds.
const patience = 2 * time.Minute

// browser judges pages in one browser, in a tab for each: first all that is
// seen, and then, with nothing else open, how fast they are.
func (s *site) browser(t *testing.T) {
	full(t)
	axe, err := os.ReadFile(tool(t, "AXE", "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	cli := tool(t, "LIGHTHOUSE", "Lighthouse's cli/index.js")
	browser, port := startBrowser(t)
	server := httptest.NewServer(newCDN(t, s.dir))
	t.Cleanup(server.Close)
	t.Run("kinds", func(t *testing.T) {
		s.inspectKinds(t, inspector{browser: browser, base: server.URL, axe: string(axe)})
	})
	t.Run("faults are seen", func(t *testing.T) { seesFaults(t, browser, string(axe)) })
	t.Run("lighthouse", func(t *testing.T) { lighthouse{cli: cli, port: port}.pages(t, server.URL) })
}

// inspectKinds looks at a page of every kind, on a phone and a laptop, light
// and dark, with and without JavaScript: two pages at a time on two cores.
func (s *site) inspectKinds(t *testing.T, begin inspector) {
	kinds := s.kinds(t)
	runs := make(chan int, len(kinds))
	t.Run("all", func(t *testing.T) {
		for _, k := range kinds {
			t.Run(k.name, func(t *testing.T) {
				t.Parallel()
				in := begin
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
	t.Logf("axe ran %d times over %d pages", sum, len(kinds))
}

// startBrowser starts the one browser and returns the port at which others,
// too, may tell it what to do.
func startBrowser(t *testing.T) (ctx context.Context, port string) {
	t.Helper()
	dir := t.TempDir()
	options := []chromedp.ExecAllocatorOption{chromedp.UserDataDir(dir), remote.WebSocket} // at a port that it chooses and writes into a file
	for name, value := range quiet() {
		options = append(options, chromedp.Flag(name, value))
	}
	ctx = browsertest.Start(t, options...)
	said, err := os.ReadFile(filepath.Join(dir, "DevToolsActivePort"))
	if err != nil {
		t.Fatal(err)
	}
	port, _, _ = strings.Cut(string(said), "\n")
	return ctx, port
}

// quiet are flags that keep a browser from asking the Internet for anything of
// its own accord: whatever it looks up has no address.
func quiet() map[string]any {
	return map[string]any{
		"disable-background-networking": true,
		"disable-sync":                  true,
		"no-pings":                      true,
		"host-resolver-rules":           "MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
	}
}

// tab is one page of the browser with what went wrong in it.
type tab struct {
	ctx  context.Context
	end  time.Time // when patience does
	base string

	mu      sync.Mutex
	wrong   []string
	missing string // addresses that begin so are expected to fail
}

// openTab opens a tab with its own cookies and storage.
func openTab(t *testing.T, browser context.Context, base string, script bool) *tab {
	t.Helper()
	p := &tab{base: base, end: time.Now().Add(patience)}
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext(), chromedp.WithListener(p.listen))
	t.Cleanup(cancel)
	p.ctx = ctx
	// The tab lives as long as the context of its first action, so that one
	// is ended by closing the tab.
	late := time.AfterFunc(patience, cancel)
	defer late.Stop()
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
	ctx, cancel := context.WithDeadline(p.ctx, p.end)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

// ask returns the value of an expression, or of the promise that it is.
func ask[T any](t *testing.T, p *tab, what, expression string) T {
	t.Helper()
	ctx, cancel := context.WithDeadline(p.ctx, p.end)
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
