package web_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/table"
)

// kept says how many comments were ever kept.
func (o *office) kept(t *testing.T) int {
	t.Helper()
	changes, _, err := o.store.Changes(t.Context(), "", 10_000)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, c := range changes {
		if c.Old == nil && c.New != nil && c.New.Kind == "comment" {
			n++
		}
	}
	return n
}

func TestACommentIsAnsweredWithAPageToBookmark(t *testing.T) {
	t.Parallel()
	o := open(t)
	b := o.visitor(t)
	first := location(t, b.post("/api/comments", form()))
	again := location(t, b.post("/api/comments", form()))
	if first.Path != again.Path || o.kept(t) != 1 {
		t.Errorf("sent twice: %s and %s, %d comments", first, again, o.kept(t))
	}
	page := o.visitor(t).get(first.Path)
	if page.status != http.StatusOK || !strings.Contains(page.body, "waits for approval") || !strings.Contains(page.body, "Who reads all of this?") {
		t.Errorf("status page: %d\n%s", page.status, page.body)
	}
	if strings.Contains(page.body, "emmerey@") {
		t.Error("the status page shows the address")
	}
	if got := page.header.Get("Referrer-Policy"); got != "same-origin" {
		t.Errorf("a page with a secret address has Referrer-Policy %q", got)
	}
	if got := o.visitor(t).get(first.Path + "x").status; got != http.StatusNotFound {
		t.Errorf("another secret: %d, want 404", got)
	}
}

func TestFaultsBringTheFormBackWithEveryAnswer(t *testing.T) {
	t.Parallel()
	o := open(t)
	long := strings.Repeat("ä", 5001)
	tests := []struct {
		name  string
		form  url.Values
		field string
	}{
		{"empty name", with("name", ""), "name"},
		{"name of 300 letters", with("name", strings.Repeat("ä", 300)), "name"},
		{"address with a name", with("email", "Foo <a@b.c>"), "email"},
		{"address without a dot", with("email", "a@b"), "email"},
		{"address of 300 letters", with("email", strings.Repeat("a", 290)+"@b.example"), "email"},
		{"empty text", with("text", ""), "text"},
		{"text too long", with("text", long), "text"},
		{"control character", with("text", "a\x01b"), "text"},
		{"bidi override in the name", with("name", "a\u202eb"), "name"},
		{"unknown parent", with("parent", "01ARZ3NDEKTSV4RRFFQ69G5FAV"), "parent"},
		{"unknown post", with("post", "no-such-post"), "post"},
		{"all at once", with("name", "", "email", "x", "text", ""), "name"},
		{"markup in the fields", with("name", `"><script>alert(1)</script>`, "email", `"onfocus=alert(1)`, "text", "</textarea><script>alert(1)</script>"), "email"},
		{"nothing but the post", url.Values{"post": {"first"}}, "name"},
		{"nothing", url.Values{}, "post"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := o.visitor(t).post("/api/comments", tt.form)
			if got.status != http.StatusUnprocessableEntity {
				t.Fatalf("status %d, want 422\n%s", got.status, got.body)
			}
			page := parse(t, got)
			if title := text(page.all("title", "", "")[0]); !strings.HasPrefix(title, "Error:") {
				t.Errorf("title is %q", title)
			}
			if len(page.all("a", "href", "#"+tt.field)) == 0 && tt.field != "parent" && tt.field != "post" {
				t.Errorf("no summary that links to #%s", tt.field)
			}
			_, values := page.fields(t, "/api/comments")
			for field := range tt.form {
				if got, want := values.Get(field), tt.form.Get(field); got != want && !strings.Contains(want, "\x01") {
					t.Errorf("%s came back as %.60q, want %.60q", field, got, want)
				}
			}
			for _, n := range page.all("script", "", "") {
				if get(n, "src") == "" {
					t.Error("the page has a script of its own")
				}
			}
		})
	}
	if o.kept(t) != 0 {
		t.Errorf("%d comments were kept", o.kept(t))
	}
}

func TestRequestsThatNoFormOfOursSends(t *testing.T) {
	t.Parallel()
	o := open(t)
	const form = "application/x-www-form-urlencoded"
	big := encode(with("text", strings.Repeat("x", 70<<10)))
	tests := []struct {
		name, method, path, media, body string
		header                          map[string]string
		want                            int
	}{
		{"body over 64 KiB", "POST", "/api/comments", form, big, nil, 413},
		{"JSON", "POST", "/api/comments", "application/json", "{}", nil, 415},
		{"no content type", "POST", "/api/comments", "", "post=first", nil, 415},
		{"multipart", "POST", "/api/comments", "multipart/form-data; boundary=x", "--x--", nil, 415},
		{"UTF-7", "POST", "/api/comments", form + "; charset=utf-7", "post=first", nil, 415},
		{"compressed", "POST", "/api/comments", form, "post=first", map[string]string{"Content-Encoding": "gzip"}, 415},
		{"broken escape", "POST", "/api/comments", form, "post=%zz", nil, 400},
		{"PUT", "PUT", "/api/comments", form, "", nil, 405},
		{"DELETE", "DELETE", "/api/comments", "", "", nil, 405},
		{"made-up method", "FROB", "/api/comments", "", "", nil, 405},
		{"GET of an action", "GET", "/api/comments", "", "", nil, 405},
		{"POST of a page", "POST", "/sign-in", form, "", nil, 405},
		{"cross-site", "POST", "/api/comments", form, encode(with()), map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		{"same-site sibling", "POST", "/api/comments", form, encode(with()), map[string]string{"Sec-Fetch-Site": "same-site"}, 403},
		{"foreign origin", "POST", "/api/comments", form, encode(with()), map[string]string{"Origin": "https://evil.example"}, 403},
		{"null origin", "POST", "/api/comments", form, encode(with()), map[string]string{"Origin": "null"}, 403},
		{"unknown page", "GET", "/nothing-here", "", "", nil, 404},
		{"unknown comment to answer", "GET", "/comments/new?post=first&parent=x", "", "", nil, 404},
		{"unknown post to comment", "GET", "/comments/new?post=..%2f..%2fetc", "", "", nil, 404},
		{"desk without signing in", "GET", "/desk/", "", "", nil, 303},
		{"decision without signing in", "POST", "/api/desk/comments/first/01ARZ3NDEKTSV4RRFFQ69G5FAV/approve", form, "", nil, 401},
		{"cut-off sign-in link", "GET", "/sign-in/link/a/b", "", "", nil, 410},
		{"path that is no path", "GET", "/desk/comments/%00/%00", "", "", nil, 303},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := o.visitor(t)
			r := b.request(tt.method, tt.path, tt.body)
			if tt.media != "" {
				r.Header.Set("Content-Type", tt.media)
			}
			for name, value := range tt.header {
				r.Header.Set(name, value)
			}
			got := b.do(r)
			if got.status != tt.want {
				t.Fatalf("status %d, want %d\n%s", got.status, tt.want, got.body)
			}
			if tt.want == 405 && got.header.Get("Allow") == "" {
				t.Error("405 without Allow")
			}
			if tt.want == 303 {
				return
			}
			if page := parse(t, got); len(page.all("h1", "", "")) != 1 || len(page.all("main", "", "")) != 1 {
				t.Errorf("not a readable page:\n%s", got.body)
			}
			if strings.Contains(got.body, "goroutine") || strings.Contains(got.body, "agency.") || got.header.Get("Cache-Control") != "no-store" {
				t.Errorf("leaks or is cached: %v", got.header)
			}
		})
	}
	if o.kept(t) != 0 {
		t.Errorf("%d comments were kept", o.kept(t))
	}
}

func encode(v url.Values) string { return v.Encode() }

func TestABodyThatHidesItsLengthIsCutOff(t *testing.T) {
	t.Parallel()
	o := open(t)
	b := o.visitor(t)
	r := b.request("POST", "/api/comments", "")
	r.Body = io.NopCloser(strings.NewReader(encode(with("text", strings.Repeat("x", 70<<10)))))
	r.ContentLength = -1
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if got := b.do(r); got.status != http.StatusRequestEntityTooLarge {
		t.Errorf("status %d, want 413", got.status)
	}
}

func TestABodyThatBreaksOffIsTheSendersFault(t *testing.T) {
	t.Parallel()
	o := open(t)
	conn, err := net.Dial("tcp", o.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, err = io.WriteString(conn, "POST /api/comments HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nname=a")
	if err := errors.Join(err, conn.(*net.TCPConn).CloseWrite()); err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(conn)
	if err != nil || !strings.HasPrefix(string(answer), "HTTP/1.1 400 ") {
		t.Errorf("%v, answer %.60q", err, answer)
	}
}

func TestAPanicIsAPageAndALineInTheLog(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.web.Comments = nil // whatever asks it now panics
	got := o.visitor(t).get("/comments/status/x")
	if got.status != http.StatusInternalServerError || !strings.Contains(got.body, "on our side") || strings.Contains(got.body, "nil pointer") {
		t.Errorf("status %d\n%s", got.status, got.body)
	}
	if !strings.Contains(o.log.String(), `"msg":"panic"`) {
		t.Error("the log has no word of it")
	}
}

func TestOurOwnFaultGivesTheFormBack(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.web.Comments.Table = full{o.store}
	got := o.visitor(t).post("/api/comments", form())
	if got.status != http.StatusServiceUnavailable || got.header.Get("Retry-After") == "" {
		t.Fatalf("status %d, Retry-After %q", got.status, got.header.Get("Retry-After"))
	}
	if _, fields := parse(t, got).fields(t, "/api/comments"); fields.Get("text") != form().Get("text") {
		t.Errorf("the answers are gone: %v", fields)
	}
}

// full is a table whose disk is full.
type full struct{ table.Table }

func (full) Write(context.Context, string, ...table.Write) error { return table.ErrUnavailable }

func TestAProgramThatAsksForJSONGetsProblemDetails(t *testing.T) {
	t.Parallel()
	o := open(t)
	b := o.visitor(t)
	r := b.request("GET", "/nothing-here", "")
	r.Header.Set("Accept", "application/json")
	got := b.do(r)
	if got.status != 404 || got.header.Get("Content-Type") != "application/problem+json" || !strings.Contains(got.body, `"status":404`) {
		t.Errorf("%d %s\n%s", got.status, got.header.Get("Content-Type"), got.body)
	}
}

func TestEveryAnswerHasTheSecurityHeaders(t *testing.T) {
	t.Parallel()
	o := open(t)
	for _, path := range []string{"/sign-in", "/nothing-here", "/desk/"} {
		got := o.visitor(t).get(path)
		for _, name := range []string{"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "X-Request-Id"} {
			if got.header.Get(name) == "" {
				t.Errorf("%s: no %s", path, name)
			}
		}
		if csp := got.header.Get("Content-Security-Policy"); strings.Contains(csp, "unsafe") {
			t.Errorf("%s: policy is %s", path, csp)
		}
	}
}

func TestAnAuthorSeesWhatBecameOfAComment(t *testing.T) {
	t.Parallel()
	o := open(t)
	b, desk := o.visitor(t), o.signedIn(t, "tess@greenroom.example")
	status := location(t, b.post("/api/comments", form())).Path
	id := onDesk(t, o)
	reject(t, desk, id)
	if page := b.get(status); !strings.Contains(page.body, "did not publish") || !strings.Contains(page.body, "it is not about the post") {
		t.Errorf("after a rejection:\n%s", page.body)
	}
	restore(t, desk, id)
	approve(t, desk, id)
	page := b.get(status)
	if !strings.Contains(page.body, `href="/c/`+id+`/"`) {
		t.Errorf("after the approval:\n%s", page.body)
	}
	action, fields := parse(t, page).fields(t, "/withdraw")
	location(t, b.post(action, fields))
	if page := b.get(status); !strings.Contains(page.body, "took your comment back") {
		t.Errorf("after taking it back:\n%s", page.body)
	}
}

// onDesk returns the id of the one comment that waits.
func onDesk(t *testing.T, o *office) string {
	t.Helper()
	held, _, err := o.web.Comments.List(t.Context(), comment.Held, "")
	if err != nil || len(held) != 1 {
		t.Fatalf("%d comments wait, %v", len(held), err)
	}
	return held[0].ID
}
