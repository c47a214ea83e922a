package theme_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/a-h/templ"
	"github.com/chromedp/chromedp"

	"greenroom/site/browsertest"
	"greenroom/site/theme"
)

// policy is what the site answers with; the script has to live with it.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// stage serves a post and takes its form. The first time something on the way
// fails, and the browser shows the failure instead of an answer.
type stage struct {
	mu     sync.Mutex
	posted []url.Values
}

func (s *stage) handler(t *testing.T) http.Handler {
	page := postPage()
	page.Frame.Assets = theme.Assets{CSS: "/css/site.css", JS: "/js/site.js"}
	wrong := page
	wrong.Form = wrongForm()
	mux := http.NewServeMux()
	mux.Handle("GET /", http.FileServerFS(theme.AssetFiles()))
	mux.Handle("GET /post", templ.Handler(theme.Post(page)))
	mux.Handle("GET /wrong", templ.Handler(theme.Post(wrong)))
	programs, filtered := programsPage(), filteredPage()
	programs.Frame.Assets, filtered.Frame.Assets = page.Frame.Assets, page.Frame.Assets
	program := programPage()
	program.Frame.Assets = page.Frame.Assets
	mux.Handle("GET /programs/cooking/{$}", templ.Handler(theme.Program(program)))
	mux.HandleFunc("POST /api/applications", s.take)
	mux.Handle("GET /programs/{$}", templ.Handler(theme.Programs(programs)))
	mux.Handle("GET /programs/topic/pets/{$}", templ.Handler(theme.Programs(filtered)))
	mux.Handle("GET /status", templ.Handler(within(page.Frame, "<h1>Thank you</h1>")))
	mux.HandleFunc("POST /api/comments", s.take)
	styles := func(w http.ResponseWriter, r *http.Request) {
		http.ServeFileFS(w, r, theme.AssetFiles(), "css/site.css")
	}
	mux.HandleFunc("GET /assets/site.0123.css", styles)
	mux.HandleFunc("GET /narrow/"+unbreakable(), styles) // where the filled pages look for them
	for name, c := range narrow() {
		mux.Handle("GET /narrow/"+name, templ.Handler(c))
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		mux.ServeHTTP(w, r)
	})
}

func (s *stage) take(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		http.Error(w, "bad form", http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	s.posted = append(s.posted, r.PostForm)
	first := len(s.posted) == 1
	s.mu.Unlock()
	if first {
		http.Error(w, "no room", http.StatusServiceUnavailable)
		return
	}
	http.Redirect(w, r, "/status", http.StatusSeeOther)
}

func (s *stage) forms() []url.Values {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]url.Values(nil), s.posted...)
}

// tab is one page of a browser.
type tab struct {
	t   *testing.T
	ctx context.Context
	url string
}

func TestScript(t *testing.T) {
	t.Parallel()
	browser := browsertest.Start(t)
	for name, test := range map[string]func(tab, *stage){
		"reply opens in place":         replyOpensInPlace,
		"sent once, kept until taken":  keptUntilTaken,
		"a second press sends nothing": secondPress,
		"length is counted":            lengthIsCounted,
		"an application is kept":       applicationIsKept,
		"who cannot apply is told":     barredAreTold,
		"summary has the focus":        summaryHasFocus,
		"filters are taken together":   filtersTogether,
		"filters keep to the address":  filtersKeepToTheAddress,
		"filter pages lead to all":     filterPagesLeadToAll,
		"contents open in the margin":  contentsOpen,
		"nothing is cut off at 320 px": nothingIsCutOff,
	} {
		t.Run(name, func(t *testing.T) {
			var s stage
			server := httptest.NewServer(s.handler(t))
			t.Cleanup(server.Close)
			ctx, cancel := chromedp.NewContext(browser)
			t.Cleanup(cancel)
			ctx, cancel = context.WithTimeout(ctx, time.Minute)
			t.Cleanup(cancel)
			test(tab{t, ctx, server.URL}, &s)
		})
	}
}

func replyOpensInPlace(b tab, _ *stage) {
	b.open("/post")
	b.run(`document.querySelector("#c-B a.reply").click()`)
	b.want("parent", `document.querySelector("form.comment-form").elements.parent.value`, "B")
	b.want("place", `document.querySelector("form.comment-form").parentElement.id`, "c-B")
	b.want("line", `document.querySelector(".replying").textContent`, "Replying to Marisol Tran – cancel")
	b.want("focus", `document.activeElement.id`, "name")
	b.want("empty section", `String(document.querySelector("#comment-form").offsetHeight)`, "0")
	b.run(`document.querySelector(".replying button").click()`)
	b.want("parent after cancel", `document.querySelector("form.comment-form").elements.parent.value`, "")
	b.want("place after cancel", `document.querySelector("form.comment-form").parentElement.id`, "comment-form")
	b.want("focus after cancel", `document.activeElement.getAttribute("aria-label")`, "Reply to Marisol Tran")
}

// keptUntilTaken: what was typed survives a reload and a failure, the
// address is never kept, and the same words are sent under the same key.
func keptUntilTaken(b tab, s *stage) {
	b.open("/post")
	b.fill("name", "Emmerey")
	b.fill("email", "emmerey@reader.example")
	b.fill("text", "Do you keep it?")
	b.open("/post")
	b.want("name", `document.getElementById("name").value`, "Emmerey")
	b.want("text", `document.getElementById("text").value`, "Do you keep it?")
	b.want("address", `String(JSON.stringify({...sessionStorage}).includes("reader.example"))`, "false")
	if err := b.submit(); err == nil {
		b.t.Error("the first answer was no failure")
	}
	b.open("/post")
	b.want("text after a failure", `document.getElementById("text").value`, "Do you keep it?")
	if err := b.submit(); err != nil {
		b.t.Fatal(err)
	}
	b.want("page", `location.pathname`, "/status")
	b.want("what is kept", `JSON.stringify({...sessionStorage})`, "{}")
	b.open("/post")
	b.fill("text", "And in June?")
	if err := b.submit(); err != nil {
		b.t.Fatal(err)
	}
	forms := s.forms()
	if len(forms) != 3 {
		b.t.Fatalf("server got %d forms, want 3", len(forms))
	}
	first, again, other := forms[0].Get("key"), forms[1].Get("key"), forms[2].Get("key")
	if len(first) != len("00000000-0000-4000-8000-000000000000") || again != first || other == first {
		b.t.Errorf("keys = %q, %q, %q: want the same for the same words and another for others", first, again, other)
	}
}

func secondPress(b tab, _ *stage) {
	b.open("/post")
	b.want("submits that went through", `(() => {
		const form = document.querySelector("form.comment-form");
		let through = 0;
		form.addEventListener("submit", (e) => { through += !e.defaultPrevented; e.preventDefault(); });
		form.requestSubmit();
		form.requestSubmit();
		return String(through);
	})()`, "1")
	b.want("button", `document.querySelector(".comment-form button").outerHTML`,
		`<button class="button" type="submit" aria-disabled="true">Post comment</button>`)
	b.want("status", `document.querySelector(".form-status").textContent`, "Sending…")
}

func lengthIsCounted(b tab, _ *stage) {
	b.open("/post")
	b.want("at first", `document.querySelector(".count").textContent`, "5,000 characters left")
	b.run(`(() => {
		const text = document.getElementById("text");
		text.value = "🎭".repeat(5001);
		text.dispatchEvent(new Event("input", { bubbles: true }));
	})()`)
	b.want("over", `document.querySelector(".count.over").textContent`, "1 character too many")
}

func summaryHasFocus(b tab, _ *stage) {
	b.open("/wrong")
	b.want("focus", `document.activeElement.className`, "error-summary")
	b.want("key", `document.querySelector("form.comment-form").elements.key.value`, "k1")
}

// narrow are pages as they are and pages full of words that cannot be broken.
func narrow() map[string]templ.Component {
	all := map[string]templ.Component{}
	for name, page := range pages() {
		all[name] = page
	}
	for name, page := range filled(unbreakable()) {
		if name != "text" && name != "error" && name != "thread" && name != "tombstones" && name != "form" && name != "apply" && name != "apply-in" && name != "summary" { // parts without a frame
			all["filled-"+name] = page
		}
	}
	return all
}

func unbreakable() string { return strings.Repeat("unbreakable", 6) }

// nothingIsCutOff: no page needs scrolling to the side at the width of 320 px
// that WCAG 1.4.10 asks for. What is hidden from sight may lie outside.
func nothingIsCutOff(b tab, _ *stage) {
	if err := chromedp.Do(b.ctx, chromedp.EmulateViewport(320, 800)); err != nil {
		b.t.Fatal(err)
	}
	for name := range narrow() {
		b.open("/narrow/" + name)
		b.want("what sticks out of "+name, `(() => [...document.querySelectorAll("body *")]
			.filter((n) => n.getBoundingClientRect().right > 321 && !n.closest(".curtain, .hp, .table"))
			.map((n) => n.tagName + "." + n.className).slice(0, 3).join(" "))()`, "")
	}
}

func (b tab) open(path string) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.Navigate(b.url+path)); err != nil {
		b.t.Fatalf("opening %s: %v", path, err)
	}
}

func (b tab) run(script string) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.Evaluate[chromedp.Void](script, chromedp.EvalAwaitPromise)); err != nil {
		b.t.Fatalf("running %s: %v", script, err)
	}
}

func (b tab) want(what, expression, want string) {
	b.t.Helper()
	got, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](expression))
	if err != nil {
		b.t.Fatalf("%s: %v", what, err)
	}
	if got != want {
		b.t.Errorf("%s = %q, want %q", what, got, want)
	}
}

func (b tab) fill(id, text string) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.SendKeys(chromedp.ID(id), text)); err != nil {
		b.t.Fatalf("typing into %s: %v", id, err)
	}
}

// submit presses the button and waits for the page that answers.
func (b tab) submit() error { return b.send(".comment-form") }

func (b tab) send(form string) error {
	b.t.Helper()
	answer, err := chromedp.RunResponse(b.ctx, chromedp.Click(chromedp.CSS(form+" [type=submit]")))
	if err != nil {
		return err
	}
	if answer == nil || answer.Status != http.StatusOK {
		return errors.New("no answer")
	}
	return nil
}
