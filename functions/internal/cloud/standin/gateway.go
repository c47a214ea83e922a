package standin

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"greenroom/functions/internal/cloud/sam"
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

// Gateway is an HTTP API: it finds the route of a request, hands it to a
// function as an event of payload format 2.0 and its answer back.
type Gateway struct {
	Routes map[string]string // path as in the template → function
	Invoke func(ctx context.Context, function string, event []byte) ([]byte, error)
	Now    func() time.Time
}

// Routes are those of the template's HTTP API, and the function of each.
func Routes(t sam.Template) map[string]string {
	routes := map[string]string{}
	for function, resource := range t.Functions() {
		for id := range sam.Dict(t.Properties(resource), "Events") {
			event := sam.Dict(t.Properties(resource), "Events", id)
			if sam.Str(event, "Type") == "HttpApi" {
				routes[sam.Str(event, "Properties", "Path")] = function
			}
		}
	}
	return routes
}

// ServeHTTP implements http.Handler.
func (g Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	route, function := g.choose(r.URL.Path)
	if function == "" {
		say(w, http.StatusNotFound, "Not Found")
		return
	}
	if size := headerSize(r.Header); size > maxHeaders {
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
	ctx, cancel := context.WithTimeout(r.Context(), gatewayTimeout)
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

// choose is the route that a gateway takes: the one with most segments that
// are written out, read from the front. A slash at the end makes no difference.
func (g Gateway) choose(path string) (route, function string) {
	segments := strings.Split(strings.Trim(path, "/"), "/")
	for candidate, f := range g.Routes {
		if fits(strings.Split(strings.Trim(candidate, "/"), "/"), segments) && (route == "" || narrower(candidate, route)) {
			route, function = candidate, f
		}
	}
	return route, function
}

func fits(pattern, segments []string) bool {
	for i, p := range pattern {
		switch {
		case strings.HasSuffix(p, "+}"):
			return len(segments) > i
		case i >= len(segments):
			return false
		case strings.HasPrefix(p, "{"):
			if segments[i] == "" {
				return false
			}
		case p != segments[i]:
			return false
		}
	}
	return len(pattern) == len(segments)
}

// narrower compares two patterns that fit the same path: written out comes
// before one variable, and that before the rest.
func narrower(a, b string) bool {
	rank := func(path string) (ranks []int) {
		for s := range strings.SplitSeq(strings.Trim(path, "/"), "/") {
			switch {
			case strings.HasSuffix(s, "+}"):
				ranks = append(ranks, 2)
			case strings.HasPrefix(s, "{"):
				ranks = append(ranks, 1)
			default:
				ranks = append(ranks, 0)
			}
		}
		return ranks
	}
	return slices.Compare(rank(a), rank(b)) < 0
}

func headerSize(h http.Header) (size int) {
	for name, values := range h {
		for _, v := range values {
			size += len(name) + len(v) + len(": \r\n")
		}
	}
	return size
}

// event is the request in payload format 2.0: the path is decoded, headers are
// in small letters with their values joined, cookies stand apart.
func (g Gateway) event(r *http.Request, route string, body []byte) events.APIGatewayV2HTTPRequest {
	source, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		source = r.RemoteAddr
	}
	e := events.APIGatewayV2HTTPRequest{
		Version: "2.0", RouteKey: "ANY " + route, RawPath: r.URL.Path, RawQueryString: r.URL.RawQuery,
		Headers: map[string]string{"host": apiHost, "content-length": fmt.Sprint(len(body)), "x-forwarded-port": "443", "x-forwarded-proto": "https"},
	}
	for name, values := range r.Header {
		if name == "Cookie" {
			e.Cookies = cookies(values)
			continue
		}
		e.Headers[strings.ToLower(name)] = strings.Join(values, ",")
	}
	e.Headers["x-forwarded-for"] = strings.TrimPrefix(e.Headers["x-forwarded-for"]+", "+source, ", ")
	for name, values := range r.URL.Query() {
		if e.QueryStringParameters == nil {
			e.QueryStringParameters = map[string]string{}
		}
		e.QueryStringParameters[name] = strings.Join(values, ",")
	}
	now := g.Now()
	e.RequestContext = events.APIGatewayV2HTTPRequestContext{
		AccountID: "123456789012", APIID: "a1b2c3d4e5", DomainName: apiHost, DomainPrefix: "a1b2c3d4e5", RouteKey: e.RouteKey, Stage: "$default",
		RequestID: fmt.Sprintf("%x=", now.UnixNano()), Time: now.UTC().Format("02/Jan/2006:15:04:05 +0000"), TimeEpoch: now.UnixMilli(),
		HTTP: events.APIGatewayV2HTTPRequestContextHTTPDescription{Method: r.Method, Path: r.URL.Path, Protocol: r.Proto, SourceIP: source, UserAgent: r.UserAgent()},
	}
	if e.Body = string(body); len(body) > 0 && !textual(r.Header.Get("Content-Type")) {
		e.Body, e.IsBase64Encoded = base64.StdEncoding.EncodeToString(body), true
	}
	return e
}

func cookies(headers []string) (all []string) {
	for _, h := range headers {
		for c := range strings.SplitSeq(h, ";") {
			all = append(all, strings.TrimSpace(c))
		}
	}
	return all
}

// textual reports whether a gateway hands a body over as it is. Forms are not
// text to it.
func textual(media string) bool {
	media, _, _ = strings.Cut(media, ";")
	return strings.HasPrefix(media, "text/") || slices.Contains([]string{"application/json", "application/javascript", "application/xml"}, media)
}

// pass writes the function's answer.
func pass(w http.ResponseWriter, r *http.Request, answer []byte) {
	var a events.APIGatewayV2HTTPResponse
	if len(answer) > maxEvent || json.Unmarshal(answer, &a) != nil || a.StatusCode == 0 {
		say(w, http.StatusInternalServerError, "Internal Server Error")
		return
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
