package main_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"greenroom/site/browsertest"
)

// screenWidth is that of a small phone, in CSS pixels.
const screenWidth = 360

// tab is one person's browser: own cookies, script on or off. The test fails
// on any uncaught exception in a page.
type tab struct {
	t      *testing.T
	ctx    context.Context
	base   string
	script bool // JavaScript is on
}

func openTab(t *testing.T, browser context.Context, base string, script bool) *tab {
	t.Helper()
	var mu sync.Mutex
	var thrown []string
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext(), chromedp.WithListener(func(event any) {
		if e, ok := event.(*runtime.EventExceptionThrown); ok {
			mu.Lock()
			defer mu.Unlock()
			thrown = append(thrown, e.ExceptionDetails.Text)
		}
	}))
	t.Cleanup(func() {
		cancel()
		mu.Lock()
		defer mu.Unlock()
		if len(thrown) > 0 {
			t.Errorf("pages threw: %q", thrown)
		}
	})
	// The tab lives as long as the context of its first action, so that one
	// has no time limit.
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("opening a tab: %v", err)
	}
	p := &tab{t: t, ctx: ctx, base: base, script: script}
	p.run("setting up a tab", chromedp.EmulateViewport(screenWidth, 800), scripting(script))
	if onStack() != "" {
		p.run("forgetting pages", forgetting()) // which a browser may keep for a minute
	}
	return p
}

// scripting switches JavaScript on or off.
func scripting(on bool) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
		return err
	})
}

// forgetting has the tab ask for each page anew.
func forgetting() chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true})
		return err
	})
}

func (p *tab) run(what string, actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ask(p, what, chromedp.Steps(actions...))
}

// ask runs an action and returns its value. The browser names elements by
// numbers that a page gets anew while it loads; an action that held an old
// number, or met the page as it left, is begun again.
func ask[T any](p *tab, what string, action chromedp.Action[T]) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	for {
		value, err := chromedp.Run(ctx, action)
		if err == nil {
			return value
		}
		between := strings.Contains(err.Error(), "node with given id") || strings.Contains(err.Error(), "Inspected target navigated")
		if ctx.Err() != nil || !between {
			p.t.Fatalf("%s: %v", what, err)
		}
	}
}

func (p *tab) open(path string) {
	p.t.Helper()
	if !strings.HasPrefix(path, "http") {
		path = p.base + path
	}
	p.run("opening "+path, chromedp.Navigate(path))
}

// press clicks what leads to another page and waits until that is there.
func (p *tab) press(selector string) {
	p.t.Helper()
	p.run("finding "+selector, chromedp.ScrollIntoView(chromedp.CSS(selector)))
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, chromedp.Click(chromedp.CSS(selector))); err != nil {
		p.t.Fatalf("pressing %s: %v\n%s", selector, err, p.text())
	}
}

// typeInto adds to what stands in a field.
func (p *tab) typeInto(selector, words string) {
	p.t.Helper()
	p.run("typing into "+selector, chromedp.SendKeys(chromedp.CSS(selector), words))
}

// retype replaces what stands in a field of one line.
func (p *tab) retype(selector, words string) {
	p.t.Helper()
	p.run("emptying "+selector, chromedp.Clear(chromedp.CSS(selector)))
	p.typeInto(selector, words)
}

// text is what the page shows.
func (p *tab) text() string {
	p.t.Helper()
	return ask(p, "reading the page", chromedp.Text(chromedp.CSS("body")))
}

// sees demands that the page shows the words; a style may show them in
// capitals.
func (p *tab) sees(words ...string) {
	p.t.Helper()
	shown := p.text()
	for _, w := range words {
		if !strings.Contains(strings.ToLower(shown), strings.ToLower(w)) {
			p.t.Fatalf("the page does not show %q:\n%s", w, shown)
		}
	}
}

func (p *tab) address() string {
	p.t.Helper()
	return strings.TrimPrefix(ask(p, "reading the address", chromedp.Location()), p.base)
}

// fits demands that nothing of the page is wider than the screen.
func (p *tab) fits() {
	p.t.Helper()
	if width := ask(p, "measuring the page", chromedp.Evaluate[int]("document.documentElement.scrollWidth")); width > screenWidth {
		p.t.Errorf("%s is %d pixels wide on a screen of %d", p.address(), width, screenWidth)
	}
}

// accessible demands that axe finds nothing wrong with the page, where AXE
// names it.
func (p *tab) accessible() {
	p.t.Helper()
	judge, err := browsertest.Axe()
	if err != nil {
		p.t.Fatal(err)
	}
	if judge == "" || !p.script {
		return
	}
	if wrong := ask(p, "judging the page", chromedp.Evaluate[string](judge, chromedp.EvalAwaitPromise)); wrong != "" {
		p.t.Errorf("%s: %s", p.address(), wrong)
	}
}

// shot looks at the page: it must fit the screen, and where GREENROOM_SHOTS
// names a directory a picture of it is kept.
func (p *tab) shot(name string) {
	p.t.Helper()
	p.fits()
	p.accessible()
	dir := os.Getenv("GREENROOM_SHOTS")
	if dir == "" {
		return
	}
	png := ask(p, "taking a picture", chromedp.FullScreenshot(100))
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644); err != nil {
		p.t.Fatal(err)
	}
}
