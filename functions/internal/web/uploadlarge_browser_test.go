package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"greenroom/site/browsertest"
	"greenroom/site/theme"
)

// dressed is the site of the house with its looks and its script.
type dressed struct{ workSite }

func (s dressed) Frame() theme.Frame {
	f := s.workSite.Frame()
	f.Assets = theme.Assets{CSS: "/css/site.css", JS: "/js/site.js"}
	return f
}

// opened is the house as a browser finds it, on one host, and the bay on another.
// Whoever comes to /enter is ann from then on.
func (h *workHouse) opened() string {
	h.t.Helper()
	bay := httptest.NewServer(h.bay())
	h.t.Cleanup(bay.Close)
	h.bay().address = strings.Replace(bay.URL, "127.0.0.1", "localhost", 1) // another site, to a browser
	mux := http.NewServeMux()
	mux.Handle("/", h.handler)
	mux.Handle("/css/", http.FileServerFS(theme.AssetFiles()))
	mux.Handle("/js/", http.FileServerFS(theme.AssetFiles()))
	mux.HandleFunc("/enter", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "session", Value: h.cookies["ann"], Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode})
		http.Redirect(w, r, h.mine, http.StatusSeeOther)
	})
	server := httptest.NewServer(mux)
	h.t.Cleanup(server.Close)
	h.web.Site, h.web.Origin = dressed{h.web.Site.(workSite)}, server.URL
	return server.URL
}

// TestALargeFileInABrowser goes the whole way on a small screen, over to the
// other host and back, as the pages' policies let a browser go.
func TestALargeFileInABrowser(t *testing.T) {
	t.Parallel()
	browser := browsertest.Start(t)
	for name, script := range map[string]bool{"JavaScript off": false, "JavaScript on": true} {
		t.Run(name, func(t *testing.T) {
			h := worksHouse(t)
			b := window{t, newWindow(t, browser, script)}
			good, over := fileOf(t, "Soup (final).png", maxFile+1), fileOf(t, "over.png", largest+1)
			b.do("entering", chromedp.Navigate(h.opened()+"/enter"))
			b.press(`a[href$="/large"]`)
			if script {
				b.do("choosing what is too large", chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{over}))
				if said := b.eval(`document.querySelector("#file").validationMessage`); !strings.Contains(said, "larger than 7.5 MB") {
					t.Errorf("of a file that is too large the browser says %q", said)
				}
			}
			b.fits("the form")
			b.do("choosing", chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{good}))
			b.press("form[enctype] button")
			b.sees("Your file is here", "Soup (final).png")
			b.fits("what has arrived")
			b.press(`form[action*="/large/"] button`)
			b.sees("chosen below")
			if b.eval(`[...document.querySelectorAll("[name=file]:checked")].map(f => f.id).join()`) != "file-1" {
				t.Error("the file is not chosen")
			}
			b.fits("the work")
		})
	}
}

// fileOf is a picture of a size on the disk.
func fileOf(t *testing.T, name string, size int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, large(t, size), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// window is a browser's window, as wide as a phone's.
type window struct {
	t   *testing.T
	ctx context.Context
}

func newWindow(t *testing.T, browser context.Context, script bool) context.Context {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, time.Minute)
	t.Cleanup(cancel)
	err := chromedp.Do(ctx, chromedp.EmulateViewport(360, 740), chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := cdp.Call(ctx, tab, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !script})
		return err
	}))
	if err != nil {
		t.Fatal(err)
	}
	return ctx
}

func (b window) do(what string, actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.t.Fatalf("%s: %v", what, err)
	}
}

// press clicks what leads to another page and waits until that is there.
func (b window) press(selector string) {
	b.t.Helper()
	b.do("finding "+selector, chromedp.ScrollIntoView(chromedp.CSS(selector)))
	if _, err := chromedp.RunResponse(b.ctx, chromedp.Click(chromedp.CSS(selector))); err != nil {
		b.t.Fatalf("pressing %s: %v", selector, err)
	}
}

func (b window) eval(expression string) string {
	b.t.Helper()
	got, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](expression))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return got
}

func (b window) sees(words ...string) {
	b.t.Helper()
	shown := b.eval("document.body.innerText")
	for _, w := range words {
		if !strings.Contains(shown, w) {
			b.t.Fatalf("the page does not show %q:\n%s", w, shown)
		}
	}
}

// fits wants nothing wider than the window.
func (b window) fits(page string) {
	b.t.Helper()
	if b.eval(`document.documentElement.scrollWidth > 360 ? "wider" : ""`) != "" {
		b.t.Errorf("%s is wider than the window", page)
	}
}
