package cloud

import (
	"cmp"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"greenroom/functions/internal/cloud/standin"
	"greenroom/functions/internal/web"
)

var (
	_ web.Arrivals = Files{}
	_ web.Links    = Files{}
)

const (
	arrivingKey = "arriving/01JV0000000000000000000001.proof"
	arrivedAt   = "https://greenroom.example/me/work/a/1/large/01JV0000000000000000000001.proof"
)

// TestFormSignature holds the check of signatures to the example that AWS
// publishes (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-post-example.html).
func TestFormSignature(t *testing.T) {
	t.Parallel()
	const policy = "eyAiZXhwaXJhdGlvbiI6ICIyMDE1LTEyLTMwVDEyOjAwOjAwLjAwMFoiLA0KICAiY29uZGl0aW9ucyI6IFsNCiAgICB7ImJ1Y2tldCI6ICJzaWd2NGV4YW1wbGVidWNrZXQifSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRrZXkiLCAidXNlci91c2VyMS8iXSwNCiAgICB7ImFjbCI6ICJwdWJsaWMtcmVhZCJ9LA0KICAgIHsic3VjY2Vzc19hY3Rpb25fcmVkaXJlY3QiOiAiaHR0cDovL3NpZ3Y0ZXhhbXBsZWJ1Y2tldC5zMy5hbWF6b25hd3MuY29tL3N1Y2Nlc3NmdWxfdXBsb2FkLmh0bWwifSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRDb250ZW50LVR5cGUiLCAiaW1hZ2UvIl0sDQogICAgeyJ4LWFtei1tZXRhLXV1aWQiOiAiMTQzNjUxMjM2NTEyNzQifSwNCiAgICB7IngtYW16LXNlcnZlci1zaWRlLWVuY3J5cHRpb24iOiAiQUVTMjU2In0sDQogICAgWyJzdGFydHMtd2l0aCIsICIkeC1hbXotbWV0YS10YWciLCAiIl0sDQoNCiAgICB7IngtYW16LWNyZWRlbnRpYWwiOiAiQUtJQUlPU0ZPRE5ON0VYQU1QTEUvMjAxNTEyMjkvdXMtZWFzdC0xL3MzL2F3czRfcmVxdWVzdCJ9LA0KICAgIHsieC1hbXotYWxnb3JpdGhtIjogIkFXUzQtSE1BQy1TSEEyNTYifSwNCiAgICB7IngtYW16LWRhdGUiOiAiMjAxNTEyMjlUMDAwMDAwWiIgfQ0KICBdDQp9"
	const want = "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e"
	if got := formSignature("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "20151229", "us-east-1", policy); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestArrivalForm is what S3 takes with the form and what it refuses: one key,
// one size, one way back, one hour, and nothing else.
func TestArrivalForm(t *testing.T) {
	t.Parallel()
	const most = 1000
	for _, c := range []struct {
		name   string
		change func(f *browserForm)
		later  time.Duration
		secret string
		want   string // "" if it is taken
	}{
		{name: "as it is"},
		{name: "an hour less a minute later", later: 59 * time.Minute},
		{name: "the largest file", change: func(f *browserForm) { f.data = make([]byte, most) }},
		{name: "an hour later", later: time.Hour + time.Second, want: "AccessDenied"},
		{name: "a byte more", change: func(f *browserForm) { f.data = make([]byte, most+1) }, want: "EntityTooLarge"},
		{name: "nothing", change: func(f *browserForm) { f.data = nil }, want: "EntityTooSmall"},
		{name: "another key", change: func(f *browserForm) { f.set("key", "arriving/another") }, want: "AccessDenied"},
		{name: "a kept file's key", change: func(f *browserForm) { f.set("key", "files/ab/"+hashOf("a")) }, want: "AccessDenied"},
		{name: "a key of the sender's", change: func(f *browserForm) { f.set("key", "arriving/"+sentName) }, want: "AccessDenied"},
		{name: "another way back", change: func(f *browserForm) { f.set("success_action_redirect", "https://evil.example/") }, want: "AccessDenied"},
		{name: "no way back", change: func(f *browserForm) { f.drop("success_action_redirect") }, want: "AccessDenied"},
		{name: "open to everybody", change: func(f *browserForm) { f.set("acl", "public-read") }, want: "AccessDenied"},
		{name: "a type", change: func(f *browserForm) { f.set("Content-Type", "text/html") }, want: "AccessDenied"},
		{name: "another policy", change: func(f *browserForm) { f.set("policy", "e30=") }, want: "SignatureDoesNotMatch"},
		{name: "no signature", change: func(f *browserForm) { f.drop("X-Amz-Signature") }, want: "SignatureDoesNotMatch"},
		{name: "no session", change: func(f *browserForm) { f.drop("X-Amz-Security-Token") }, want: "AccessDenied"},
		{name: "signed by another", secret: "another", want: "SignatureDoesNotMatch"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			store, _ := startFakeS3(t)
			address := startServer(t, fakeForms{store: store, secret: "test", now: func() time.Time { return time.Now().Add(c.later) }})
			settings := fakeSettings(address)
			settings.Credentials = credentials.NewStaticCredentialsProvider("test", cmp.Or(c.secret, "test"), "session")
			form, err := NewFiles(settings, "uploads").Form(t.Context(), arrivingKey, arrivedAt, most)
			if err != nil {
				t.Fatal(err)
			}
			f := &browserForm{fields: form.Fields, name: "soup.png", data: []byte("soup")}
			if c.change != nil {
				c.change(f)
			}
			status, code, to := f.post(t, form.Address)
			if code != c.want || (status == http.StatusSeeOther) != (c.want == "") {
				t.Fatalf("got %d %s, want %q", status, code, c.want)
			}
			if _, there := store.Object("/uploads/" + arrivingKey); there != (c.want == "") || len(store.Objects) > 1 {
				t.Errorf("it is there: %v, among %d", there, len(store.Objects))
			}
			if c.want == "" && !strings.HasPrefix(to, arrivedAt+"?") {
				t.Errorf("led to %s", to)
			}
		})
	}
}

// TestFormGoesToTheBucketsHost is where the form goes on AWS: the host that the
// page's policy names.
func TestFormGoesToTheBucketsHost(t *testing.T) {
	t.Parallel()
	settings := fakeSettings("")
	settings.BaseEndpoint = nil
	form, err := NewFiles(settings, "greenroom-files").Form(t.Context(), arrivingKey, arrivedAt, 1)
	to, wrong := url.Parse(form.Address)
	if err != nil || wrong != nil || to.Scheme != "https" || to.Host != "greenroom-files.s3.eu-central-1.amazonaws.com" || strings.Trim(to.Path, "/") != "" || to.RawQuery != "" {
		t.Errorf("got %s, %v, %v", form.Address, err, wrong)
	}
	if names := slices.IndexFunc(form.Fields, func(f web.ArrivalField) bool { return f.Name == "X-Amz-Security-Token" }); names >= 0 {
		t.Error("a session is named where there is none")
	}
}

// TestArrivals brings files as browsers do and reads what has arrived, with the
// names that their senders gave them.
func TestArrivals(t *testing.T) {
	t.Parallel()
	store, _ := startFakeS3(t)
	files := NewFiles(fakeSettings(startServer(t, fakeForms{store: store, secret: "test", now: time.Now})), "uploads")
	for _, c := range []struct{ sent, want string }{
		{"soup.png", "soup.png"}, {`C:\Users\Ann\soup.png`, "soup.png"}, {"Suppe – löffelweise.jpg", "Suppe – löffelweise.jpg"}, {"汤.pdf", "汤.pdf"},
		{sentName, ""}, // S3 left the field as it was
	} {
		form, err := files.Form(t.Context(), arrivingKey, arrivedAt, 100)
		if err != nil {
			t.Fatal(err)
		}
		f := &browserForm{fields: form.Fields, name: c.sent, data: []byte(c.sent)}
		if status, code, _ := f.post(t, form.Address); status != http.StatusSeeOther {
			t.Fatalf("%s: got %d %s", c.sent, status, code)
		}
		name, data, err := files.Arrived(t.Context(), arrivingKey)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(data)
		if err != nil || data.Close() != nil || name != c.want || string(got) != c.sent {
			t.Errorf("%s: got %q, %q, %v", c.sent, name, got, err)
		}
		for range 2 {
			if err := files.Forget(t.Context(), arrivingKey); err != nil {
				t.Error(err)
			}
		}
		if _, _, err := files.Arrived(t.Context(), arrivingKey); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("forgotten: got %v, want fs.ErrNotExist", err)
		}
	}
}

// TestArrivalsMissing tells what is not there, which S3 forbids to read for who
// may not list, from what fails.
func TestArrivalsMissing(t *testing.T) {
	t.Parallel()
	for code, missing := range map[string]bool{"NoSuchKey": true, "AccessDenied": true, "ExpiredToken": false, "NoSuchBucket": false} {
		fails := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { standin.S3Error(w, http.StatusForbidden, code) })
		files := NewFiles(fakeSettings(startServer(t, fails)), "uploads")
		if _, _, err := files.Arrived(t.Context(), arrivingKey); err == nil || errors.Is(err, fs.ErrNotExist) != missing {
			t.Errorf("%s: got %v, missing: %v", code, err, missing)
		}
		if err := files.Forget(t.Context(), arrivingKey); err == nil {
			t.Errorf("forgetting, %s: got no error", code)
		}
	}
}

// TestLink is an address that needs no header, holds for a minute and makes a
// download of whatever it leads to.
func TestLink(t *testing.T) {
	t.Parallel()
	settings := fakeSettings("")
	settings.BaseEndpoint, settings.Credentials = nil, aws.NewCredentialsCache(credentials.NewStaticCredentialsProvider("test", "test", "session"))
	files := NewFiles(settings, "greenroom-files")
	hash := hashOf("soup")
	address, err := files.Link(t.Context(), hash, "Suppe – \"heiß\".pdf")
	to, wrong := url.Parse(address)
	if err := errors.Join(err, wrong); err != nil {
		t.Fatal(err)
	}
	if to.Scheme != "https" || to.Host != "greenroom-files.s3.eu-central-1.amazonaws.com" || to.Path != "/files/"+hash[:2]+"/"+hash {
		t.Errorf("it leads to %s", address)
	}
	for name, want := range map[string]string{"X-Amz-SignedHeaders": "host", "X-Amz-Expires": "60", "X-Amz-Security-Token": "session",
		"response-content-type": "application/octet-stream", "response-cache-control": "no-store",
		"response-content-disposition": "attachment; filename*=utf-8''Suppe%20%E2%80%93%20%22hei%C3%9F%22.pdf"} {
		if got := to.Query().Get(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	if _, err := files.Link(t.Context(), "../arriving/x", "x"); err == nil {
		t.Error("a link to what is no file")
	}
}
