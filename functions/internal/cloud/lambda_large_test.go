package cloud

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"golang.org/x/net/html"

	"greenroom/functions/internal/cloud/sam"
	"greenroom/functions/internal/web"
)

// brings sends a file that no function could be sent: a browser puts it into the
// bucket with the form of a page, looks at it and adds it, twice. Whoever reads
// the work, and nobody else, is led to it.
func (d *deployment) brings(t *testing.T, by crew, mia, work string) {
	t.Helper()
	picture := append(dog(t), make([]byte, maxForm+1_000_000)...)
	bucket := startServer(t, fakeForms{store: d.s3, secret: d.settings["AWS_SECRET_ACCESS_KEY"], now: time.Now, may: func(signer, path string) bool {
		return d.iam.Permits(signer, []sam.Access{{Action: "s3:PutObject", Resource: strings.Replace(path[1:], "/", ".Arn/", 1)}})
	}})
	shows(t, d.request(t, "submissions", work, mia, nil), work+"/large")
	form := sentStraight(t, d.request(t, "submissions", work+"/large", mia, nil))
	form.name, form.data = "Biscuit.png", picture
	status, code, to := form.post(t, bucket+"/FilesBucket")
	if status != http.StatusSeeOther {
		t.Fatalf("the bucket answers %d %s", status, code)
	}
	next := strings.TrimPrefix(to, parameters()["BaseUrl"])
	slip, _, _ := strings.Cut(next, "?")
	shows(t, d.request(t, "submissions", next, mia, nil), "Your file is here")
	redirects(t, d.request(t, "submissions", "/api"+slip, mia, url.Values{}), work+"?file="+hashOf(string(picture)))
	redirects(t, d.request(t, "submissions", "/api"+slip, mia, url.Values{}), slip)
	if gone := d.request(t, "submissions", next, mia, nil); gone.StatusCode != http.StatusGone {
		t.Errorf("got %d for what was taken, want 410", gone.StatusCode)
	}
	shows(t, d.request(t, "submissions", work, mia, nil), hashOf(string(picture)))
	d.handsOver(t, "submissions", work, mia, picture)
	d.handsOver(t, "desk", deskOf(work), by.devon, picture)
}

// sentStraight is a page's form that goes to the bucket, and nowhere that the
// page's own policy does not name.
func sentStraight(t *testing.T, page events.APIGatewayV2HTTPResponse) *browserForm {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page.Body))
	if err != nil {
		t.Fatal(err)
	}
	f := &browserForm{}
	for n := range root.Descendants() {
		if n.Data != "form" || attribute(n, "enctype") != "multipart/form-data" {
			continue
		}
		to, err := url.Parse(attribute(n, "action"))
		if policy := page.Headers["Content-Security-Policy"]; err != nil || to.Path != "/FilesBucket" || !strings.Contains(policy, "form-action 'self' "+to.Scheme+"://"+to.Host+";") {
			t.Errorf("the form goes to %s, the policy is %s, %v", to, policy, err)
		}
		for field := range n.Descendants() {
			if attribute(field, "type") == "hidden" {
				f.fields = append(f.fields, web.ArrivalField{Name: attribute(field, "name"), Value: attribute(field, "value")})
			}
		}
	}
	return f
}

// handsOver wants a file handed out by a link to the bucket that its function may
// make.
func (d *deployment) handsOver(t *testing.T, function, page, cookie string, want []byte) {
	t.Helper()
	got := d.request(t, function, page+"/files/"+hashOf(string(want)), cookie, nil)
	to, err := url.Parse(got.Headers["Location"])
	if err != nil || got.StatusCode != http.StatusSeeOther {
		t.Fatalf("got %d to %s, %v, want the way to the file", got.StatusCode, to, err)
	}
	o, ok := d.s3.Object(to.Path)
	signer, _, _ := strings.Cut(to.Query().Get("X-Amz-Credential"), "/")
	may := d.iam.Permits(signer, []sam.Access{{Action: "s3:GetObject", Resource: strings.Replace(to.Path[1:], "/", ".Arn/", 1)}})
	if !ok || string(o.Data) != string(want) || !may || signer != function || !strings.HasPrefix(to.Query().Get("response-content-disposition"), "attachment") {
		t.Errorf("%s leads %s to %d bytes, which it may read: %v", function, page, len(o.Data), may)
	}
}
