package standin

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// unsent are events that no request through this gateway makes: three are of a
// stage with a name, and we deploy $default only; one has a body that is not
// what it says it is.
func unsent() []string { return []string{"stage", "stage-root", "stage-alike", "bad-base64"} }

// TestGatewayEvent sends the request that made a recorded event, and wants the
// same event handed over.
func TestGatewayEvent(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../testdata/gateway/*.json")
	if err != nil || len(files) < 10 {
		t.Fatalf("got events %v, %v", files, err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		if slices.Contains(unsent(), name) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := recorded(t, name)
			got := received(t, want, func(r *http.Request) {
				if name == "headers" { // as it stood before it was joined
					r.Header["X-Many"] = []string{"one", "two,three"}
				}
			})
			if diff := cmp.Diff(got, want, cmpopts.EquateEmpty(), random()); diff != "" {
				t.Errorf("event (-got +want):\n%s", diff)
			}
		})
	}
}

// random leaves out what is another with each request, and where it came from.
func random() cmp.Option {
	return cmp.Options{
		cmpopts.IgnoreFields(events.APIGatewayV2HTTPRequestContext{}, "RequestID", "Time", "TimeEpoch"),
		cmpopts.IgnoreFields(events.APIGatewayV2HTTPRequestContextHTTPDescription{}, "SourceIP"),
		cmpopts.IgnoreMapEntries(func(name, _ string) bool {
			return slices.Contains([]string{"x-amzn-trace-id", "x-forwarded-for"}, name)
		}),
	}
}

func recorded(t *testing.T, name string) (e events.APIGatewayV2HTTPRequest) {
	t.Helper()
	data, err := os.ReadFile("../testdata/gateway/" + name + ".json")
	if err == nil {
		err = json.Unmarshal(data, &e)
	}
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// received is what a function is handed for the request that an event tells of.
func received(t *testing.T, e events.APIGatewayV2HTTPRequest, change func(*http.Request)) (got events.APIGatewayV2HTTPRequest) {
	t.Helper()
	g := Gateway{Now: someDay, Routes: map[string]string{strings.TrimPrefix(e.RouteKey, "ANY "): "f"},
		Invoke: func(_ context.Context, _ string, event []byte) ([]byte, error) {
			return []byte(`{"statusCode":204}`), json.Unmarshal(event, &got)
		}}
	server := httptest.NewUnstartedServer(g)
	server.EnableHTTP2 = e.RequestContext.HTTP.Protocol == "HTTP/2.0"
	server.StartTLS()
	defer server.Close()
	r := requestOf(t, e, server.URL)
	change(r)
	answer, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if err := answer.Body.Close(); err != nil || answer.StatusCode != http.StatusNoContent {
		t.Fatalf("got %d, %v", answer.StatusCode, err)
	}
	return got
}

func someDay() time.Time { return time.Date(2026, 5, 12, 14, 3, 27, 123_000_000, time.UTC) }

// requestOf is the request that an event tells of. What a gateway decodes it
// encodes, and a slash within a segment too.
func requestOf(t *testing.T, e events.APIGatewayV2HTTPRequest, server string) *http.Request {
	t.Helper()
	const status = "/comments/status/"
	path := (&url.URL{Path: e.RawPath}).EscapedPath()
	if token, ok := strings.CutPrefix(e.RawPath, status); ok {
		path = status + url.PathEscape(token)
	}
	if e.RawQueryString != "" {
		path += "?" + e.RawQueryString
	}
	body := []byte(e.Body)
	if e.IsBase64Encoded {
		var err error
		if body, err = base64.StdEncoding.DecodeString(e.Body); err != nil {
			t.Fatal(err)
		}
	}
	r, err := http.NewRequestWithContext(t.Context(), e.RequestContext.HTTP.Method, server+path, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range e.Headers {
		switch name {
		case "host", "content-length", "x-forwarded-for", "x-forwarded-port", "x-forwarded-proto":
		default:
			r.Header.Set(name, value)
		}
	}
	if len(e.Cookies) > 0 {
		r.Header.Set("Cookie", strings.Join(e.Cookies, "; "))
	}
	return r
}

// TestGatewayEventIsTheGatewaysOwn sends what only a gateway says, and what
// ends at it.
func TestGatewayEventIsTheGatewaysOwn(t *testing.T) {
	t.Parallel()
	want := recorded(t, "headers")
	got := received(t, want, func(r *http.Request) {
		r.Header.Set("X-Forwarded-Proto", "http")
		r.Header.Set("X-Forwarded-Port", "80")
		r.Header.Set("X-Forwarded-For", "198.51.100.23")
		r.Header.Set("Connection", "X-Private")
		r.Header.Set("X-Private", "1")
		r.Header.Set("Keep-Alive", "timeout=5")
		r.Header.Set("Cookie", "a=1;; b=2;")
	})
	if diff := cmp.Diff(got.Cookies, []string{"a=1", "b=2"}); diff != "" {
		t.Errorf("cookies (-got +want):\n%s", diff)
	}
	want.Headers["x-forwarded-for"] = "198.51.100.23, 127.0.0.1"
	if diff := cmp.Diff(got.Headers, want.Headers); diff != "" {
		t.Errorf("headers (-got +want):\n%s", diff)
	}
	if c := got.RequestContext; c.Time != "12/May/2026:14:03:27 +0000" || c.TimeEpoch != 1778594607123 || c.HTTP.SourceIP != "127.0.0.1" {
		t.Errorf("got %+v", c)
	}
}

// TestGatewayBody is which bodies are handed over as they are
// (https://github.com/ministackorg/ministack/pull/766 has asked AWS).
func TestGatewayBody(t *testing.T) {
	t.Parallel()
	tests := []struct {
		media string
		plain bool
	}{
		{"text/plain", true},
		{"text/html; charset=utf-8", true},
		{"application/json", true},
		{"application/xml", true},
		{"application/javascript", true},
		{"application/x-www-form-urlencoded", false},
		{"multipart/form-data; boundary=x", false},
		{"application/octet-stream", false},
		{"application/problem+json", false},
		{"", false},
	}
	for _, tt := range tests {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", http.NoBody)
		r.Header.Set("Content-Type", tt.media)
		want, got := "bsOp", Gateway{Now: someDay}.event(r, "/", []byte("né"))
		if tt.plain {
			want = "né"
		}
		if got.Body != want || got.IsBase64Encoded == tt.plain {
			t.Errorf("%q: got %q, in base64: %v, want %q", tt.media, got.Body, got.IsBase64Encoded, want)
		}
	}
}
