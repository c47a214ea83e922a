package cloud

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"time"
)

// fault is one kind of what goes wrong.
type fault struct {
	name    string
	call    func(f *trouble, c call) (answer wrong, counted bool) // of a call to a service; nil: calls go well
	batches string                                                // how batches are handed over: "", anew, twice
	hidden  bool                                                  // nobody who asks for anything is answered with an error
	silent  bool                                                  // nothing fails, so that nobody need be told
}

// faults are all kinds. What a service says is what AWS says.
func faults() []fault {
	return []fault{
		{name: "function killed mid-work", call: dies},
		{name: "throttling", call: often(0.05, "dynamodb", 400, "ThrottlingException", "ProvisionedThroughputExceededException")},
		{name: "500s", call: often(0.05, "dynamodb", 500, "InternalServerError")},
		{name: "timeout after the write", call: unheardOf},
		{name: "expired credentials", call: expires},
		{name: "S3 too busy", call: often(0.05, "s3", 503, "SlowDown")},
		{name: "S3 refuses one key", call: refusesKey},
		{name: "SES refuses one address", call: refusesAddress, hidden: true},
		{name: "SES too busy", call: often(0.3, "ses", 429, "TooManyRequestsException"), hidden: true},
		{name: "SES breaks off", call: breaksOff, hidden: true},
		{name: "clock ten minutes off", call: skewed, hidden: true},
		{name: "batches again, in any order", batches: "anew", hidden: true, silent: true},
		{name: "a batch to two at once", batches: "twice", hidden: true, silent: true},
	}
}

// often refuses calls to a service, one in so many and some after it.
func often(of float64, service string, status int, codes ...string) func(*trouble, call) (wrong, bool) {
	return func(f *trouble, c call) (wrong, bool) {
		if c.service != service || !f.row(c, of) {
			return nil, false
		}
		if service == "dynamodb" && status == http.StatusBadRequest {
			f.moved["AWS/DynamoDB ThrottledRequests"]++
		} else if service == "dynamodb" {
			f.moved["AWS/DynamoDB SystemErrors"]++
		}
		return refusal(service, status, codes[f.rand.IntN(len(codes))]), true
	}
}

// unheardOf cuts the line when the work is done, for whatever changes something.
func unheardOf(f *trouble, c call) (wrong, bool) {
	writes := c.operation == "TransactWriteItems" || c.service == "ses" || strings.HasPrefix(c.path, http.MethodPut)
	if !writes || c.service == "ssm" || !f.row(c, 0.1) {
		return nil, false
	}
	return cut, true
}

// expires refuses one call in four, wherever it goes: to a program whose
// credentials are too old all of them would be, until it is replaced.
func expires(f *trouble, c call) (wrong, bool) {
	if c.service == "ssm" || !f.chance(0.25) {
		return nil, false
	}
	status := map[string]int{"dynamodb": 400, "s3": 400, "ses": 403}[c.service]
	code := map[string]string{"dynamodb": "ExpiredTokenException", "s3": "ExpiredToken", "ses": "ExpiredTokenException"}[c.service]
	return refusal(c.service, status, code), true
}

// breaksOff has SES take the mail or not, and answer that something broke.
func breaksOff(f *trouble, c call) (wrong, bool) {
	if c.service != "ses" || !f.row(c, 0.3) {
		return nil, false
	}
	took, broke := f.chance(0.5), refusal(c.service, http.StatusInternalServerError, "InternalServiceErrorException")
	return func(w http.ResponseWriter, r *http.Request, service http.Handler) {
		if took {
			service.ServeHTTP(httptest.NewRecorder(), r)
		}
		broke(w, r, service)
	}, true
}

func refusesKey(_ *trouble, c call) (wrong, bool) {
	if c.path != "PUT /SiteBucket/blog/"+talkedOf+"/index.html" {
		return nil, false
	}
	return refusal("s3", http.StatusForbidden, "AccessDenied"), true
}

func refusesAddress(_ *trouble, c call) (wrong, bool) {
	if c.service != "ses" || !strings.Contains(c.body, moderators) {
		return nil, false
	}
	return refusal("ses", http.StatusBadRequest, "MessageRejected"), true
}

// skewed has all services ten minutes ahead. What is signed by another clock is
// too old: to S3 after a quarter of an hour only, to the others after five
// minutes.
func skewed(_ *trouble, c call) (wrong, bool) {
	const ahead = 10 * time.Minute
	late := time.Now().Add(ahead).Sub(c.signed)
	switch {
	case c.service == "dynamodb" && late > 5*time.Minute:
		return dated(ahead, refusal(c.service, http.StatusBadRequest, "InvalidSignatureException")), true
	case c.service != "s3" && late > 5*time.Minute:
		return dated(ahead, refusal(c.service, http.StatusForbidden, "SignatureDoesNotMatch")), true
	case late > 15*time.Minute:
		return dated(ahead, refusal(c.service, http.StatusForbidden, "RequestTimeTooSkewed")), true
	}
	return dated(ahead, func(w http.ResponseWriter, r *http.Request, service http.Handler) { service.ServeHTTP(w, r) }), false
}

// dies kills a function now and then, before or after what it asked for was
// done. A publisher dies once only, when it has begun to write pages: the next
// one waits until its turn is over.
func dies(f *trouble, c call) (wrong, bool) {
	if c.service == "ssm" || c.function == "desk" && c.operation != "TransactWriteItems" {
		return nil, false
	}
	if c.function == "publish" {
		if f.moved["publisher killed"] > 0 || !strings.HasPrefix(c.path, "PUT /SiteBucket/blog/") {
			return nil, false
		}
		f.moved["publisher killed"]++
		return f.killing(c.function, f.chance(0.5)), true
	}
	if !f.chance(0.12) {
		return nil, false
	}
	return f.killing(c.function, f.chance(0.5)), true
}
