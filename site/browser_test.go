package main

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"greenroom/site/browsertest"
)

// eventually waits until an expression is true in a page, whatever pages are
// loaded meanwhile.
func eventually(t *testing.T, tab context.Context, expression string) {
	t.Helper()
	deadline := time.After(patience)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		is, err := chromedp.Run(tab, chromedp.Evaluate[bool](expression))
		if is {
			return
		}
		select {
		case <-tick.C:
		case <-deadline:
			text, _ := chromedp.Run(tab, chromedp.Evaluate[string]("document.documentElement.outerHTML")) // for the message
			t.Fatalf("it never came true that %s (%v):\n%.3000s", expression, err, text)
		}
	}
}

func body(words string) string { return fmt.Sprintf("document.body.innerText.includes(%q)", words) }

// The page in the browser follows what is saved, at the place that is being
// read, through faults and over a restart.
func TestThePageFollows(t *testing.T) {
	t.Parallel()
	s := unstarted(t)
	middle := s.read("posts/middle.md") + strings.Repeat("\nA paragraph among many.\n", 100)
	s.write("posts/middle.md", middle)
	stop := s.start()
	var loads atomic.Int32
	tab, leave := chromedp.NewContext(browsertest.Start(t), chromedp.WithListener(func(event any) {
		switch e := event.(type) {
		case *page.EventLoadEventFired:
			loads.Add(1)
		case *runtime.EventExceptionThrown:
			t.Errorf("a page threw: %s", e.ExceptionDetails.Text)
		}
	}))
	defer leave()
	if _, err := chromedp.Run(tab, chromedp.Navigate(s.url+"/blog/middle/")); err != nil {
		t.Fatal(err)
	}
	eventually(t, tab, "document.readyState === 'complete' && innerHeight + 1000 < document.body.scrollHeight")
	eventually(t, tab, "scrollTo({ top: 1000, behavior: 'instant' }), scrollY === 1000")

	s.write("posts/middle.md", middle+"\nWritten just now.\n")
	eventually(t, tab, body("Written just now."))
	eventually(t, tab, "document.readyState === 'complete' && scrollY === 1000")

	s.write("posts/middle.md", middle+"\n[Dead](/nowhere/)\n")
	eventually(t, tab, body("link to /nowhere/, which does not exist")+" && "+body("Written just now."))
	s.write("posts/middle.md", middle+"\nMended.\n")
	eventually(t, tab, body("Mended.")+" && !document.querySelector('.build-error')")

	// Nobody reloads by hand: the page finds the server again.
	stop()
	s.write("posts/middle.md", middle+"\nWritten meanwhile.\n")
	s.stdout = newScreen()
	s.start("-addr", strings.TrimPrefix(s.url, "http://"))
	eventually(t, tab, body("Written meanwhile."))
	s.write("posts/middle.md", middle+"\nWritten afterwards.\n")
	eventually(t, tab, body("Written afterwards."))
	if n := loads.Load(); n < 5 || n > 8 { // the last may not have ended
		t.Errorf("the page was loaded %d times", n)
	}
}
