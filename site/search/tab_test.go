package search

import (
	"encoding/json"
	"strings"

	"github.com/chromedp/chromedp"
)

// open waits until the script has answered.
func (b tab) open(address string) {
	b.Helper()
	b.do("opening "+address, chromedp.Navigate(b.url+address))
	if strings.Contains(address, "?q=") {
		b.wait(`document.getElementById("search-status").textContent !== ""`)
	}
}

func (b tab) do(what string, action chromedp.Action[chromedp.Void]) {
	b.Helper()
	if err := chromedp.Do(b.ctx, action); err != nil {
		b.Fatalf("%s: %v", what, err)
	}
}

// wait waits for something to become true; the time of the test is its limit.
func (b tab) wait(expression string) {
	b.Helper()
	for {
		if b.value(`String(`+expression+`)`) == "true" {
			return
		}
		if b.ctx.Err() != nil {
			b.Fatalf("waiting for %s: %v", expression, b.ctx.Err())
		}
	}
}

func (b tab) value(expression string) string {
	b.Helper()
	got, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](expression))
	if err != nil {
		b.Fatalf("%s: %v", expression, err)
	}
	return got
}

func (b tab) want(what, expression, want string) {
	b.Helper()
	if got := b.value(expression); got != want {
		b.Errorf("%s = %q, want %q", what, got, want)
	}
}

func (b tab) status() string { return b.value(`document.getElementById("search-status").textContent`) }

// results asks for more until there are no more, and gives their addresses.
func (b tab) results() []string {
	b.Helper()
	const count = `String(document.getElementById("search-results").children.length)`
	for b.value(`String(!!document.querySelector("main > button"))`) == "true" {
		before := b.value(count)
		b.value(`document.querySelector("main > button").click(), ""`)
		b.wait(count + ` !== "` + before + `"`)
	}
	var urls []string
	links := b.value(`JSON.stringify([...document.querySelectorAll("#search-results h3 a")].map((a) => a.getAttribute("href")))`)
	if err := json.Unmarshal([]byte(links), &urls); err != nil {
		b.Fatal(err)
	}
	if len(urls) == 0 {
		return nil
	}
	return urls
}
