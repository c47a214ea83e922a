package cloud

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/sesv2"

	"greenroom/functions/internal/mail"
	"greenroom/functions/internal/outbox"
)

// TestSESAsksOnce tells apart what was refused, which the outbox may try again,
// from what may have left. SES itself is asked once, whatever happens.
func TestSESAsksOnce(t *testing.T) {
	t.Parallel()
	answers := func(status int, kind, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("X-Amzn-ErrorType", kind)
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		}
	}
	tests := []struct {
		name   string
		answer http.HandlerFunc
		unsure bool
	}{
		{"address on the suppression list", answers(400, "MessageRejected", `{"message":"no"}`), false},
		{"sending is paused", answers(400, "SendingPausedException", `{"message":"no"}`), false},
		{"not permitted", answers(403, "AccessDeniedException", `{"message":"no"}`), false},
		{"too many at once", answers(429, "TooManyRequestsException", `{"message":"slower"}`), false},
		{"too busy", answers(503, "ServiceUnavailable", `{"message":"later"}`), false},
		{"broke while it had the mail", answers(500, "InternalServiceErrorException", `{"message":"oh"}`), true},
		{"somebody between us gave up waiting", answers(504, "", ""), true},
		{"an answer that is cut off", answers(200, "", `{"MessageId":`), true},
		{"hung up without an answer", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var asked atomic.Int32
			url := startServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				asked.Add(1)
				tt.answer(w, r)
			}))
			err := newSES(url).Deliver(t.Context(), plainMessage())
			_, unsure := errors.AsType[*outbox.Unsure](err)
			if err == nil || unsure != tt.unsure || asked.Load() != 1 {
				t.Errorf("got %v after %d calls, unsure %v, want 1 call, %v", err, asked.Load(), unsure, tt.unsure)
			}
		})
	}
}

func plainMessage() mail.Message {
	return mail.Message{ID: "1", To: "a@example.org", Subject: "s", Text: "t", HTML: "h"}
}

// TestSESWithoutAnAnswer knows whether a mail that nobody answered for can have
// left: not without a connection. What did not leave is an error of no kind,
// also when it was time that ran out.
func TestSESWithoutAnAnswer(t *testing.T) {
	t.Parallel()
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	silent := startSilence(t)
	late := &net.OpError{Op: "dial", Err: context.DeadlineExceeded}
	tests := []struct {
		name   string
		client *http.Client
		url    string
		unsure bool
	}{
		{"nobody there", http.DefaultClient, closed.URL, false},
		{"no connection in time", &http.Client{Transport: &http.Transport{
			DialContext: func(context.Context, string, string) (net.Conn, error) { return nil, late }}}, silent, false},
		{"no answer in time", &http.Client{Timeout: 20 * time.Millisecond}, silent, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			settings := fakeSettings(tt.url)
			settings.HTTPClient = tt.client
			s := newSES(tt.url)
			s.Client = sesv2.NewFromConfig(settings)
			err := s.Deliver(t.Context(), plainMessage())
			_, unsure := errors.AsType[*outbox.Unsure](err)
			var slow interface{ Timeout() bool }
			if err == nil || unsure != tt.unsure || !unsure && errors.As(err, &slow) && slow.Timeout() {
				t.Errorf("got %v, unsure %v, want %v", err, unsure, tt.unsure)
			}
		})
	}
}

// startSilence takes connections and never answers.
func startSilence(t *testing.T) string {
	t.Helper()
	gone := make(chan struct{})
	url := startServer(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-gone:
		}
	}))
	t.Cleanup(func() { close(gone) }) // before the server waits for its last request
	return url
}

// TestSESFinishesWhatItBegan gives nothing to SES once nobody wants it, and
// waits for the answer to what it was given before.
func TestSESFinishesWhatItBegan(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	fake, url := startFakeSES(t)
	impatient := startServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		cancel()
		fake.ServeHTTP(w, r)
	}))
	if err := newSES(impatient).Deliver(ctx, plainMessage()); err != nil {
		t.Errorf("got %v for a mail that was on its way", err)
	}
	err := newSES(url).Deliver(ctx, plainMessage())
	_, unsure := errors.AsType[*outbox.Unsure](err)
	if err == nil || unsure || errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "not given to SES") || len(fake.Taken()) != 1 {
		t.Errorf("got %v and %d mails, want the second kept back", err, len(fake.Taken()))
	}
}

// TestSESNamesWhoReadsTheAnswer sets Reply-To where the letter has one.
func TestSESNamesWhoReadsTheAnswer(t *testing.T) {
	t.Parallel()
	fake, url := startFakeSES(t)
	m := plainMessage()
	m.ReplyTo = "devon@greenroom.example"
	if err := newSES(url).Deliver(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	if raw := string(fake.Taken()[0].Content.Raw.Data); !strings.Contains(raw, "Reply-To: <devon@greenroom.example>\r\n") {
		t.Errorf("got\n%s\nwant the address for answers", raw)
	}
}
