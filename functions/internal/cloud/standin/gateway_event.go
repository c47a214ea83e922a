package standin

import (
	"encoding/base64"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"

	"github.com/aws/aws-lambda-go/events"
)

// event is the request in payload format 2.0: the path is decoded, headers are
// in small letters with their values joined, cookies stand apart.
func (g Gateway) event(r *http.Request, route string, body []byte) events.APIGatewayV2HTTPRequest {
	source, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		source = r.RemoteAddr
	}
	e := events.APIGatewayV2HTTPRequest{
		Version: "2.0", RouteKey: "ANY " + route, RawPath: r.URL.Path, RawQueryString: r.URL.RawQuery, Headers: map[string]string{},
	}
	header := r.Header.Clone()
	dropHops(header)
	for name, values := range header {
		if name == "Cookie" {
			e.Cookies = cookies(values)
			continue
		}
		e.Headers[strings.ToLower(name)] = strings.Join(values, ",")
	}
	e.Headers["host"], e.Headers["content-length"] = apiHost, fmt.Sprint(len(body))
	e.Headers["x-forwarded-port"], e.Headers["x-forwarded-proto"] = "443", "https"
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
			if c = strings.TrimSpace(c); c != "" {
				all = append(all, c)
			}
		}
	}
	return all
}

// textual reports whether a gateway hands a body over as it is. Forms are not
// text to it. AWS does not say which types are; somebody has asked it:
// https://github.com/ministackorg/ministack/pull/766
func textual(media string) bool {
	media, _, _ = strings.Cut(media, ";")
	return strings.HasPrefix(media, "text/") || slices.Contains([]string{"application/json", "application/javascript", "application/xml"}, media)
}
