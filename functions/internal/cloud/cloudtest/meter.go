package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"math"
	"net/http"
	"net/http/httputil"
	"net/url"
	"regexp"
	"strings"
	"time"

	"greenroom/functions/internal/cloud/sam"
	"greenroom/functions/internal/cloud/standin"
)

// platformLog is about what Lambda itself logs of an invocation in JSON, in
// bytes: that it started, and a report. It is the one number that is not counted.
const platformLog = 1000

var signer = regexp.MustCompile(`Credential=([a-z]+)/`)

// metered asks the DynamoDB at address what each request is charged, and counts
// that.
func metered(address string, u *usage) (http.Handler, error) {
	target, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	proxy := httputil.NewSingleHostReverseProxy(target)
	proxy.ModifyResponse = func(answer *http.Response) error {
		body, err := io.ReadAll(answer.Body)
		if err != nil {
			return err
		}
		answer.Body = io.NopCloser(bytes.NewReader(body))
		r, kind, who := answer.Request, readUnits, ""
		if name := operation(r); !strings.HasPrefix(name, "Get") && name != "Query" {
			kind = writeUnits
		}
		if match := signer.FindStringSubmatch(r.Header.Get("Authorization")); match != nil {
			who = match[1]
		}
		u.add(who, kind, units(body))
		return nil
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var asked map[string]json.RawMessage
		if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		asked["ReturnConsumedCapacity"] = json.RawMessage(`"TOTAL"`)
		body, err := json.Marshal(asked)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		proxy.ServeHTTP(w, r)
	}), nil
}

// units are those that an answer names: once, or for each table.
func units(answer []byte) (sum float64) {
	type consumed struct{ CapacityUnits float64 }
	var one struct{ ConsumedCapacity consumed }
	var many struct{ ConsumedCapacity []consumed }
	if json.Unmarshal(answer, &one) == nil {
		return one.ConsumedCapacity.CapacityUnits
	}
	if json.Unmarshal(answer, &many) == nil {
		for _, c := range many.ConsumedCapacity {
			sum += c.CapacityUnits
		}
	}
	return sum
}

// operation names what a request asks for.
func operation(r *http.Request) string {
	if _, name, ok := strings.Cut(r.Header.Get("X-Amz-Target"), "."); ok {
		return name
	}
	if strings.HasPrefix(r.URL.Path, "/v2/email/") {
		return "SendEmail"
	}
	return r.Method + " object"
}

// countCall counts what a function asks of other services.
func (s *stack) countCall(function string, r *http.Request) {
	if s.usage == nil {
		return
	}
	what, known := map[string]string{
		"PUT object": s3Puts, "GET object": s3Gets, "HEAD object": s3Gets, "DELETE object": s3Deletes, "SendEmail": mailsSent, "GetParameter": parameters,
	}[operation(r)]
	if known {
		s.usage.add(function, what, 1)
	}
}

// invoke is the pool's, counted: by the millisecond, as Lambda does, of this
// machine's time.
func (s *stack) invoke(ctx context.Context, function string, event []byte) ([]byte, error) {
	if s.usage == nil {
		return s.pool.Invoke(ctx, function, event)
	}
	printed, began := len(s.pool.Log(function)), time.Now()
	answer, err := s.pool.Invoke(ctx, function, event)
	took := math.Ceil(float64(time.Since(began))/float64(time.Millisecond)) / 1000
	memory, _ := s.template.Setting(s.template.Functions()[function], "MemorySize").(int)
	s.usage.add(function, invocations, 1)
	s.usage.add(function, traces, 1)
	s.usage.add(function, gbSeconds, took*float64(memory)/1024)
	s.usage.add(function, logBytes, float64(len(s.pool.Log(function))-printed+platformLog))
	return answer, err
}

// invokeAPI is invoke for the gateway.
func (s *stack) invokeAPI(ctx context.Context, function string, event []byte) ([]byte, error) {
	if s.usage != nil {
		s.usage.add(function, apiRequests, 1)
	}
	return s.invoke(ctx, function, event)
}

// readSite is what CloudFront reads from the bucket. It keeps nothing here, so
// that each is counted.
func (s *stack) readSite(ctx context.Context, key string) (standin.Object, error) {
	if s.usage != nil {
		s.usage.add("CloudFront", s3Gets, 1)
	}
	return s.bucket.read(ctx, key)
}

// counting is CloudFront, counted.
func (s *stack) counting(edge http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.usage != nil {
			s.usage.add("CloudFront", cdnRequests, 1)
			s.usage.add("CloudFront", cdnFunctions, 1)
			w = &weighed{w, s.usage}
		}
		edge.ServeHTTP(w, r)
	})
}

type weighed struct {
	http.ResponseWriter
	usage *usage
}

func (w *weighed) Write(p []byte) (int, error) {
	n, err := w.ResponseWriter.Write(p)
	w.usage.add("CloudFront", cdnBytes, float64(n))
	return n, err
}

// schedules are the template's: function, how often, and what it is handed.
func (s *stack) schedules(tell func(function, often, input string)) {
	for function, resource := range s.template.Functions() {
		for id := range sam.Dict(s.template.Properties(resource), "Events") {
			event := sam.Dict(s.template.Properties(resource), "Events", id, "Properties")
			if often := sam.Str(event, "ScheduleExpression"); often != "" {
				tell(function, often, sam.Str(event, "Input"))
			}
		}
	}
}
