package cloud

import (
	"bytes"
	"errors"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
)

// TestSameThroughTheCDN wants the same answers from the deployment as from the
// server itself: nothing between a visitor and a handler changes what is said.
func TestSameThroughTheCDN(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	f := d.fronts(t)
	d.builds(t)
	d.enrol(t)
	for _, who := range []string{"devon", "priya"} {
		d.signIn(t, who+"@greenroom.example", "/desk/")
	}
	before := d.ago(t, 24*time.Hour)
	before.briefed(rolling)
	before.decide(rolling, "Mia", "accept")
	before.release(rolling, true)
	before.owes(before.of(rolling, "Mia"))
	cookie := f.signsIn(t, d, mailbox("Mia"))
	work := "/me/work/" + before.of(rolling, "Mia").ID + "/1"
	f.uploads(t, cookie, work)
	for _, ask := range asked(work, hashOf(string(dog(t))), cookie) {
		t.Run(ask.name, func(t *testing.T) { f.same(t, ask) })
	}
}

// owes has somebody read the brief and accept the terms.
func (p *past) owes(a application.Application) {
	p.t.Helper()
	p.acknowledges(a)
	a, err := p.Applications.Confirm(p.t.Context(), agency.Actor{ID: a.Person}, a.ID, a.Version, true)
	p.must(err)
	p.must(p.Work.Assign(p.t.Context(), a))
}

// asking is a request. A form makes it a POST.
type asking struct {
	name, method, address, cookie string
	form                          url.Values
	header                        [2]string
	status                        int
}

func asked(work, hash, cookie string) []asking {
	comment := url.Values{"post": {"edited-twice"}, "name": {"Renée"}, "email": {"nobody"}, "text": {"Grün <b>&amp;</b>\r\n中 100% +"}, "key": {"k"}}
	return []asking{
		{name: "form", address: "/comments/new?post=edited-twice", status: 200},
		{name: "query with several values", address: "/comments/new?post=edited-twice&post=b%20c&empty=&x=%E4%B8%AD", status: 200},
		{name: "query that the page repeats", address: "/sign-in?next=%2Fme%2Fchannels%3Fa%3Db%2520c%26d%3D%2B&x=1", status: 200},
		{name: "form with a fault keeps every word", address: "/api/comments", form: comment, status: 422},
		{name: "HEAD", method: http.MethodHead, address: "/sign-in", status: 200},
		{name: "method that is not taken", method: http.MethodDelete, address: "/sign-in", status: 405},
		{name: "OPTIONS", method: http.MethodOptions, address: "/sign-in", status: 405},
		{name: "form of another site", address: "/api/sign-in", form: url.Values{"email": {"a@example.org"}}, header: [2]string{"Sec-Fetch-Site", "cross-site"}, status: 403},
		{name: "who has not signed in", address: "/desk/?a=1&b=2", status: 303},
		{name: "who may not", address: "/desk/", cookie: cookie, status: 403},
		{name: "page of one's own", address: "/me/", cookie: cookie, status: 200},
		{name: "several cookies", address: "/me/", cookie: "theme=dark; " + cookie + "; other=1", status: 200},
		{name: "page in many parts", address: work, cookie: cookie, status: 200},
		{name: "file", address: work + "/files/" + hash, cookie: cookie, status: 200},
		{name: "file of somebody else", address: work + "/files/" + hash, status: 303},
		{name: "path beyond ASCII", address: "/comments/status/gr%C3%BCn%20%E4%B8%AD", status: 404},
		{name: "path with a percent sign", address: "/comments/status/100%25", status: 404},
		{name: "no such page", address: "/me/nothing/here", cookie: cookie, status: 404},
		{name: "without its slash", address: "/c/01JV2Q6Z3M0000000000000000", status: 301},
	}
}

// same wants both to say the same, but for what is another each time, and for
// what each says of its own: the gateway its id, the CDN its policy, and one
// page for all that is not found.
func (f fronts) same(t *testing.T, a asking) {
	t.Helper()
	got, want := a.ask(t, f.edge), a.ask(t, f.straight)
	if want.Status != a.status {
		t.Errorf("the server says %d, want %d\n%s", want.Status, a.status, want.Body)
	}
	if a.status == http.StatusNotFound {
		if got.Status != a.status || !strings.Contains(got.Body, "<html") {
			t.Errorf("got %d, want the site's page\n%s", got.Status, got.Body)
		}
		return
	}
	for _, s := range []*seen{&got, &want} {
		s.Body = regexp.MustCompile(`name="key" value="[^"]+"`).ReplaceAllString(s.Body, "a form's own key")
		s.Body = strings.ReplaceAll(s.Body, s.Header.Get("X-Request-Id"), "this request")
		maps.DeleteFunc(s.Header, func(name string, _ []string) bool {
			switch name {
			case "Date", "Content-Length", "Apigw-Requestid", "X-Request-Id", "Set-Cookie", "Strict-Transport-Security":
				return true
			}
			return false
		})
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("through the CDN (-got +want):\n%s", diff)
	}
}

// signsIn goes the way of the mailed code on both, and returns the cookie that
// the CDN let through.
func (f fronts) signsIn(t *testing.T, d *deployment, email string) (cookie string) {
	t.Helper()
	var opened [2]seen
	for i, front := range []string{f.straight, f.edge} {
		requested := asking{address: "/api/sign-in", form: url.Values{"email": {email}}}.ask(t, front)
		_, request, ok := strings.Cut(requested.Header.Get("Location"), "/sign-in/code?request=")
		if requested.Status != http.StatusSeeOther || !ok {
			t.Fatalf("got %d to %s", requested.Status, requested.Header.Get("Location"))
		}
		d.mailed(t)
		code := found(t, `(?m)^(\d{6})\r?$`, d.letterTo(t, email))
		opened[i] = asking{address: "/api/sign-in/code", form: url.Values{"request": {request}, "code": {code}}}.ask(t, front)
		cookie, _, _ = strings.Cut(opened[i].Header.Get("Set-Cookie"), ";")
	}
	if len(opened[1].Cookies) == 0 || opened[1].Status != http.StatusSeeOther {
		t.Fatalf("got %d and cookies %q", opened[1].Status, opened[1].Cookies)
	}
	if diff := cmp.Diff(opened[1].Cookies, opened[0].Cookies); diff != "" {
		t.Errorf("cookies through the CDN (-got +want):\n%s", diff)
	}
	return cookie
}

// uploads sends the same file both ways: it is kept once.
func (f fronts) uploads(t *testing.T, cookie, work string) {
	t.Helper()
	for _, front := range []string{f.edge, f.straight} {
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		file, err := form.CreateFormFile("file", "Bißcuit.png")
		if err == nil {
			_, err = file.Write(dog(t))
		}
		if err := errors.Join(err, form.Close()); err != nil {
			t.Fatal(err)
		}
		got := send(t, front, http.MethodPost, "/api"+work+"/file", cookie, form.FormDataContentType(), &body, [2]string{})
		if got.Status != http.StatusSeeOther || !strings.HasPrefix(got.Header.Get("Location"), work) {
			t.Fatalf("got %d to %s\n%s", got.Status, got.Header.Get("Location"), got.Body)
		}
	}
}
