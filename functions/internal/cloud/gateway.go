package cloud

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"

	"github.com/aws/aws-lambda-go/events"
)

// Gateway serves events of an API Gateway HTTP API (payload format 2.0) with
// an http.Handler, as a web server would.
type Gateway struct {
	Handler http.Handler
	Log     *slog.Logger
}

// Serve answers one event. The error is always nil: what goes wrong becomes a
// status, because an error would make Lambda report its text to the gateway.
func (g Gateway) Serve(ctx context.Context, e events.APIGatewayV2HTTPRequest) (events.APIGatewayV2HTTPResponse, error) {
	log := g.Log.With("gateway_request", e.RequestContext.RequestID)
	r, err := request(ctx, e)
	if err != nil {
		log.WarnContext(ctx, "event refused", "cause", err)
		return plain(http.StatusBadRequest), nil
	}
	a := &answer{header: http.Header{}}
	if cause, stack := try(g.Handler, a, r); cause != nil {
		log.ErrorContext(ctx, "panic", "cause", fmt.Sprint(cause), "stack", stack)
		return plain(http.StatusInternalServerError), nil
	}
	response := a.response(r.Method)
	if size := encodedSize(response); size > maxAnswer {
		log.ErrorContext(ctx, "answer is larger than Lambda can hand back", "bytes", size, "limit", maxAnswer)
		return plain(http.StatusInternalServerError), nil
	}
	return response, nil
}

// plain is an answer without a page, for what went wrong outside of the site.
func plain(status int) events.APIGatewayV2HTTPResponse {
	return events.APIGatewayV2HTTPResponse{
		StatusCode: status,
		Headers:    map[string]string{"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"},
		Body:       http.StatusText(status) + "\n",
	}
}

// try runs the handler and returns what it panicked with, if it did.
func try(h http.Handler, w http.ResponseWriter, r *http.Request) (cause any, stack string) {
	defer func() {
		if cause = recover(); cause != nil {
			stack = string(debug.Stack())
		}
	}()
	h.ServeHTTP(w, r)
	return nil, ""
}

// request makes the request that an event stands for. The gateway has decoded
// rawPath already, so it is taken as the path that it is: parsed as a URL it
// would lose what follows a # and be decoded twice.
func request(ctx context.Context, e events.APIGatewayV2HTTPRequest) (*http.Request, error) {
	about := e.RequestContext.HTTP
	if about.Method == "" {
		return nil, errors.New("event has no method: it is not from an HTTP API")
	}
	body := []byte(e.Body)
	if e.IsBase64Encoded {
		var err error
		if body, err = base64.StdEncoding.DecodeString(e.Body); err != nil {
			return nil, fmt.Errorf("decoding body: %w", err)
		}
	}
	r := &http.Request{
		Method:     about.Method,
		URL:        &url.URL{Path: pathOf(e), RawQuery: e.RawQueryString},
		Header:     headersOf(e),
		Body:       http.NoBody,
		RemoteAddr: net.JoinHostPort(about.SourceIP, "0"), // the gateway does not say from which port
	}
	if len(body) > 0 {
		r.Body, r.ContentLength = readOnce{bytes.NewReader(body)}, int64(len(body))
	}
	r.Host = r.Header.Get("Host")
	r.Header.Del("Host") // net/http keeps it in Host only
	r.RequestURI = r.URL.RequestURI()
	r.Proto, r.ProtoMajor, r.ProtoMinor = protocol(about.Protocol)
	return r.WithContext(ctx), nil
}

// readOnce is a body in memory.
type readOnce struct{ *bytes.Reader }

func (readOnce) Close() error { return nil }

// pathOf is the path without the name of the stage. The $default stage has
// none in its paths.
func pathOf(e events.APIGatewayV2HTTPRequest) string {
	path := e.RawPath
	if stage := e.RequestContext.Stage; stage != "" && stage != "$default" {
		if rest, ok := strings.CutPrefix(path, "/"+stage); ok && (rest == "" || rest[0] == '/') {
			path = rest
		}
	}
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return path
}

// headersOf returns the headers; the gateway has joined repeated ones with a
// comma and keeps the cookies apart.
func headersOf(e events.APIGatewayV2HTTPRequest) http.Header {
	header := make(http.Header, len(e.Headers)+1)
	for name, value := range e.Headers {
		header.Set(name, value)
	}
	if len(e.Cookies) > 0 {
		header.Set("Cookie", strings.Join(e.Cookies, "; "))
	}
	return header
}

func protocol(text string) (name string, major, minor int) {
	if major, minor, ok := http.ParseHTTPVersion(text); ok {
		return text, major, minor
	}
	return "HTTP/1.1", 1, 1
}
