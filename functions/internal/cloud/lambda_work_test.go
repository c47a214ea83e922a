package cloud

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/png"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"greenroom/functions/internal/application"
	"greenroom/functions/internal/submission"
)

// caption is a draft that no check finds anything wrong with.
const caption = "Ad: this is Biscuit, with four teeth and a dental chew from @barnacleandbone. The size chart is in the second picture. #ad"

// works goes the way from the brief to the post that was looked at: it is
// acknowledged, a draft is sent, edits are asked for and answered, the client
// agrees, it goes live and is verified.
func (d *deployment) works(t *testing.T, by crew) {
	t.Helper()
	d.leftUndone(t)
	before := d.ago(t, 24*time.Hour)
	before.decide(rolling, "Mia", application.Accept)
	before.release(rolling, true)
	d.strikes(t)
	d.sends(t)
	before.wasDone()
	mia := d.signIn(t, mailbox("Mia"), "/me/")
	work := d.confirms(t, before, mia)
	redirects(t, d.onWork(t, by.devon, work, "time", url.Values{"days": {"3"}, "reason": {"The dog had a cold."}}), deskOf(work))
	d.brings(t, by, mia, work)
	d.drafts(t, mia, work)
	d.edits(t, by, mia, work)
	d.clears(t, by, mia, work)
	noas := "/me/work/" + before.of(rolling, "Noa").ID + "/1"
	d.quarrels(t, by, d.signIn(t, mailbox("Noa"), "/me/"), noas)
	d.comesToNothing(t, by, noas)
	oras := "/me/work/" + before.of(rolling, "Ora").ID + "/1"
	redirects(t, d.onWork(t, by.devon, oras, "waive", url.Values{"reason": {"The dog has moved."}}), deskOf(oras))
	raes := "/me/work/" + before.of(rolling, "Rae").ID + "/1"
	redirects(t, d.onWork(t, by.devon, raes, "restore", url.Values{"reason": {"I looked at it myself: it is back."}}), deskOf(raes))
	d.amends(t, by, mia, d.ago(t, 0)) // before it is live: then nothing more is asked
	d.goesLive(t, by, mia, work)
	d.begins(t, by)
	for _, address := range []string{"/desk/work/", "/desk/reports/", "/desk/"} {
		shows(t, d.request(t, "desk", address, by.devon, nil), "")
	}
	shows(t, d.request(t, "desk", "/desk/reports/changes.csv", by.devon, nil), "Barnacle")
}

// confirms reads the brief, accepts the terms and returns the address of the
// work that is owed from then on.
func (d *deployment) confirms(t *testing.T, before *past, mia string) (work string) {
	t.Helper()
	a := before.of(rolling, "Mia")
	mine := "/me/applications/" + a.ID
	page := d.request(t, "applications", mine, mia, nil)
	shows(t, page, "You are in")
	form := hidden(page.Body, "version")
	form.Set("terms", "yes")
	unread := d.request(t, "applications", "/api"+mine+"/confirm", mia, form)
	if unread.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("got %d without having read the brief, want 422", unread.StatusCode)
	}
	d.readsBrief(t, before, a, mia, mine)
	redirects(t, d.request(t, "applications", "/api"+mine+"/confirm", mia, form), mine)
	work = "/me/work/" + a.ID + "/1"
	shows(t, d.request(t, "applications", mine, mia, nil), work)
	shows(t, d.request(t, "submissions", work, mia, nil), "size chart")
	shows(t, d.request(t, "submissions", work, mia, nil), "up to 4.5 MB")
	return work
}

// drafts sends a draft with a file: with a fault, then twice, as a nervous hand
// does.
func (d *deployment) drafts(t *testing.T, mia, work string) {
	t.Helper()
	picture := dog(t)
	for range 2 {
		redirects(t, d.upload(t, "submissions", "/api"+work+"/file", mia, "../Biscuit.html", picture), work)
	}
	page := d.request(t, "submissions", work, mia, nil)
	hash := hashOf(string(picture))
	shows(t, page, hash)
	d.downloads(t, "submissions", work+"/files/"+hash, mia, picture)
	if svg := d.upload(t, "submissions", "/api"+work+"/file", mia, "a.png", []byte("<svg onload=alert(1)>")); svg.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("got %d for a picture that is a script, want 422", svg.StatusCode)
	}
	form := draftOf(page.Body)
	form.Set("text", caption)
	form.Set("file", hash)
	form.Del("version")
	if stale := d.request(t, "submissions", "/api"+work+"/draft", mia, form); stale.StatusCode != http.StatusConflict {
		t.Errorf("got %d for a draft of nothing that was seen, want 409\n%s", stale.StatusCode, stale.Body)
	}
	form.Set("version", draftOf(page.Body).Get("version"))
	for range 2 {
		redirects(t, d.request(t, "submissions", "/api"+work+"/draft", mia, form), work)
	}
	shows(t, d.request(t, "submissions", work, mia, nil), "A person reads it")
	d.mailed(t)
}

// dog is a picture.
func dog(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 40, 30))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// draftOf is a page's form for a draft, with every clause done.
func draftOf(page string) url.Values {
	form := hidden(page, "version")
	for _, match := range regexp.MustCompile(`name="clause" value="(\d+)"`).FindAllStringSubmatch(page, -1) {
		form.Add("clause", match[1])
		form.Set("done-"+match[1], "yes")
	}
	form.Set("spoken", "0:01")
	form.Set("screen", "0:01")
	return form
}

// downloads wants a file as a download, whatever it is called.
func (d *deployment) downloads(t *testing.T, function, address, cookie string, want []byte) {
	t.Helper()
	got := d.request(t, function, address, cookie, nil)
	data, err := base64.StdEncoding.DecodeString(got.Body)
	if got.StatusCode != http.StatusOK || err != nil || string(data) != string(want) || got.Headers["Content-Type"] != "application/octet-stream" ||
		!strings.HasPrefix(got.Headers["Content-Disposition"], "attachment") {
		t.Errorf("got %d, %v, %q, want the file as a download", got.StatusCode, got.Headers, got.Body)
	}
}

// deskOf is where the staff see somebody's work.
func deskOf(work string) string { return strings.Replace(work, "/me/", "/desk/", 1) }

// onWork does something to a piece of work on the desk, as its page has it.
func (d *deployment) onWork(t *testing.T, cookie, work, what string, form url.Values) events.APIGatewayV2HTTPResponse {
	t.Helper()
	desk := deskOf(work)
	page := d.request(t, "desk", desk, cookie, nil)
	shows(t, page, "First thousand")
	form.Set("version", hidden(page.Body, "version").Get("version"))
	return d.request(t, "desk", "/api"+desk+"/"+what, cookie, form)
}

// edits asks for one change that the brief has and one that is new. A second
// person reads that; what is new is declined, and the next draft comes.
func (d *deployment) edits(t *testing.T, by crew, mia, work string) {
	t.Helper()
	desk := deskOf(work)
	page := d.request(t, "desk", desk, by.devon, nil)
	d.downloads(t, "desk", found(t, `(`+desk+`/files/[0-9a-f]{64})`, page.Body), by.devon, dog(t))
	d.asks(t, by.devon, work, inBrief(), neverInBrief())
	redirects(t, d.onWork(t, by.devon, work, "send", url.Values{}), desk)
	redirects(t, d.onWork(t, by.tess, work, "send-back", url.Values{"comment": {"Say which chart."}}), desk)
	d.looked(t, by, work)
	if letter := d.letterTo(t, mailbox("Mia")); !strings.Contains(letter, "A second dog.") || !strings.Contains(letter, "In your brief") {
		t.Errorf("got\n%s\nwant both asks, apart", letter)
	}
	d.replies(t, mia, work, url.Values{"item-1-answer": {submission.Accept}, "item-2-answer": {submission.Decline}})
	form := draftOf(d.request(t, "submissions", work, mia, nil).Body)
	form.Set("text", caption+" The chart is there now.")
	form.Set("file", hashOf(string(dog(t))))
	form.Set("result-row-1", "1")
	form.Set("result-1", submission.Fixed)
	form.Set("result-row-2", "1")
	redirects(t, d.request(t, "submissions", "/api"+work+"/draft", mia, form), work)
}

// clears has the draft approved here and then by the client.
func (d *deployment) clears(t *testing.T, by crew, mia, work string) {
	t.Helper()
	redirects(t, d.onWork(t, by.devon, work, "approve", url.Values{"ok": {"1"}}), deskOf(work))
	d.mailed(t)
	link := d.clientLink(t)
	shows(t, d.request(t, "submissions", link, "", nil), "Biscuit")
	d.downloads(t, "submissions", link+"/files/"+hashOf(string(dog(t))), "", dog(t))
	redirects(t, d.request(t, "submissions", "/api"+link+"/approve", "", url.Values{"name": {"Jo"}}), link)
	d.mailed(t)
	shows(t, d.request(t, "submissions", work, mia, nil), "Approved")
}

// comesToNothing has the client say something about another draft; it is
// dropped, and the work is called off.
func (d *deployment) comesToNothing(t *testing.T, by crew, work string) {
	t.Helper()
	redirects(t, d.onWork(t, by.devon, work, "approve", url.Values{"ok": {"1", "2"}}), deskOf(work))
	d.mailed(t)
	link := d.clientLink(t)
	redirects(t, d.request(t, "submissions", "/api"+link+"/return", "", url.Values{"remarks": {"Say what he is called."}}), link)
	redirects(t, d.onWork(t, by.devon, work, "drop-remark", url.Values{"remark": {"1"}, "why": {"It is the fourth word."}}), deskOf(work))
	redirects(t, d.onWork(t, by.devon, work, "cancel", url.Values{"reason": {"The dog has moved."}, "fault": {"none"}}), deskOf(work))
	d.mailed(t)
}

// clientLink is where the newest letter to the client leads.
func (d *deployment) clientLink(t *testing.T) string {
	t.Helper()
	return found(t, `(/work/client/[\w.-]+)`, d.letterTo(t, client))
}

// goesLive sends in an address that nothing can be known of here, where there is
// no network, and has a person look.
func (d *deployment) goesLive(t *testing.T, by crew, mia, work string) {
	t.Helper()
	form := hidden(d.request(t, "submissions", work, mia, nil).Body, "version")
	form.Set("address", "http://169.254.169.254/latest/meta-data/")
	inside := d.request(t, "submissions", "/api"+work+"/live", mia, form)
	if inside.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("got %d for an address inside, want 422", inside.StatusCode)
	}
	form.Set("address", "https://mia.example/biscuit")
	form.Set("late", "It was ready.")
	form.Set("spoken", "0:01")
	form.Set("screen", "0:01")
	redirects(t, d.request(t, "submissions", "/api"+work+"/live", mia, form), work)
	redirects(t, d.onWork(t, by.devon, work, "fix", url.Values{"what": {"Say first that it is an ad."}}), deskOf(work))
	form = hidden(d.request(t, "submissions", work, mia, nil).Body, "version")
	form.Set("address", "https://mia.example/biscuit")
	form.Set("spoken", "0:01")
	form.Set("screen", "0:01")
	redirects(t, d.request(t, "submissions", "/api"+work+"/live", mia, form), work)
	redirects(t, d.onWork(t, by.devon, work, "verify", url.Values{"reason": {"I looked at it myself, and it says that it is an ad."}}), deskOf(work))
	d.mailed(t)
	shows(t, d.request(t, "submissions", work, mia, nil), "mia.example")
}
