package cloud

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/aws/aws-lambda-go/events"
)

// maxAnswer is the most that Lambda hands back, in bytes of JSON
// (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
const maxAnswer = 6 << 20

// answer is what a handler wrote, kept until it is done. It behaves as
// net/http's own writer does.
type answer struct {
	header http.Header
	sent   http.Header // header as it was when the status was written
	status int         // 0 until then
	body   bytes.Buffer
}

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) {
	if a.status != 0 || status < http.StatusOK { // the gateway passes no 1xx on
		return
	}
	a.status, a.sent = status, a.header.Clone()
}

func (a *answer) Write(b []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	if a.status == http.StatusNoContent || a.status == http.StatusNotModified {
		return 0, http.ErrBodyNotAllowed
	}
	return a.body.Write(b)
}

// response is the answer as the gateway wants it: one value a header, cookies
// apart, and in base64 what is not text.
func (a *answer) response(method string) events.APIGatewayV2HTTPResponse {
	a.WriteHeader(http.StatusOK) // a handler that wrote nothing means 200
	body := a.body.Bytes()
	if _, given := a.sent["Content-Type"]; !given && len(body) > 0 {
		a.sent.Set("Content-Type", http.DetectContentType(body))
	}
	response := events.APIGatewayV2HTTPResponse{StatusCode: a.status, Headers: map[string]string{}}
	for name, values := range a.sent {
		if name == "Set-Cookie" {
			response.Cookies = values // joined, they could not be taken apart again
			continue
		}
		response.Headers[name] = oneLine(strings.Join(values, ", "))
	}
	if method == http.MethodHead {
		return response
	}
	if utf8.Valid(body) && a.sent.Get("Content-Encoding") == "" {
		response.Body = string(body)
		return response
	}
	response.Body, response.IsBase64Encoded = base64.StdEncoding.EncodeToString(body), true
	return response
}

// oneLine keeps a header value from becoming two headers.
func oneLine(value string) string {
	return strings.NewReplacer("\r", " ", "\n", " ").Replace(value)
}

// encodedSize is how large the answer is as JSON.
func encodedSize(r events.APIGatewayV2HTTPResponse) int {
	const worst = 6 // bytes that JSON makes of one, as in \u0000
	if len(r.Body) < (maxAnswer-64<<10)/worst {
		return len(r.Body) // cannot be too large, whatever is in it
	}
	var n counter
	encoder := json.NewEncoder(&n)
	encoder.SetEscapeHTML(false) // as the Lambda library encodes it
	_ = encoder.Encode(r)        // strings and numbers into a counter: cannot fail
	return int(n)
}

type counter int

func (c *counter) Write(b []byte) (int, error) {
	*c += counter(len(b))
	return len(b), nil
}
