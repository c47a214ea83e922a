package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/table"
)

const nobodys = "01ARZ3NDEKTSV4RRFFQ69G5FAV" // an id that no comment has

// comment takes a comment in and returns its id and its author's token.
func (o *office) comment(t *testing.T, parent, text string) (id, token string) {
	t.Helper()
	receipt, err := o.web.Comments.Submit(t.Context(), comment.Draft{
		Post: "first", Parent: parent, Name: "Canary Name", Email: "canary@mail.example", Text: text})
	if err != nil {
		t.Fatal(err)
	}
	return receipt.ID, receipt.Token
}

func withdraw(t *testing.T, o *office, token string) {
	t.Helper()
	if _, err := o.web.Comments.Withdraw(t.Context(), token); err != nil {
		t.Fatal(err)
	}
}

func TestAPermalinkLeadsToTheComment(t *testing.T) {
	t.Parallel()
	o := open(t)
	id, _ := o.comment(t, "", "Canary text")
	approve(t, o.signedIn(t, "tess@greenroom.example"), id)
	for _, tt := range []struct {
		method, path string
		status       int
		to           string
	}{
		{"GET", "/c/" + id + "/", 302, "/blog/first/#c-" + id},
		{"HEAD", "/c/" + id + "/", 302, "/blog/first/#c-" + id},
		{"GET", "/c/" + id + "/?from=feed", 302, "/blog/first/#c-" + id},
		{"GET", "/c/" + id, 301, "/c/" + id + "/"},
		{"HEAD", "/c/" + id, 301, "/c/" + id + "/"},
		{"GET", "/c/x", 404, ""},
		{"HEAD", "/c/" + id + "/x", 404, ""},
		{"GET", "/c/" + nobodys, 301, "/c/" + nobodys + "/"}, // told before anybody looks
		{"POST", "/c/" + id + "/", 405, ""},
		{"DELETE", "/c/" + id, 405, ""},
	} {
		for _, b := range []*browser{o.visitor(t), o.signedIn(t, "ines@example.org")} {
			got := b.do(b.request(tt.method, tt.path, ""))
			if got.status != tt.status || got.header.Get("Location") != tt.to {
				t.Errorf("%s %s: %d to %q, want %d to %q", tt.method, tt.path, got.status, got.header.Get("Location"), tt.status, tt.to)
			}
			if keep := got.header.Get("Cache-Control"); tt.to != "" && keep != "public, max-age=60" {
				t.Errorf("%s %s: Cache-Control is %q", tt.method, tt.path, keep)
			}
			if tt.status == 405 && got.header.Get("Allow") != "GET, HEAD" {
				t.Errorf("%s %s: Allow is %q", tt.method, tt.path, got.header.Get("Allow"))
			}
			if tt.method == "HEAD" && got.body != "" {
				t.Errorf("HEAD has the body %q", got.body)
			}
		}
	}
}

func TestAPermalinkKnowsThePageOfALongThread(t *testing.T) {
	t.Parallel()
	o := open(t)
	var writes []table.Write
	begin := o.clock.Now()
	for n := range 101 { // as many threads as a page has, and one
		c := comment.Comment{Post: "first", ID: o.web.IDs.New(), Name: "N", Text: "T", At: begin.Add(time.Duration(n) * time.Second), State: comment.Approved}
		item, err := c.Item()
		if err != nil {
			t.Fatal(err)
		}
		if writes = append(writes, table.Create(item)); len(writes) == table.MaxWrites || n == 100 {
			if err := o.store.Write(t.Context(), "", writes...); err != nil {
				t.Fatal(err)
			}
			writes = nil
		}
	}
	o.clock.Pass(time.Hour)
	id, _ := o.comment(t, "", "The last word")
	approve(t, o.signedIn(t, "tess@greenroom.example"), id)
	if got := o.visitor(t).get("/c/" + id + "/"); got.header.Get("Location") != "/blog/first/comments/2/#c-"+id {
		t.Errorf("%d to %q", got.status, got.header.Get("Location"))
	}
}

// Whoever has the address of a comment that waits learns no more from it than
// from one that was made up.
func TestAPermalinkOfWhatWasNeverPublicTellsNothing(t *testing.T) {
	t.Parallel()
	o := open(t)
	desk := o.signedIn(t, "tess@greenroom.example")
	held, _ := o.comment(t, "", "Canary text, held")
	rejected, _ := o.comment(t, "", "Canary text, rejected")
	reject(t, desk, rejected)
	spam, _ := o.comment(t, "", "Canary text, spam")
	location(t, press(t, desk, spam, "spam"))
	back, token := o.comment(t, "", "Canary text, taken back")
	withdraw(t, o, token)
	for _, b := range []*browser{o.visitor(t), o.signedIn(t, "ines@example.org")} {
		want := b.get("/c/" + nobodys + "/")
		if want.status != http.StatusNotFound || want.header.Get("Cache-Control") != "no-store" || want.header.Get("X-Robots-Tag") != "noindex" {
			t.Fatalf("got %d, %v", want.status, want.header)
		}
		page := parse(t, want)
		if len(page.all("h1", "", "")) != 1 || len(page.all("a", "href", "/blog/")) == 0 || !strings.Contains(want.body, "not public") {
			t.Errorf("not a readable page with a way on:\n%s", want.body)
		}
		for _, id := range []string{held, rejected, spam, back, strings.ToLower(held), held + "/x", "x", "..%2f..", held + "%00", "%2f%2fevil.example"} {
			got := b.get("/c/" + id + "/")
			if got.status != want.status || got.body != want.body {
				t.Errorf("%q is told apart: %d, want %d\n%s", id, got.status, want.status, got.body)
			}
			for _, h := range []http.Header{got.header, want.header} {
				h.Del("X-Request-Id")
				h.Del("Date")
			}
			if g, w := got.header, want.header; len(g) != len(w) || g.Get("Cache-Control") != w.Get("Cache-Control") || g.Get("Content-Length") != w.Get("Content-Length") {
				t.Errorf("%q is told apart by its headers: %v, want %v", id, g, w)
			}
		}
	}
}

// A link that was out in the world says that the comment is gone, and nothing
// of what it was.
func TestAPermalinkOfWhatIsGone(t *testing.T) {
	t.Parallel()
	o := open(t)
	desk := o.signedIn(t, "tess@greenroom.example")
	public := func(parent, text string) (id, token string) {
		id, token = o.comment(t, parent, text)
		approve(t, desk, id)
		return id, token
	}
	back, token := public("", "Canary text, taken back")
	withdraw(t, o, token)
	off, _ := public("", "Canary text, off the site")
	restore(t, desk, off)
	bin, _ := public("", "Canary text, in the bin")
	restore(t, desk, bin)
	reject(t, desk, bin)
	answered, token := public("", "Canary text, answered")
	answer, _ := public(answered, "An answer")
	withdraw(t, o, token)
	for id, to := range map[string]string{back: "/blog/first/", off: "/blog/first/", bin: "/blog/first/", answered: "/blog/first/#c-" + answered} {
		for _, b := range []*browser{o.visitor(t), o.signedIn(t, "ines@example.org"), desk} {
			got := b.get("/c/" + id + "/")
			if got.status != http.StatusGone || got.header.Get("Cache-Control") != "no-store" || got.header.Get("X-Robots-Tag") != "noindex" {
				t.Fatalf("got %d, %v", got.status, got.header)
			}
			page := parse(t, got)
			if len(page.all("h1", "", "")) != 1 || len(page.all("a", "href", to)) != 1 || len(page.all("meta", "content", "noindex")) != 1 {
				t.Errorf("no readable page that leads to %s:\n%s", to, got.body)
			}
			if strings.Contains(strings.ToLower(got.body), "canary") {
				t.Errorf("the page tells what is gone:\n%s", got.body)
			}
			if head := b.do(b.request("HEAD", "/c/"+id+"/", "")); head.status != http.StatusGone || head.body != "" {
				t.Errorf("HEAD: %d, %q", head.status, head.body)
			}
		}
	}
	if got := o.visitor(t).get("/c/" + answer + "/"); got.header.Get("Location") != "/blog/first/#c-"+answer {
		t.Errorf("the answer: %d to %q", got.status, got.header.Get("Location"))
	}
	form := o.visitor(t).get("/comments/new?post=first&parent=" + answered)
	if form.status != http.StatusNotFound || strings.Contains(strings.ToLower(form.body), "canary") {
		t.Errorf("what is gone can be answered, or is quoted: %d\n%s", form.status, form.body)
	}
	approve(t, desk, off)
	if got := o.visitor(t).get("/c/" + off + "/"); got.status != http.StatusFound {
		t.Errorf("on the site again: %d", got.status)
	}
}

// unpublished is the site when its posts are no longer there.
type unpublished struct{ site }

func (unpublished) Post(string) (string, bool) { return "", false }

func TestAPermalinkBelowAPostThatIsGone(t *testing.T) {
	t.Parallel()
	o := open(t)
	held, _ := o.comment(t, "", "Canary text, held")
	id, _ := o.comment(t, "", "Canary text")
	approve(t, o.signedIn(t, "tess@greenroom.example"), id)
	o.web.Site = unpublished{}
	got := o.visitor(t).get("/c/" + id + "/")
	if got.status != http.StatusGone || len(parse(t, got).all("a", "href", "/blog/")) == 0 || strings.Contains(got.body, "/blog/first/") || strings.Contains(strings.ToLower(got.body), "canary") {
		t.Errorf("got %d\n%s", got.status, got.body)
	}
	if got := o.visitor(t).get("/c/" + held + "/"); got.status != http.StatusNotFound {
		t.Errorf("one that waits: %d", got.status)
	}
}

func TestAPermalinkForAProgram(t *testing.T) {
	t.Parallel()
	o := open(t)
	id, token := o.comment(t, "", "Canary text")
	approve(t, o.signedIn(t, "tess@greenroom.example"), id)
	withdraw(t, o, token)
	b := o.visitor(t)
	for id, status := range map[string]int{id: http.StatusGone, nobodys: http.StatusNotFound} {
		r := b.request("GET", "/c/"+id+"/", "")
		r.Header.Set("Accept", "application/json")
		got := b.do(r)
		if got.status != status || got.header.Get("Content-Type") != "application/problem+json" || strings.Contains(got.body, "anary") {
			t.Errorf("got %d %s\n%s", got.status, got.header.Get("Content-Type"), got.body)
		}
	}
}

func TestFollowingPermalinksChangesNothing(t *testing.T) {
	t.Parallel()
	o := open(t)
	id, token := o.comment(t, "", "Canary text")
	b := o.visitor(t)
	follow := func() {
		_, before, err := o.store.Changes(t.Context(), "", 10_000)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{"/c/" + id + "/", "/c/" + id, "/c/" + nobodys + "/"} {
			b.get(path)
		}
		if changes, _, err := o.store.Changes(t.Context(), before, 10); err != nil || len(changes) > 0 {
			t.Errorf("%d changes, %v", len(changes), err)
		}
	}
	follow()
	approve(t, o.signedIn(t, "tess@greenroom.example"), id)
	follow()
	withdraw(t, o, token)
	follow()
}

// mute is a table that cannot answer.
type mute struct{ table.Table }

func (mute) Get(context.Context, table.Key) (table.Item, error) {
	return table.Item{}, table.ErrUnavailable
}

// deaf is one that cannot be asked for a thread.
type deaf struct{ table.Table }

func (deaf) Query(context.Context, table.Query) (table.Page, error) {
	return table.Page{}, table.ErrUnavailable
}

func TestAPermalinkWhileTheStoreIsDown(t *testing.T) {
	t.Parallel()
	o := open(t)
	id, _ := o.comment(t, "", "Canary text")
	approve(t, o.signedIn(t, "tess@greenroom.example"), id)
	for _, broken := range []table.Table{mute{o.store}, deaf{o.store}} {
		o.web.Comments.Table = broken
		if got := o.visitor(t).get("/c/" + id + "/"); got.status != http.StatusServiceUnavailable || got.header.Get("Cache-Control") != "no-store" {
			t.Errorf("got %d, %v", got.status, got.header)
		}
	}
}

// Whatever stands in the address, nobody is led off the site.
func FuzzPermalink(f *testing.F) {
	for _, path := range []string{nobodys + "/", nobodys, "", "/evil.example/", "//evil.example", `\evil.example/`, "x/../..", "%2f", "\x00", strings.Repeat("A", 26), "?a=b#c"} {
		f.Add(path)
	}
	o := open(f)
	f.Fuzz(func(t *testing.T, path string) {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.URL = &url.URL{Path: "/c/" + path}
		w := httptest.NewRecorder()
		o.handler.ServeHTTP(w, r)
		to := w.Header().Get("Location")
		switch {
		case w.Code == http.StatusNotFound && to == "":
		case w.Code/100 == 3 && strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "//") && !strings.Contains(to, `\`):
		default:
			t.Errorf("%q: %d to %q", path, w.Code, to)
		}
	})
}
