package cloud

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
)

// FuzzGateway sends whatever can stand in an event through the gateway and a
// mux: the answer is one the gateway can pass on, and the handler sees the
// path, the body and an address that can be taken apart.
func FuzzGateway(f *testing.F) {
	names, err := filepath.Glob(filepath.Join("testdata", "gateway", "*.json"))
	if err != nil || len(names) == 0 {
		f.Fatal("no recorded events", err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var e events.APIGatewayV2HTTPRequest
		if json.Unmarshal(data, &e) != nil {
			t.Skip()
		}
		mux := http.NewServeMux()
		mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { checkRequest(t, w, r) })
		got, log := serveEvent(t, mux, e)
		if got.StatusCode < 200 || got.StatusCode > 599 || got.StatusCode == 500 {
			t.Errorf("got status %d, log %s", got.StatusCode, log)
		}
		for name, value := range got.Headers {
			if strings.ContainsAny(name+value, "\r\n") {
				t.Errorf("header %q: %q has a line break", name, value)
			}
		}
		if _, err := json.Marshal(got); err != nil {
			t.Errorf("answer cannot be encoded: %v", err)
		}
	})
}

func checkRequest(t *testing.T, w http.ResponseWriter, r *http.Request) {
	if _, _, err := net.SplitHostPort(r.RemoteAddr); err != nil && !strings.ContainsAny(r.RemoteAddr, "[]") {
		t.Errorf("remote address: %v", err)
	}
	if !strings.HasPrefix(r.URL.Path, "/") {
		t.Errorf("path is %q", r.URL.Path)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil || int64(len(body)) != r.ContentLength {
		t.Errorf("read %d bytes of %d: %v", len(body), r.ContentLength, err)
	}
	w.Header().Set("X-Path", r.URL.Path)
	w.Header().Add("Set-Cookie", "seen=1")
	_, _ = w.Write(body)
}
