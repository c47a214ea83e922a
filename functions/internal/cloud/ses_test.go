package cloud

import (
	"bytes"
	"cmp"
	"io"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/sesv2"

	"greenroom/functions/internal/cloud/standin"
	"greenroom/functions/internal/mail"
)

func newSES(url string) SES {
	return SES{
		Client: sesv2.NewFromConfig(fakeSettings(url)), From: "hello@greenroom.example", Settings: "greenroom-test",
		Now: func() time.Time { return time.Date(2026, 5, 12, 14, 3, 27, 0, time.UTC) },
	}
}

func TestSESDeliver(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, subject, text string
		seen                string // the subject as a reader sees it, if not the same
	}{
		{"plain", "A comment waits for approval: Edited twice", "Hello.\n", ""},
		{"letters beyond ASCII", "Grüße aus 東京 😀", "Renée schreibt: 東京\n", ""},
		{"line breaks in the subject", "Hi\r\nBcc: victim@example.org\r\n\r\n<script>", "Text", ""},
		{"encoded word in the subject", "=?utf-8?q?Hi=0D=0ABcc:_victim=40example.org?=", "Text", "Hi Bcc: victim@example.org"},
		{"dots and headers in the text", "Hi", ".\r\n.\r\nBcc: victim@example.org\r\n", ""},
		{"a long subject", strings.Repeat("Bcc: ", 100), "Text", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fake, url := startFakeSES(t)
			err := newSES(url).Deliver(t.Context(), mail.Message{
				ID: "01JV2Q6Z3M0000000000000000", To: "moderators@greenroom.example",
				Subject: tt.subject, Text: tt.text, HTML: "<p>" + tt.text,
			})
			if err != nil {
				t.Fatal(err)
			}
			sent := fake.Taken()
			if len(sent) != 1 {
				t.Fatalf("got %d mails, want 1", len(sent))
			}
			checkEnvelope(t, sent[0])
			checkMessage(t, sent[0].Content.Raw.Data, cmp.Or(tt.seen, tt.subject), tt.text)
		})
	}
}

func checkEnvelope(t *testing.T, r standin.Mail) {
	t.Helper()
	to := r.Destination
	if !slices.Equal(to.ToAddresses, []string{"moderators@greenroom.example"}) || len(to.CcAddresses)+len(to.BccAddresses) > 0 {
		t.Errorf("got recipients %v, want the one", to)
	}
	if r.FromEmailAddress != "hello@greenroom.example" {
		t.Errorf("got sender %q", r.FromEmailAddress)
	}
	if r.ConfigurationSetName != "greenroom-test" {
		t.Errorf("got configuration set %q: nobody is told if this comes back", r.ConfigurationSetName)
	}
}

func checkMessage(t *testing.T, raw []byte, subject, text string) {
	t.Helper()
	m, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	known := []string{"Auto-Submitted", "Content-Type", "Date", "From", "Message-Id", "Mime-Version", "Subject", "To", "User-Agent", "X-Mailer"}
	for name, values := range m.Header {
		if !slices.Contains(known, name) || len(values) != 1 {
			t.Errorf("header %s: got %q, want it once or not at all", name, values)
		}
	}
	if to, err := m.Header.AddressList("To"); err != nil || len(to) != 1 || to[0].Address != "moderators@greenroom.example" {
		t.Errorf("got To %v, %v", to, err)
	}
	if got := m.Header.Get("Message-Id"); got != "<01JV2Q6Z3M0000000000000000@greenroom.example>" {
		t.Errorf("got Message-ID %q", got)
	}
	got, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil || flat(got) != flat(subject) {
		t.Errorf("got subject %q, %v, want %q", got, err, subject)
	}
	if got := firstPart(t, m); flat(got) != flat(text) {
		t.Errorf("got text %q, want %q", got, text)
	}
}

// flat is a text on one line; mail may break its lines elsewhere.
func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

func firstPart(t *testing.T, m *netmail.Message) string {
	t.Helper()
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	part, err := multipart.NewReader(m.Body, params["boundary"]).NextPart() // decodes quoted-printable
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(part)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestSESRefusesSecondRecipient sends nothing to an address that is more than
// one.
func TestSESRefusesSecondRecipient(t *testing.T) {
	t.Parallel()
	fake, url := startFakeSES(t)
	for _, to := range []string{
		"", "a@example.org, b@example.org", "a@example.org\r\nBcc: b@example.org", "a@example.org\nb@example.org",
		"a@example.org\x00", "Group: a@example.org, b@example.org;", "@example.org",
	} {
		if err := newSES(url).Deliver(t.Context(), mail.Message{ID: "1", To: to, Subject: "s", Text: "t", HTML: "h"}); err == nil {
			t.Errorf("got no error for recipient %q", to)
		}
	}
	if sent := fake.Taken(); len(sent) > 0 {
		t.Errorf("got %d mails, want none", len(sent))
	}
}

func TestSESReportsRefusal(t *testing.T) {
	t.Parallel()
	fake, url := startFakeSES(t)
	fake.Fail = 1
	err := newSES(url).Deliver(t.Context(), mail.Message{ID: "1", To: "a@example.org", Subject: "s", Text: "t", HTML: "h"})
	if err == nil || !strings.Contains(err.Error(), "suppression list") {
		t.Errorf("got %v, want what SES said", err)
	}
}
