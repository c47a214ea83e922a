package standin

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// reply is what a client has of an answer.
type reply struct {
	status int
	header http.Header
	body   string
}

// ask sends a request over a connection of its own, and follows nothing.
func ask(t *testing.T, r *http.Request) reply {
	t.Helper()
	transport := &http.Transport{DisableCompression: true}
	defer transport.CloseIdleConnections()
	answer, err := transport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{answer.StatusCode, answer.Header, string(body)}
}

// request is one to a server of the test.
func request(t *testing.T, method, url string, body io.Reader, header ...string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, body)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return r
}

// serving is the address of a handler.
func serving(t *testing.T, h http.Handler) string {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return server.URL
}

// always is a gateway with one route, whose function says the same each time.
func always(said string, err error) Gateway {
	return Gateway{Now: someDay, Routes: map[string]string{"/f": "f"}, Invoke: func(context.Context, string, []byte) ([]byte, error) {
		return []byte(said), err
	}}
}

// TestGatewayAnswer is what a client has of what a function says
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html).
func TestGatewayAnswer(t *testing.T) {
	t.Parallel()
	const failed = `{"message":"Internal Server Error"}`
	tests := []struct {
		name, method, said string
		status             int
		body               string
		header             map[string]string // "": it has none
	}{
		{"words", "GET", `{"statusCode":200,"headers":{"Content-Type":"text/html; charset=utf-8"},"body":"<p>né"}`, 200, "<p>né", map[string]string{"Content-Type": "text/html; charset=utf-8"}},
		{"nothing is guessed", "GET", `{"statusCode":200,"body":"<html>"}`, 200, "<html>", map[string]string{"Content-Type": "text/plain; charset=utf-8"}},
		{"bytes", "GET", `{"statusCode":200,"headers":{"Content-Type":"image/png"},"isBase64Encoded":true,"body":"iVBORw0KGgoA/w=="}`, 200, "\x89PNG\r\n\x1a\n\x00\xff", map[string]string{"Content-Type": "image/png"}},
		{"packed", "GET", `{"statusCode":200,"headers":{"Content-Encoding":"gzip"},"isBase64Encoded":true,"body":"H4s="}`, 200, "\x1f\x8b", map[string]string{"Content-Encoding": "gzip"}},
		{"no content", "POST", `{"statusCode":204}`, 204, "", map[string]string{"Content-Length": ""}},
		{"body with no content", "POST", `{"statusCode":204,"body":"x"}`, 204, "", nil},
		{"not modified", "GET", `{"statusCode":304,"headers":{"ETag":"\"1\""},"body":"x"}`, 304, "", map[string]string{"Etag": `"1"`}},
		{"redirect", "POST", `{"statusCode":303,"headers":{"Location":"/desk/"}}`, 303, "", map[string]string{"Location": "/desk/"}},
		{"HEAD", "HEAD", `{"statusCode":200,"headers":{"Content-Type":"text/html"},"body":"<p>"}`, 200, "", map[string]string{"Content-Type": "text/html"}},
		{"the gateway counts", "GET", `{"statusCode":200,"headers":{"Content-Length":"900"},"body":"abc"}`, 200, "abc", map[string]string{"Content-Length": "3"}},
		{"between neighbours", "GET", `{"statusCode":200,"headers":{"Connection":"X-Near","X-Near":"1","Keep-Alive":"timeout=5","Transfer-Encoding":"x","Upgrade":"h2c"},"body":"abc"}`, 200, "abc",
			map[string]string{"Connection": "", "X-Near": "", "Keep-Alive": "", "Upgrade": ""}},
		{"several values", "GET", `{"statusCode":200,"headers":{"Vary":"Cookie, Accept"}}`, 200, "", map[string]string{"Vary": "Cookie, Accept"}},
		{"JSON without a status", "GET", `{"ok":true}`, 200, `{"ok":true}`, map[string]string{"Content-Type": "application/json"}},
		{"no JSON", "GET", `half a`, 500, failed, map[string]string{"Content-Type": "application/json"}},
		{"not base64", "GET", `{"statusCode":200,"isBase64Encoded":true,"body":"not base64!"}`, 500, failed, nil},
		{"all that Lambda hands back", "GET", `{"statusCode":200,"body":"` + strings.Repeat("a", maxEvent-len(`{"statusCode":200,"body":""}`)) + `"}`, 200, strings.Repeat("a", maxEvent-28), nil},
		{"more than that", "GET", `{"statusCode":200,"body":"` + strings.Repeat("a", maxEvent) + `"}`, 500, failed, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := ask(t, request(t, tt.method, serving(t, always(tt.said, nil))+"/f", http.NoBody))
			if got.status != tt.status || got.body != tt.body {
				t.Errorf("got %d and %d bytes: %.60q, want %d: %.60q", got.status, len(got.body), got.body, tt.status, tt.body)
			}
			for name, want := range tt.header {
				if got.header.Get(name) != want {
					t.Errorf("%s is %q, want %q", name, got.header.Get(name), want)
				}
			}
		})
	}
}

func TestGatewayKeepsCookiesApart(t *testing.T) {
	t.Parallel()
	said := `{"statusCode":303,"cookies":["a=1; Path=/; HttpOnly","b=2; Expires=Wed, 12 May 2027 14:03:27 GMT"]}`
	got := ask(t, request(t, http.MethodPost, serving(t, always(said, nil))+"/f", http.NoBody))
	if c := got.header["Set-Cookie"]; len(c) != 2 || c[1] != "b=2; Expires=Wed, 12 May 2027 14:03:27 GMT" {
		t.Errorf("got cookies %q", c)
	}
}

// TestGatewayRefuses is what a gateway says itself. Sizes are of
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
// and https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html.
func TestGatewayRefuses(t *testing.T) {
	t.Parallel()
	bytesOf := func(n int) io.Reader { return bytes.NewReader(make([]byte, n)) }
	const fits = (maxEvent - 2_000) / 4 * 3 // in base64, with what else is in an event
	tests := []struct {
		name, path string
		body       io.Reader
		header     int // bytes of one
		failed     error
		status     int
		message    string
	}{
		{"unknown route", "/g", http.NoBody, 0, nil, 404, "Not Found"},
		{"an event that fits", "/f", bytesOf(fits), 0, nil, 204, ""},
		{"an event over 6 MB", "/f", bytesOf(fits + 3_000), 0, nil, 413, "Request Entity Too Large"},
		{"a body over 10 MB", "/f", bytesOf(maxBody + 1), 0, nil, 413, "Request Entity Too Large"},
		{"headers that fit", "/f", http.NoBody, 10_000, nil, 204, ""},
		{"headers over 10,240 bytes", "/f", http.NoBody, 10_240, nil, 431, "Request Header Fields Too Large"},
		{"an address over 10,240 bytes", "/f?" + strings.Repeat("a", 10_240), http.NoBody, 0, nil, 431, "Request Header Fields Too Large"},
		{"function that failed", "/f", http.NoBody, 0, &FunctionError{[]byte(`{"errorMessage":"secret"}`)}, 500, "Internal Server Error"},
		{"function that ended", "/f", http.NoBody, 0, ErrEnded, 500, "Internal Server Error"},
		{"function that is throttled", "/f", http.NoBody, 0, ErrBusy, 503, "Service Unavailable"},
		{"function that could not be started", "/f", http.NoBody, 0, errors.New("no program"), 500, "Internal Server Error"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			address := serving(t, always(`{"statusCode":204}`, tt.failed))
			got := ask(t, request(t, http.MethodPost, address+tt.path, tt.body, "X-Long", strings.Repeat("a", tt.header)))
			want := ""
			if tt.message != "" {
				want = fmt.Sprintf(`{"message":%q}`, tt.message)
			}
			if got.status != tt.status || got.body != want {
				t.Errorf("got %d %q, want %d %q", got.status, got.body, tt.status, want)
			}
		})
	}
}

// TestGatewayWaits is that it waits 30 seconds, and says then that nobody
// answered.
func TestGatewayWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		g := Gateway{Now: someDay, Routes: map[string]string{"/f": "f"}, Invoke: func(ctx context.Context, _ string, _ []byte) ([]byte, error) {
			<-ctx.Done()
			return nil, fmt.Errorf("waiting: %w", ctx.Err())
		}}
		w := httptest.NewRecorder()
		g.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/f", http.NoBody))
		if w.Code != http.StatusServiceUnavailable || w.Body.String() != `{"message":"Service Unavailable"}` || time.Since(began) != 30*time.Second {
			t.Errorf("got %d %q after %v", w.Code, w.Body, time.Since(began))
		}
	})
}

// TestGatewayLetsFunctionsEnd is that a function goes on when who asked leaves.
func TestGatewayLetsFunctionsEnd(t *testing.T) {
	t.Parallel()
	ctx, leave := context.WithCancel(t.Context())
	g := always("", nil)
	g.Invoke = func(ctx context.Context, _ string, _ []byte) ([]byte, error) {
		leave()
		return []byte(`{"statusCode":204}`), ctx.Err()
	}
	w := httptest.NewRecorder()
	g.ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodPost, "/f", http.NoBody))
	if w.Code != http.StatusNoContent {
		t.Errorf("got %d, want the function's answer", w.Code)
	}
}
