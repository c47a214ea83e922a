package quality_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// seesFaults shows the inspector a page without faults and one with all of
// them: what it does not see there, it would not see on the site.
func seesFaults(t *testing.T, browser context.Context, axe string) {
	const (
		light = "light, 360 px: "
		dark  = "dark, 1280 px: "
	)
	faults := []struct{ name, head, body, want, of string }{
		{"picture without words", "", `<img src="/a.svg" width="9" height="9">`, light + "image-alt", "/a.svg"},
		{"contrast, dark alone", "<style>@media (prefers-color-scheme: dark) { .pale { color: #333 } }</style>", `<p class="pale">pale words</p>`, dark + "color-contrast", "pale words"},
		{"small targets", "<style>.small a { font-size: 6px; display: block; line-height: 7px }</style>", `<div class="small"><a href="/1">a</a><a href="/2">b</a><a href="/3">c</a></div>`, light + "target-size", ".small"},
		{"level left out", "", "<h4>deep</h4>", light + "heading-order", "deep"},
		{"wide", "", `<div style="width: 340px; height: 9px"></div>`, "320 px: scrolls to the side", "width: 340px"},
		{"no outline", "<style>.bare:focus { outline: none }</style>", `<a class="bare" href="/x">bare</a>`, light + "focus cannot be seen", "bare"},
		{"outline nobody sees", "<style>.faint:focus { outline: 2px solid #ddd } @media (prefers-color-scheme: dark) { .faint:focus { outline-color: white } }</style>", `<a class="faint" href="/x">faint</a>`, light + "outline has a contrast", "faint"},
		{"focus out of sight", "", `<a href="/x" style="position: absolute; left: -999px">away</a>`, light + "focus is out of sight", "away"},
		{"focus covered", "", `<p style="position: relative"><a href="/x">under</a><span style="position: absolute; inset: -9px; background: Canvas">over</span></p>`, light + "focus is covered", "under"},
		{"motion", "<style>.slow { transition: color 2s }</style>", `<p class="slow">slow</p>`, light + "moves although", "slow"},
		{"console", "", "<script>console.error('no')</script>", "page: writes on the console: error", ""},
		{"exception", "", "<script>nothing.there()</script>", "page: throws Uncaught ReferenceError", "nothing"},
		{"missing file", "", `<script src="/gone.js"></script>`, "page: has on the console: Failed to load resource", "/gone.js"},
		{"other host", "", `<img alt="a" src="http://stranger.example/a.png">`, "page: asks for http://stranger.example/a.png", ""},
		{"broken picture", "", `<img alt="a" src="/broken.svg">`, "pictures: ", "/broken.svg"},
		{"words by script", "", `<p id="w"></p><script>document.getElementById("w").textContent = "late words"</script>`, "without JavaScript: does not say late words", ""},
	}
	look := func(head, body string) []string {
		server := httptest.NewServer(faulty(head, body))
		defer server.Close()
		in := inspector{browser: browser, base: server.URL, axe: axe}
		return in.inspect(t, kind{path: "/page/"})
	}
	if found := look("", ""); len(found) > 0 {
		t.Errorf("a page without faults has:\n%s", strings.Join(found, "\n"))
	}
	head, body := "", ""
	for _, f := range faults {
		head, body = head+f.head, body+f.body
	}
	found := look(head, body)
	for _, f := range faults {
		says := func(line string) bool { return strings.HasPrefix(line, f.want) && strings.Contains(line, f.of) }
		if !slices.ContainsFunc(found, says) {
			t.Errorf("%s: inspector says nothing like %q of %q", f.name, f.want, f.of)
		}
	}
	if t.Failed() {
		t.Logf("inspector says:\n%s", strings.Join(found, "\n"))
	}
}

// faulty serves a page that is right but for what is put into it.
func faulty(head, body string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /page/", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">`+
			`<meta name="color-scheme" content="light dark"><title>A page</title>`+
			`<style>html { background: white; color: black } @media (prefers-color-scheme: dark) { html { background: black; color: white } } * { overflow-wrap: anywhere } :focus-visible { outline: 3px solid gray } li { padding: 9px } .skip:not(:focus) { position: absolute; left: -999px } .skip { display: block; padding: 9px } @media (prefers-color-scheme: dark) { a { color: #9cf } }</style>`+
			head+`</head><body><a class="skip" href="#main">Skip</a><header><nav><ul><li><a href="/1">One</a></li><li><a href="/2">Two</a></li><li><a href="/3">Three</a></li><li><a href="/4">Four</a></li></ul></nav></header>`+
			`<main id="main" tabindex="-1"><h1>A page</h1><p>First words.</p><p>Second words.</p>`+body+`</main></body></html>`)
	})
	mux.HandleFunc("GET /favicon.ico", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	mux.HandleFunc("GET /a.svg", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "image/svg+xml")
		_, _ = io.WriteString(w, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>`)
	})
	return mux
}
