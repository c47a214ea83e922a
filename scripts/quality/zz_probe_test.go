package quality_test

import (
	"net/http/httptest"
	"os"
	"testing"
)

func TestProbe(t *testing.T) {
	if os.Getenv("PROBE") == "" {
		t.Skip()
	}
	server := httptest.NewServer(newCDN(t, "/tmp/qtree/keep/site"))
	defer server.Close()
	b := startBrowser(t)
	p := openTab(t, b, server.URL, true)
	for _, path := range []string{"/blog/what-i-learned-behind-the-scenes/", "/blog/two-pages-twelve-clauses/"} {
		for _, w := range []int64{360, 1280} {
			p.open(t, kind{path: path}, w)
			for _, line := range ask[[]string](t, p, "x", `[...document.querySelectorAll(".facts a")].map(a => { const r = a.getBoundingClientRect(); return a.textContent + " " + r.left + "," + r.top + " " + r.width + "x" + r.height + " lh " + getComputedStyle(a).lineHeight + " " + getComputedStyle(a).fontSize + " " + a.parentElement.outerHTML.slice(0, 80) })`) {
				t.Log(path, w, line)
			}
		}
	}
}
