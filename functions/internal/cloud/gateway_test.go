package cloud

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/google/go-cmp/cmp"
)

// event reads an event that an HTTP API sent.
func event(t testing.TB, name string) events.APIGatewayV2HTTPRequest {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "gateway", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var e events.APIGatewayV2HTTPRequest
	if err := json.Unmarshal(data, &e); err != nil {
		t.Fatal(err)
	}
	return e
}

// serveEvent hands the event to the handler and returns the answer and the log.
func serveEvent(t testing.TB, h http.Handler, e events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, string) {
	t.Helper()
	var log bytes.Buffer
	got, err := Gateway{Handler: h, Log: slog.New(slog.NewJSONHandler(&log, nil))}.Serve(t.Context(), e)
	if err != nil {
		t.Fatalf("got error %v, want every fault as a status", err)
	}
	return got, log.String()
}

// tell is a handler that writes what it sees.
func tell(see func(r *http.Request) string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, see(r)) })
}

// TestGatewayRequest is what a handler gets to see of an event.
func TestGatewayRequest(t *testing.T) {
	t.Parallel()
	token := func(r *http.Request) string { return r.PathValue("token") }
	header := func(name string) func(*http.Request) string {
		return func(r *http.Request) string { return r.Header.Get(name) }
	}
	tests := []struct {
		name, event, route string
		see                func(r *http.Request) string
		want               string
	}{
		{"cookies", "cookies", "/", func(r *http.Request) string {
			var all []string
			for _, c := range r.Cookies() {
				all = append(all, c.Name+"="+c.Value)
			}
			return strings.Join(all, " ")
		}, "__Host-session=s3cr3t theme=dark"},
		{"query with several values of one name", "query", "/", func(r *http.Request) string {
			q := r.URL.Query()
			return fmt.Sprintf("%q %q %q", q["tag"], q.Get("state"), q["empty"])
		}, `["a" "b c"] "held" [""]`},
		{"body in base64", "form", "POST /api/comments", func(r *http.Request) string {
			return r.PostFormValue("name") + ": " + r.PostFormValue("text")
		}, "Renée O'Hara: Thank you!\r\nOne question: who pays?"},
		{"body as it is", "text-body", "/", func(r *http.Request) string {
			b, err := io.ReadAll(r.Body)
			return fmt.Sprint(string(b), err)
		}, `{"text":"né"}<nil>`},
		{"content length is that of the decoded body", "form", "/", func(r *http.Request) string {
			return fmt.Sprint(r.ContentLength)
		}, "134"},
		{"no body", "headers", "/", func(r *http.Request) string {
			b, err := io.ReadAll(r.Body)
			return fmt.Sprint(len(b), err, r.ContentLength, r.Body == http.NoBody)
		}, "0 <nil> 0 true"},
		{"repeated header arrives joined", "headers", "/", header("X-Many"), "one,two,three"},
		{"header names in any case", "headers", "/", header("aCCept-langUage"), "de,en;q=0.5"},
		{"host", "headers", "/", func(r *http.Request) string {
			return r.Host + " " + r.Header.Get("Host")
		}, "a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com "},
		{"decoded path with a percent sign", "percent", "/comments/status/{token}", token, "100%"},
		{"decoded path that looks encoded", "percent-20", "/comments/status/{token}", token, "a%20b"},
		{"decoded path with a hash", "hash", "/comments/status/{token}", token, "a#b"},
		{"encoded slash arrives as a slash", "slash", "/comments/status/{token...}", token, "a/b"},
		{"decoded path beyond ASCII", "unicode", "/comments/status/{token}", token, "grün 中"},
		{"request URI is encoded again", "percent", "/", func(r *http.Request) string {
			return r.RequestURI
		}, "/comments/status/100%25"},
		{"stage is no part of the path", "stage", "/sign-in", func(r *http.Request) string { return r.URL.Path }, "/sign-in"},
		{"stage alone is the root", "stage-root", "/{$}", func(r *http.Request) string { return r.URL.Path }, "/"},
		{"path that only starts like the stage", "stage-alike", "/", func(r *http.Request) string { return r.URL.Path }, "/betamax"},
		{"remote address is host and port", "headers", "/", func(r *http.Request) string {
			host, port, err := net.SplitHostPort(r.RemoteAddr)
			return fmt.Sprint(host, " ", port, " ", err)
		}, "64.252.86.142 0 <nil>"},
		{"remote address of IPv6", "ipv6", "/", func(r *http.Request) string { return r.RemoteAddr }, "[2600:9000:1000::8e]:0"},
		{"protocol", "http2", "/", func(r *http.Request) string {
			return fmt.Sprintln(r.Proto, r.ProtoMajor, r.ProtoMinor)
		}, "HTTP/2.0 2 0\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			mux := http.NewServeMux()
			mux.Handle(tt.route, tell(tt.see))
			got, _ := serveEvent(t, mux, event(t, tt.event))
			if got.StatusCode != http.StatusOK || got.Body != tt.want {
				t.Errorf("got %d %q, want 200 %q", got.StatusCode, got.Body, tt.want)
			}
		})
	}
}

// TestGatewayAnswer is what the gateway gets to see of an answer.
func TestGatewayAnswer(t *testing.T) {
	t.Parallel()
	png := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
	text := func(status int, body string, header ...string) events.APIGatewayV2HTTPResponse {
		r := events.APIGatewayV2HTTPResponse{StatusCode: status, Body: body, Headers: map[string]string{}}
		for i := 0; i < len(header); i += 2 {
			r.Headers[header[i]] = header[i+1]
		}
		return r
	}
	twoCookies := text(http.StatusSeeOther, "", "Location", "/desk/")
	twoCookies.Cookies = []string{"a=1; Path=/; HttpOnly", "b=2; Expires=Wed, 12 May 2027 14:03:27 GMT"}
	binary := text(http.StatusOK, base64.StdEncoding.EncodeToString(png), "Content-Type", "image/png")
	binary.IsBase64Encoded = true
	packed := text(http.StatusOK, "b2s=", "Content-Type", "text/plain", "Content-Encoding", "gzip")
	packed.IsBase64Encoded = true
	tests := []struct {
		name, event string
		handle      http.HandlerFunc
		want        events.APIGatewayV2HTTPResponse
	}{
		{"several cookies stay apart", "headers", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Add("Set-Cookie", "a=1; Path=/; HttpOnly")
			w.Header().Add("Set-Cookie", "b=2; Expires=Wed, 12 May 2027 14:03:27 GMT")
			w.Header().Set("Location", "/desk/")
			w.WriteHeader(http.StatusSeeOther)
		}, twoCookies},
		{"binary answer in base64", "headers", func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write(png) }, binary},
		{"packed answer in base64", "headers", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/plain")
			w.Header().Set("Content-Encoding", "gzip")
			fmt.Fprint(w, "ok")
		}, packed},
		{"repeated header is joined", "headers", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Add("Vary", "Cookie")
			w.Header().Add("Vary", "Accept")
			w.WriteHeader(http.StatusNoContent)
		}, text(http.StatusNoContent, "", "Vary", "Cookie, Accept")},
		{"handler that writes nothing", "headers", func(http.ResponseWriter, *http.Request) {}, text(http.StatusOK, "")},
		{"no body with 204", "headers", func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusNoContent)
			if _, err := w.Write([]byte("x")); err == nil {
				panic("a body was taken")
			}
		}, text(http.StatusNoContent, "")},
		{"HEAD has the headers and no body", "head", func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprint(w, "<!doctype html>")
		}, text(http.StatusOK, "", "Content-Type", "text/html; charset=utf-8")},
		{"first status counts, later headers do not", "headers", func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusEarlyHints)
			w.WriteHeader(http.StatusConflict)
			w.Header().Set("X-Late", "1")
			w.WriteHeader(http.StatusOK)
		}, text(http.StatusConflict, "")},
		{"line break in a header value", "headers", func(w http.ResponseWriter, r *http.Request) {
			w.Header()["X-Note"] = []string{"a\r\nSet-Cookie: b=1"}
			w.WriteHeader(http.StatusNoContent)
		}, text(http.StatusNoContent, "", "X-Note", "a  Set-Cookie: b=1")},
		{"panic", "headers", func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprint(w, "half a page")
			panic("nil map")
		}, plain(http.StatusInternalServerError)},
		{"body that is not base64", "bad-base64", func(w http.ResponseWriter, r *http.Request) {
			panic("handler must not see it")
		}, plain(http.StatusBadRequest)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, log := serveEvent(t, tt.handle, event(t, tt.event))
			if diff := cmp.Diff(got, tt.want); diff != "" {
				t.Errorf("answer (-got +want):\n%s", diff)
			}
			if logged, bad := log != "", tt.want.StatusCode == 500 || tt.want.StatusCode == 400; logged != bad {
				t.Errorf("got log %q for status %d", log, tt.want.StatusCode)
			}
		})
	}
}

func TestGatewayRefusesEventOfOtherSource(t *testing.T) {
	t.Parallel()
	got, log := serveEvent(t, http.NotFoundHandler(), events.APIGatewayV2HTTPRequest{})
	if got.StatusCode != http.StatusBadRequest || !strings.Contains(log, "no method") {
		t.Errorf("got %d, log %q, want 400 and a log that says why", got.StatusCode, log)
	}
}

func TestGatewayHandsOverContext(t *testing.T) {
	t.Parallel()
	type key struct{}
	ctx := context.WithValue(t.Context(), key{}, "deadline and all")
	h := tell(func(r *http.Request) string { return fmt.Sprint(r.Context().Value(key{})) })
	got, err := Gateway{Handler: h, Log: slog.New(slog.DiscardHandler)}.Serve(ctx, event(t, "headers"))
	if err != nil || got.Body != "deadline and all" {
		t.Errorf("got %q, %v", got.Body, err)
	}
}

// TestGatewayAnswerLimit measures answers as JSON: a quarter more than 6 MB of
// bytes in base64 is too much, and so is 1.1 MB that JSON writes as \u0000.
func TestGatewayAnswerLimit(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		body []byte
		want int
	}{
		{"5.9 MB of text", bytes.Repeat([]byte("a"), 5_900_000), http.StatusOK},
		{"6 MiB of text", bytes.Repeat([]byte("a"), maxAnswer), http.StatusInternalServerError},
		{"4.6 MB of bytes", bytes.Repeat([]byte{0xff}, 4_600_000), http.StatusOK},
		{"4.8 MB of bytes", bytes.Repeat([]byte{0xff}, 4_800_000), http.StatusInternalServerError},
		{"1 MB that JSON escapes", bytes.Repeat([]byte{0}, 1_000_000), http.StatusOK},
		{"1.1 MB that JSON escapes", bytes.Repeat([]byte{0}, 1_100_000), http.StatusInternalServerError},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write(tt.body) })
			got, log := serveEvent(t, h, event(t, "headers"))
			if got.StatusCode != tt.want {
				t.Errorf("got %d, want %d", got.StatusCode, tt.want)
			}
			if tt.want != http.StatusOK && !strings.Contains(log, "larger than Lambda can hand back") {
				t.Errorf("got log %q, want it to say that the answer is too large", log)
			}
		})
	}
}
