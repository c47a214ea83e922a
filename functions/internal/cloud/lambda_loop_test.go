package cloud

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
)

// TestFunctionsTogether goes the whole way on the functions' own programs,
// with a database behind them and with no more rights than template.yaml gives
// them: a comment comes in, moderators hear of it, one signs in and approves
// it, and it stands in the bucket. People apply, are read, and hear.
func TestFunctionsTogether(t *testing.T) {
	t.Parallel()
	d := deploy(t)
	t.Cleanup(func() { d.tellDenied(t) })
	t.Run("refuses to start", d.refusesToStart)
	d.turnsAway(t)
	d.builds(t)
	status := d.comment(t, "", "Thank you, <b>Tess</b>! Who pays?")
	d.mailed(t)
	letter := d.ses.Taken()[0]
	if got := letter.Destination.ToAddresses; !slices.Equal(got, []string{"moderators@greenroom.example"}) {
		t.Errorf("got a mail to %v", got)
	}
	id := found(t, `desk/comments/edited-twice/([0-9A-Z]{26})`, strings.ReplaceAll(string(letter.Content.Raw.Data), "=\r\n", ""))

	d.enrol(t)
	cookie := d.signIn(t, "tess@greenroom.example", "/desk/")
	shows(t, d.request(t, "desk", "/desk/comments/", cookie, nil), "Who pays?")
	d.permalink(t, id, http.StatusNotFound, "")
	d.decide(t, cookie, id, "approve", "")
	d.published(t)
	d.permalink(t, id, http.StatusFound, "/blog/edited-twice/#c-"+id)
	d.onSite(t, "Thank you, &lt;b&gt;Tess&lt;/b&gt;! Who pays?", true)

	d.again(t)
	d.threads(t, cookie, id)
	by := crew{tess: cookie, devon: d.signIn(t, "devon@greenroom.example", "/desk/"), priya: d.signIn(t, "priya@greenroom.example", "/desk/")}
	d.applies(t, by)
	d.works(t, by)
	d.invites(t, by)
	d.fallsDue(t, by)
	d.troubles(t, by.devon)
	d.builds(t) // as it does every night: what was counted is told
	d.again(t)
	d.leaves(t, cookie)
	redirects(t, d.request(t, "comments", "/api/comments/withdraw", "", url.Values{"token": {strings.TrimPrefix(status, "/comments/status/")}}), status)
	d.published(t)
	d.onSite(t, "Who pays?", false)
	d.permalink(t, id, http.StatusGone, "")
	d.checkRights(t)
	d.checkAsked(t)
	d.report(t)
}

// comment sends the form twice, as a nervous hand does, and returns where it
// leads.
func (d *deployment) comment(t *testing.T, parent, text string) (status string) {
	t.Helper()
	form := url.Values{"post": {"edited-twice"}, "parent": {parent}, "name": {"Renée"}, "email": {"renee@example.org"}, "text": {text}, "key": {"k"}}
	first := d.request(t, "comments", "/api/comments", "", form)
	redirects(t, first, "/comments/status/")
	status = first.Headers["Location"]
	redirects(t, d.request(t, "comments", "/api/comments", "", form), status)
	shows(t, d.request(t, "comments", status, "", nil), "Renée")
	return status
}

// decide reads the comment on the desk and decides about what it read.
func (d *deployment) decide(t *testing.T, cookie, id, what, reason string) {
	t.Helper()
	page := d.request(t, "desk", "/desk/comments/edited-twice/"+id, cookie, nil)
	shows(t, page, "Renée")
	form := url.Values{"reason": {reason}}
	for _, field := range []string{"version", "revision"} {
		form.Set(field, found(t, `name="`+field+`" value="([0-9a-f]+)"`, page.Body))
	}
	redirects(t, d.request(t, "desk", "/api/desk/comments/edited-twice/"+id+"/"+what, cookie, form), "/desk/comments/")
}

// onSite looks for the text in the post's page and its feed of comments.
func (d *deployment) onSite(t *testing.T, text string, want bool) {
	t.Helper()
	for _, file := range []string{"index.html", "comments.xml"} {
		o, ok := d.s3.Object("/SiteBucket/blog/edited-twice/" + file)
		if !ok || strings.Contains(strings.ReplaceAll(string(o.Data), "&amp;", "&"), text) != want {
			t.Errorf("%s is there: %v, has %q: %v, want %v", file, ok, text, !want, want)
		}
	}
}

// permalink follows the address of a comment that never dies.
func (d *deployment) permalink(t *testing.T, id string, status int, to string) {
	t.Helper()
	got := d.request(t, "comments", "/c/"+id+"/", "", nil)
	if got.StatusCode != status || got.Headers["Location"] != to || strings.Contains(got.Body, "Who pays?") {
		t.Errorf("got %d to %q, want %d to %q\n%s", got.StatusCode, got.Headers["Location"], status, to, got.Body)
	}
	if cut := d.request(t, "comments", "/c/"+id, "", nil); cut.StatusCode != http.StatusMovedPermanently || cut.Headers["Location"] != "/c/"+id+"/" {
		t.Errorf("without its slash: got %d to %q", cut.StatusCode, cut.Headers["Location"])
	}
}

// again hands every change over a second time: no mail is sent twice and no
// file written twice.
func (d *deployment) again(t *testing.T) {
	t.Helper()
	mails, files := len(d.ses.Taken()), d.s3.Written()
	clear(d.read)
	d.mailed(t)
	d.published(t)
	if got := len(d.ses.Taken()); got != mails {
		t.Errorf("got %d mails, want the %d that were sent", got, mails)
	}
	if got := d.s3.Written(); got != files {
		t.Errorf("got %d files written, want the %d that were", got, files)
	}
}

// threads answers the comment, as a reader and as staff, and goes through the
// other decisions.
func (d *deployment) threads(t *testing.T, cookie, id string) {
	t.Helper()
	shows(t, d.request(t, "comments", "/comments/new?post=edited-twice&parent="+id, cookie, nil), "Renée")
	d.comment(t, id, "I would like to know that too.")
	d.mailed(t)
	letters := d.ses.Taken()
	reply := found(t, `desk/comments/edited-twice/([0-9A-Z]{26})`, strings.ReplaceAll(string(letters[len(letters)-1].Content.Raw.Data), "=\r\n", ""))
	d.decide(t, cookie, reply, "reject", "it has been said here already")
	d.decide(t, cookie, reply, "restore", "")
	d.decide(t, cookie, reply, "spam", "")
	page := d.request(t, "desk", "/desk/comments/edited-twice/"+id, cookie, nil)
	answer := url.Values{"text": {"The brand does, within 30 days."}, "key": {found(t, `name="key" value="([^"]+)"`, page.Body)}}
	redirects(t, d.request(t, "desk", "/api/desk/comments/edited-twice/"+id+"/answer", cookie, answer), "/desk/")
	d.published(t)
	d.onSite(t, "The brand does, within 30 days.", true)
}

// leaves signs out, and in again by the mailed link.
func (d *deployment) leaves(t *testing.T, cookie string) {
	t.Helper()
	redirects(t, d.request(t, "accounts", "/api/sign-out", cookie, url.Values{}), "/")
	redirects(t, d.request(t, "desk", "/desk/", cookie, nil), "/sign-in?next=")
	shows(t, d.request(t, "accounts", "/sign-in", "", nil), "Email")
	asked := d.request(t, "accounts", "/api/sign-in", "", url.Values{"email": {"tess@greenroom.example"}})
	_, request, _ := strings.Cut(asked.Headers["Location"], "request=")
	wrong := d.request(t, "accounts", "/api/sign-in/code", "", url.Values{"request": {request}, "code": {"1"}})
	if wrong.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("got %d for a wrong code, want 422", wrong.StatusCode)
	}
	d.mailed(t)
	letters := d.ses.Taken()
	link := found(t, `(/sign-in/link/[\w-]+/[\w-]+)`, strings.ReplaceAll(string(letters[len(letters)-1].Content.Raw.Data), "=\r\n", ""))
	shows(t, d.request(t, "accounts", link, "", nil), "Sign in")
	parts := strings.Split(link, "/")
	opened := d.request(t, "accounts", "/api/sign-in/link", "", url.Values{"request": {parts[3]}, "token": {parts[4]}})
	redirects(t, opened, "/desk/")
	cookie, _, _ = strings.Cut(opened.Cookies[0], ";")
	shows(t, d.request(t, "applications", "/me/", cookie, nil), "Tess Abara")
}

// rarely are the rights that this test has no use for.
func rarely(function string, one right) bool {
	action := one.Actions[0]
	switch {
	case one.Sid == "Changes" || one.Sid == "GivenUp": // used by Lambda itself, before and after the function
		return true
	case action == "dynamodb:DeleteItem" && one.Leading[0] == "IDEM#*": // to clear away what has expired
		return true
	}
	return function == "publish" && action == "s3:DeleteObject" // for a page that goes
}

// tellDenied wants nothing refused. It is asked at the very end, because what is
// refused may well be why something else fails.
func (d *deployment) tellDenied(t *testing.T) {
	t.Helper()
	for _, denied := range d.iam.Denied() {
		t.Errorf("policy does not permit what is needed: %s", denied)
	}
}

// checkRights wants no right that nothing needed.
func (d *deployment) checkRights(t *testing.T) {
	t.Helper()
	for function := range variables() {
		rights, _ := d.template.rights(function)
		for _, r := range rights {
			for _, one := range r.Each() {
				if !d.iam.Used(function, one) && !rarely(function, one) {
					t.Errorf("%s has the right %s, and no use for it", function, one)
				}
			}
		}
	}
}

// report logs what the programs cost.
func (d *deployment) report(t *testing.T) {
	t.Helper()
	for _, function := range sortedKeys(variables()) {
		program := filepath.Join(d.programs, function)
		t.Logf("%s: %s", function, programSize(t, program))
	}
	took := make([]time.Duration, 200)
	for i := range took {
		began := time.Now()
		shows(t, d.request(t, "comments", "/comments/new?post=edited-twice", "", nil), "Leave a comment")
		took[i] = time.Since(began)
	}
	slices.Sort(took)
	delete(d.hosts, "comments")
	fresh := d.host(t, "comments")
	shows(t, d.request(t, "comments", "/comments/new?post=edited-twice", "", nil), "Leave a comment")
	t.Logf("comments: first answer %v after its start, then p50 %v, p95 %v", time.Since(fresh.Started).Round(100*time.Microsecond), took[100], took[190])
}

// turnsAway sends a request that did not come through the CDN.
func (d *deployment) turnsAway(t *testing.T) {
	t.Helper()
	var answer events.APIGatewayV2HTTPResponse
	d.host(t, "comments").invoke(t, event(t, "form"), &answer)
	if answer.StatusCode != http.StatusForbidden {
		t.Errorf("got %d, want 403", answer.StatusCode)
	}
	if records := d.stream(t, "PrivateTable"); len(records) != 0 {
		t.Errorf("got %d records, want nothing stored", len(records))
	}
}

// builds asks for the site as a deployment does, with an empty event.
func (d *deployment) builds(t *testing.T) {
	t.Helper()
	var answer events.DynamoDBEventResponse
	d.host(t, "publish").invoke(t, struct{}{}, &answer)
	home, ok := d.s3.Object("/SiteBucket/index.html")
	if !ok || !strings.Contains(string(home.Data), "https://greenroom.example/") {
		t.Errorf("home page is there: %v, want it with the site's own address", ok)
	}
}

// refusesToStart starts programs with something missing: they end at once and
// say what it is.
func (d *deployment) refusesToStart(t *testing.T) {
	ssm := startFakeSSM(t, map[string]string{
		"/secret": "c2hvcnQ=", "/whole": base64.StdEncoding.EncodeToString(make([]byte, 32)), "/origin": ""})
	tests := []struct {
		name, function string
		change         map[string]string
		want           string
	}{
		{"no variable", "publish", map[string]string{"SITE_BUCKET": ""}, "SITE_BUCKET is not set: template.yaml sets it"},
		{"short secret", "comments", nil, "secret has 5 bytes: it needs at least 32"},
		{"no origin secret", "comments", map[string]string{"SECRET_PARAMETER": "/whole"}, "origin secret has 0 bytes: it needs at least 32"},
		{"no such parameter", "comments", map[string]string{"SECRET_PARAMETER": "/none"}, "reading parameter /none"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			environment := map[string]string{"AWS_REGION": "eu-central-1", "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_ENDPOINT_URL_SSM": ssm}
			for name, value := range whole() {
				environment[name] = value
			}
			for name, value := range tt.change {
				environment[name] = value
			}
			log := startLambda(t, filepath.Join(d.programs, tt.function), environment).waitExit(t)
			if !strings.Contains(log, tt.want) || !strings.Contains(log, `"level":"ERROR"`) {
				t.Errorf("got log %q, want it to say %q", log, tt.want)
			}
		})
	}
}
