package search

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"

	"greenroom/site/browsertest"
	"greenroom/site/theme"
)

// policy is the strictest that a page with a search can have.
const policy = "default-src 'none'; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'; img-src data:"

const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Search</title><link rel="icon" href="data:,">
<main><h1>Search</h1>
<form id="search-form" role="search" action="/search/" method="get"><label for="q">Search for</label>
<input id="q" name="q" type="search"><button>Search</button></form>
<p id="search-status" role="status"></p><h2>Results</h2><ol id="search-results" role="list"></ol></main>
<script src="/watch.js"></script><script src="/js/search.js" data-index="/search/" defer></script></html>`

// watch tells what the policy refused, and counts changes of the status.
const watch = `window.refused = []; window.said = [];
document.addEventListener("securitypolicyviolation", (e) => refused.push(e.violatedDirective + " " + e.blockedURI));
new MutationObserver(() => said.push(document.getElementById("search-status").textContent))
	.observe(document.getElementById("search-status"), { childList: true, characterData: true });`

// library serves the page and the files. While it is broken, no file can be had.
type library struct {
	files  shelf
	broken atomic.Bool
	pages  atomic.Int32  // of shards, that were loaded
	slow   chan struct{} // files wait for it to be closed, if it is there
}

func (s *library) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Security-Policy", policy)
	name := strings.TrimPrefix(r.URL.Path, "/")
	if strings.Contains(name, "_") {
		s.pages.Add(1)
	}
	switch data, ok := s.files[name]; {
	case r.URL.Path == "/search/":
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, page)
	case r.URL.Path == "/watch.js":
		w.Header().Set("Content-Type", "text/javascript")
		fmt.Fprint(w, watch)
	case path.Dir(name) == "js":
		http.ServeFileFS(w, r, theme.AssetFiles(), name)
	case s.broken.Load():
		http.Error(w, "out of order", http.StatusServiceUnavailable)
	case ok:
		if s.slow != nil {
			<-s.slow
		}
		w.Write(data)
	default:
		http.NotFound(w, r)
	}
}

type tab struct {
	*testing.T
	ctx context.Context
	url string
	lib *library
}

func TestScript(t *testing.T) {
	t.Parallel()
	browser := browsertest.Start(t)
	for name, test := range map[string]func(tab){
		"finds what reading finds":            findsWhatReadingFinds,
		"makes the terms of the index":        makesTheTerms,
		"follows directories":                 followsDirectories,
		"shows a result":                      showsAResult,
		"answers while somebody types":        answersWhileTyping,
		"says what has only some words":       saysWhatHasSome,
		"says what to do when it cannot":      saysWhatToDo,
		"keyboard":                            keyboard,
		"what was typed meanwhile is shown":   lastWordWins,
		"a page without documents finds none": findsNone,
	} {
		t.Run(name, func(t *testing.T) {
			lib := &library{files: full(t, examples(300))}
			server := httptest.NewServer(lib)
			t.Cleanup(server.Close)
			ctx, cancel := chromedp.NewContext(browser)
			t.Cleanup(cancel)
			ctx, cancel = context.WithTimeout(ctx, time.Minute)
			t.Cleanup(cancel)
			b := tab{t, ctx, server.URL, lib}
			test(b)
			b.want("what the policy refused", `refused.join()`, "")
		})
	}
}

// examples are documents as the generators of the other tests make them.
func examples(n int) []Document {
	docs := make([]Document, n)
	for i := range docs {
		docs[i] = genDocument(fmt.Sprintf("/blog/%d/", i)).Example(i)
	}
	return docs
}

// findsWhatReadingFinds: for any query, the results and their order are those
// of reading all documents.
func findsWhatReadingFinds(b tab) {
	for _, query := range []string{"creator", "creat", "creator fees", "fees brand art", "straße 東京", "東京都", "京", "influencer don't",
		"infl", "cafe naive oeuvre istanbul roi", "2026 2025", "disclosure nowhere", "creator 大阪", "creator 阪", "zzz", "b", "creator b", "the of", "ΕΛΛΆΣ article"} {
		b.open("/search/?q=" + url.QueryEscape(query))
		want := readAll(b, examples(300), query)
		b.want("status", `document.getElementById("search-status").textContent`, want.status(query))
		if diff := cmp.Diff(want.urls, b.results()); diff != "" {
			b.Errorf("%q (-reading +script):\n%s", query, diff)
		}
	}
}

// status is what the script says of an answer.
func (a answer) status(query string) string {
	pages := fmt.Sprintf("%d pages with", len(a.urls))
	if len(a.urls) == 1 {
		pages = "1 page with"
	}
	switch {
	case a.words == 0:
		return "Keep typing for results."
	case a.have > 0 && a.have < a.words:
		return fmt.Sprintf("No page with all of “%s”. %s %d of %d words:", query, pages, a.have, a.words)
	}
	return fmt.Sprintf("%s “%s”.", pages, query)
}

// makesTheTerms: the script finds a document by exactly its text, in every row
// of the table that holds fold.go.
func makesTheTerms(b tab) {
	var docs []Document
	for i, row := range foldingTable(b.T) {
		docs = append(docs, Document{URL: fmt.Sprintf("/%d/", i), HTML: strings.Join(row.Terms, " ")})
	}
	b.lib.files = full(b, docs)
	for i, row := range foldingTable(b.T) {
		b.open("/search/?q=" + url.QueryEscape(row.Text))
		found := b.results()
		if len(row.Terms) > 0 && (len(found) == 0 || !slices.Contains(found, docs[i].URL)) {
			b.Errorf("%s: %q finds %q, want %q; it says %q", row.Name, row.Text, found, docs[i].URL, b.status())
		}
		if len(row.Terms) > 0 && strings.HasPrefix(b.status(), "No page") || strings.HasPrefix(b.status(), "0") {
			b.Errorf("%s: %q has words that are not in the index: %s", row.Name, row.Text, b.status())
		}
	}
}

func followsDirectories(b tab) {
	docs := wide(1500)
	b.lib.files = full(b, docs)
	if pagesOf(b.lib.files) < 3 {
		b.Fatal("no pages: this tests nothing")
	}
	for _, query := range []string{"contents00000", "contents01234", "contents0123", "contents02499", "contents01000 contents02000"} {
		b.lib.pages.Store(0)
		b.open("/search/?q=" + query)
		if n := b.lib.pages.Load(); n > 2 {
			b.Errorf("%q loads %d pages", query, n)
		}
		if diff := cmp.Diff(find(b, b.lib.files, query).urls, b.results()); diff != "" {
			b.Errorf("%q (-files +script):\n%s", query, diff)
		}
	}
}

func showsAResult(b tab) {
	b.lib.files = full(b, []Document{{URL: "/blog/a/", Title: "Fees & <b>Fairness</b>", Kind: "Post", Date: "2026-05-02", Summary: "A creator’s fees, in Cafés."}})
	b.open("/search/?q=" + url.QueryEscape("fees cafe"))
	b.want("status", `document.getElementById("search-status").textContent`, "1 page with “fees cafe”.")
	b.want("result", `document.getElementById("search-results").innerHTML`,
		`<li><article class="entry"><h3><a href="/blog/a/"><mark>Fees</mark> &amp; &lt;b&gt;Fairness&lt;/b&gt;</a></h3>`+
			`<p>A creator’s <mark>fees</mark>, in <mark>Cafés</mark>.</p>`+
			`<p class="meta"><span>Post</span><time datetime="2026-05-02">2 May 2026</time></p></article></li>`)
}

func answersWhileTyping(b tab) {
	b.open("/search/")
	b.want("status at first", `document.getElementById("search-status").textContent`, "")
	for _, step := range []struct{ keys, query string }{{"crea", "crea"}, {"tor ", "creator"}, {"fe", "creator fe"}, {"es", "creator fees"}} {
		b.do("typing", chromedp.SendKeys(chromedp.ID("q"), step.keys))
		b.wait(`location.search === "?q=" + encodeURIComponent(` + fmt.Sprintf("%q", step.query) + `)`)
		want := readAll(b, examples(300), step.query).urls
		if diff := cmp.Diff(want, b.results()); diff != "" {
			b.Errorf("%q (-reading +script):\n%s", step.query, diff)
		}
	}
	b.do("clearing", chromedp.SendKeys(chromedp.ID("q"), "\u001b"))
	b.wait(`location.search === "" && document.getElementById("search-results").children.length === 0`)
	b.want("after Escape", `document.getElementById("q").value + document.getElementById("search-status").textContent`, "")
}

func saysWhatHasSome(b tab) {
	b.open("/search/?q=" + url.QueryEscape("disclosure naive nowhere"))
	a := readAll(b, examples(300), "disclosure naive nowhere")
	b.want("status", `document.getElementById("search-status").textContent`,
		fmt.Sprintf("No page with all of “disclosure naive nowhere”. %d pages with 2 of 3 words:", len(a.urls)))
	b.open("/search/?q=zzz")
	b.want("status without results", `document.getElementById("search-status").textContent`, "0 pages with “zzz”.")
	b.open("/search/?q=the")
	b.want("status of a stop word", `document.getElementById("search-status").textContent`, "Keep typing for results.")
}

func saysWhatToDo(b tab) {
	b.lib.broken.Store(true)
	b.open("/search/?q=creator")
	b.want("status", `document.getElementById("search-status").textContent`, "Search did not load. Check your connection and press Enter.")
	b.lib.broken.Store(false)
	b.do("trying again", chromedp.SendKeys(chromedp.ID("q"), "\r"))
	b.wait(`document.getElementById("search-status").textContent.includes("pages with")`)
	b.do("typing", chromedp.SendKeys(chromedp.ID("q"), " f"))
	b.lib.broken.Store(true)
	b.do("typing", chromedp.SendKeys(chromedp.ID("q"), "ees"))
	b.wait(`document.getElementById("search-status").textContent.includes("did not load")`)
	b.want("results", `String(document.getElementById("search-results").children.length)`, "0")
}

// keyboard: Enter leads to the first result of what was typed, and stays where
// it is otherwise. More results take the focus along.
func keyboard(b tab) {
	b.open("/search/?q=creator")
	b.do("Enter", chromedp.SendKeys(chromedp.ID("q"), "\r"))
	b.want("focus", `document.activeElement.id`, "q")
	b.do("typing", chromedp.SendKeys(chromedp.ID("q"), " fees\r"))
	b.wait(`document.activeElement.matches("#search-results li:first-child a")`)
	b.want("first result", `document.activeElement.getAttribute("href")`, readAll(b, examples(300), "creator fees").urls[0])
	b.do("more", chromedp.Click(chromedp.CSS("main > button")))
	b.wait(`document.activeElement.matches("#search-results li:nth-child(11) a")`)
}

// lastWordWins: nothing of an older query is shown, however late the answers.
func lastWordWins(b tab) {
	b.lib.slow = make(chan struct{})
	b.do("opening", chromedp.Navigate(b.url+"/search/?q=fees"))
	for _, key := range []string{" ", "b", "r", "a", "n", "d"} {
		b.do("typing", chromedp.SendKeys(chromedp.ID("q"), key))
	}
	close(b.lib.slow)
	b.wait(`location.search === "?q=fees%20brand"`)
	b.want("what was said", `said.join(" | ")`, b.status())
	if diff := cmp.Diff(readAll(b, examples(300), "fees brand").urls, b.results()); diff != "" {
		b.Errorf("(-reading +script):\n%s", diff)
	}
}

func findsNone(b tab) {
	b.lib.files = full(b, nil)
	b.open("/search/?q=creator")
	b.want("status", `document.getElementById("search-status").textContent`, "0 pages with “creator”.")
}
