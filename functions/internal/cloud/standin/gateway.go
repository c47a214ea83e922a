package standin

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"
)

// Limits of an HTTP API, in bytes and seconds
// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html,
// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
const (
	maxBody        = 10 << 20
	maxHeaders     = 10_240
	maxEvent       = 6 << 20 // what Lambda takes and hands back
	gatewayTimeout = 30 * time.Second
)

// apiHost is what a gateway calls itself: the Host that functions see.
const apiHost = "a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com"

// Gateway is an HTTP API with the stage $default: it finds the route of a
// request, hands it to a function as an event of payload format 2.0 and its
// answer back.
type Gateway struct {
	Routes map[string]string // path as in the template → function
	Invoke func(ctx context.Context, function string, event []byte) ([]byte, error)
	Now    func() time.Time
}

// ServeHTTP implements http.Handler.
func (g Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	route, function := g.choose(r.URL.EscapedPath())
	if function == "" {
		say(w, http.StatusNotFound, "Not Found")
		return
	}
	if headerSize(r) > maxHeaders {
		say(w, http.StatusRequestHeaderFieldsTooLarge, "Request Header Fields Too Large")
		return
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	if err != nil { // the client went away
		return
	}
	event, err := json.Marshal(g.event(r, route, body))
	if err != nil || len(body) > maxBody || len(event) > maxEvent {
		say(w, http.StatusRequestEntityTooLarge, "Request Entity Too Large")
		return
	}
	// A function goes on when nobody waits for it any more.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), gatewayTimeout)
	defer cancel()
	answer, err := g.Invoke(ctx, function, event)
	switch {
	case errors.Is(err, ErrBusy) || errors.Is(err, context.DeadlineExceeded):
		say(w, http.StatusServiceUnavailable, "Service Unavailable")
	case err != nil:
		say(w, http.StatusInternalServerError, "Internal Server Error")
	default:
		pass(w, r, answer)
	}
}

// headerSize is that of the line and the headers of a request.
func headerSize(r *http.Request) int {
	size := len(r.Method) + len(r.RequestURI) + len(r.Proto)
	for name, values := range r.Header {
		for _, v := range values {
			size += len(name) + len(v)
		}
	}
	return size
}

// pass writes the function's answer. JSON without a status is taken for the
// body (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html).
func pass(w http.ResponseWriter, r *http.Request, answer []byte) {
	var a events.APIGatewayV2HTTPResponse
	if len(answer) > maxEvent || !json.Valid(answer) {
		say(w, http.StatusInternalServerError, "Internal Server Error")
		return
	}
	if err := json.Unmarshal(answer, &a); err != nil || a.StatusCode == 0 {
		a = events.APIGatewayV2HTTPResponse{StatusCode: http.StatusOK, Headers: map[string]string{"Content-Type": "application/json"}, Body: string(answer)}
	}
	body := []byte(a.Body)
	if a.IsBase64Encoded {
		var err error
		if body, err = base64.StdEncoding.DecodeString(a.Body); err != nil {
			say(w, http.StatusInternalServerError, "Internal Server Error")
			return
		}
	}
	for name, value := range a.Headers {
		w.Header().Set(name, value)
	}
	for _, c := range a.Cookies {
		w.Header().Add("Set-Cookie", c)
	}
	dropHops(w.Header())
	if r.Method != http.MethodHead { // the gateway counts for itself
		w.Header().Del("Content-Length")
	}
	if len(body) > 0 && w.Header().Get("Content-Type") == "" {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8") // nothing is guessed
	}
	w.Header().Set("Apigw-Requestid", fmt.Sprintf("%p", r))
	w.WriteHeader(a.StatusCode)
	_, _ = w.Write(body) // the client may have gone
}

// say is an answer of the gateway's own.
func say(w http.ResponseWriter, status int, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	fmt.Fprintf(w, `{"message":%q}`, message)
}

// dropHops takes out what is between two neighbours and is handed on by nobody
// (RFC 9110, 7.6.1).
func dropHops(h http.Header) {
	for _, names := range h["Connection"] {
		for name := range strings.SplitSeq(names, ",") {
			h.Del(strings.TrimSpace(name))
		}
	}
	for _, name := range []string{"Connection", "Proxy-Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Te", "Trailer", "Transfer-Encoding", "Upgrade"} {
		h.Del(name)
	}
}
