package web_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// fingerprint is everything the store ever committed.
func (o *office) fingerprint(t *testing.T) string {
	t.Helper()
	changes, _, err := o.store.Changes(t.Context(), "", 10_000)
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(changes)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestOpeningAMailedLinkChangesNothing(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.visitor(t).post("/api/comments", form())
	request := location(t, o.visitor(t).post("/api/sign-in", url.Values{"email": {"tess@greenroom.example"}})).Query().Get("request")
	link := "/sign-in/link/" + request + "/" + o.web.Accounts.Proofs.Token(request)
	desk := o.signedIn(t, "tess@greenroom.example")
	before := o.fingerprint(t)
	for range 5 {
		scanner := o.visitor(t)
		for _, path := range []string{link, "/desk/comments/first/" + onDesk(t, o)} {
			scanner.get(path)
			scanner.do(scanner.request("HEAD", path, ""))
			scanner.do(scanner.request("OPTIONS", path, ""))
			desk.get(path)
		}
	}
	if o.fingerprint(t) != before {
		t.Error("the store changed")
	}
	b := o.visitor(t)
	page := b.get(link)
	path, fields := parse(t, page).fields(t, "/api/sign-in/link")
	done := b.post(path, fields)
	if got := location(t, done).Path; got != "/desk/" {
		t.Errorf("signed in, sent to %s", got)
	}
	cookie := done.header.Get("Set-Cookie")
	for _, want := range []string{"session=", "HttpOnly", "SameSite=Lax", "Path=/"} {
		if !strings.Contains(cookie, want) {
			t.Errorf("cookie %q lacks %s", cookie, want)
		}
	}
	if again := b.post(path, fields); again.status != http.StatusGone || !strings.Contains(again.body, `href="/sign-in"`) {
		t.Errorf("second press: %d, want 410 and a way to a new link", again.status)
	}
	if again := b.get(link); again.status != http.StatusGone {
		t.Errorf("used link: %d, want 410", again.status)
	}
}

func TestOverHTTPSTheCookieIsBoundToTheHost(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.web.Origin = "https://greenroom.example"
	b := o.visitor(t)
	request := location(t, b.post("/api/sign-in", url.Values{"email": {"tess@greenroom.example"}})).Query().Get("request")
	done := b.post("/api/sign-in/code", url.Values{"request": {request}, "code": {o.web.Accounts.Proofs.Code(request)}})
	cookie := done.header.Get("Set-Cookie")
	if !strings.HasPrefix(cookie, "__Host-session=") || !strings.Contains(cookie, "Secure") || strings.Contains(cookie, "Domain") {
		t.Errorf("cookie is %q", cookie)
	}
}

func TestKnownAndUnknownAddressesLookAlike(t *testing.T) {
	t.Parallel()
	o := open(t)
	var pages []string
	for _, email := range []string{"tess@greenroom.example", "nobody@example.com"} {
		b := o.visitor(t)
		next := location(t, b.post("/api/sign-in", url.Values{"email": {email}}))
		request := next.Query().Get("request")
		page := b.get(next.String())
		pages = append(pages, strings.ReplaceAll(page.body, request, "R"))
		wrong := b.post("/api/sign-in/code", url.Values{"request": {request}, "code": {"12345"}})
		pages = append(pages, strings.ReplaceAll(wrong.body, request, "R"))
	}
	if pages[0] != pages[2] || pages[1] != pages[3] {
		t.Error("the pages differ")
	}
}

// Who wants to write a post may be new here. The form asks everybody for the
// same, and answers everybody the same.
func TestAGuestWriterMayBeNew(t *testing.T) {
	t.Parallel()
	o := open(t)
	const next = "/me/posts/new"
	var pages []string
	for _, email := range []string{"tess@greenroom.example", "nobody@example.com"} {
		b := o.visitor(t)
		path, fields := parse(t, b.get("/sign-in?next="+next)).fields(t, "/api/sign-in")
		fields.Set("email", email)
		if wrong := b.post(path, fields); wrong.status != http.StatusUnprocessableEntity || !strings.Contains(wrong.body, "Enter your name") {
			t.Errorf("%s without a name: %d", email, wrong.status)
		}
		fields.Set("name", "Nobody Known")
		to := location(t, b.post(path, fields))
		request := to.Query().Get("request")
		page := b.get(to.String())
		pages = append(pages, strings.ReplaceAll(page.body, request, "R"))
		path, fields = parse(t, page).fields(t, "/api/sign-in/code")
		fields.Set("code", o.web.Accounts.Proofs.Code(request))
		if got := location(t, b.post(path, fields)).String(); got != next {
			t.Errorf("%s is led to %s", email, got)
		}
		if form := b.get(next); form.status != http.StatusOK || strings.Contains(form.body, "Nobody Known") != (email == "nobody@example.com") {
			t.Errorf("%s: the form for a post has status %d, or another name than theirs", email, form.status)
		}
	}
	if pages[0] != pages[1] {
		t.Error("the pages differ")
	}
}

func TestSigningInLeadsWhereOneWasGoingAndNowhereElse(t *testing.T) {
	t.Parallel()
	o := open(t)
	for next, want := range map[string]string{
		"/desk/comments/first/x": "/desk/comments/first/x",
		"/me/":                   "/me/",
		"":                       "/desk/",
		"https://evil.example/":  "/desk/",
		"//evil.example/":        "/desk/",
		"/desk/../api/sign-out":  "/desk/",
		"/desk//evil.example":    "/desk/",
		"/desk/\\evil.example":   "/desk/",
		"/desk/%0d%0aX: y":       "/desk/",
		"/\\evil.example":        "/desk/",
	} {
		b := o.visitor(t)
		page := b.get("/sign-in?next=" + url.QueryEscape(next))
		path, fields := parse(t, page).fields(t, "/api/sign-in")
		fields.Set("email", "tess@greenroom.example")
		request := location(t, b.post(path, fields)).Query().Get("request")
		code := url.Values{"request": {request}, "code": {o.web.Accounts.Proofs.Code(request)}}
		if got := location(t, b.post("/api/sign-in/code", code)).String(); got != want {
			t.Errorf("next=%q leads to %s, want %s", next, got, want)
		}
		o.clock.Pass(time.Hour) // one address gets five mails an hour
	}
}

func TestSignInFaults(t *testing.T) {
	t.Parallel()
	o := open(t)
	got := o.visitor(t).post("/api/sign-in", url.Values{"email": {"Foo <a@b.c>"}})
	if got.status != 422 || !strings.Contains(got.body, "correct format") {
		t.Errorf("%d\n%s", got.status, got.body)
	}
	if _, fields := parse(t, got).fields(t, "/api/sign-in"); fields.Get("email") != "Foo <a@b.c>" {
		t.Errorf("answers: %v", fields)
	}
	got = o.visitor(t).post("/api/sign-in/code", url.Values{"request": {"made-up"}, "code": {"123 456"}})
	if got.status != 422 || !strings.Contains(got.body, "6-digit code") {
		t.Errorf("%d\n%s", got.status, got.body)
	}
}

func TestTheHostHeaderDecidesNothing(t *testing.T) {
	t.Parallel()
	o := open(t)
	b := o.visitor(t)
	r := b.request("POST", "/api/sign-in", "email=tess%40greenroom.example")
	r.Host = "evil.example"
	r.Header.Set("X-Forwarded-Host", "evil.example")
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if got := b.do(r); strings.Contains(got.header.Get("Location"), "evil") || strings.Contains(o.fingerprint(t), "evil") {
		t.Errorf("location %q", got.header.Get("Location"))
	}
}

func TestTheLogKeepsNoSecretAndNoPerson(t *testing.T) {
	t.Parallel()
	o := open(t)
	b := o.visitor(t)
	status := location(t, b.post("/api/comments", form())).Path
	b.get(status)
	request := location(t, b.post("/api/sign-in", url.Values{"email": {"tess@greenroom.example"}})).Query().Get("request")
	b.get("/sign-in/link/" + request + "/" + o.web.Accounts.Proofs.Token(request))
	log := o.log.String()
	if !strings.Contains(log, `"route":"POST /api/comments"`) || !strings.Contains(log, `"status":303`) {
		t.Errorf("the log does not say what was asked:\n%s", log)
	}
	for _, secret := range []string{"emmerey", "Emmerey", "tess@", "Who reads", status[len("/comments/status/"):], request} {
		if strings.Contains(log, secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
}
