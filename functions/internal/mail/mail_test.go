package mail_test

import (
	"bytes"
	"flag"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/google/go-cmp/cmp"

	"greenroom/functions/internal/account"
	"greenroom/functions/internal/brief"
	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/decision"
	"greenroom/functions/internal/mail"
	"greenroom/functions/internal/submission"
)

var update = flag.Bool("update", false, "rewrite the golden files; look at the difference before you commit it")

func writer(t testing.TB) *mail.Writer {
	t.Helper()
	proofs, err := account.NewProofs([]byte(strings.Repeat("s", 32)))
	if err != nil {
		t.Fatal(err)
	}
	w, err := mail.NewWriter("Greenroom", "https://greenroom.example", proofs)
	if err != nil {
		t.Fatal(err)
	}
	w.Signs, err = brief.NewProofs([]byte(strings.Repeat("s", 32)))
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// hostile is a comment that tries to be more than text.
func hostile() comment.HeldValues {
	return comment.HeldValues{
		Post: "first", Title: "The first post", ID: "01ARZ3NDEKTSV4RRFFQ69G5FAV",
		Name: "Win $ <b>now</b>", Text: "</blockquote><script>alert(1)</script>\n{{.Link}} & \"quotes\"",
	}
}

// unanswered are the letters that nobody in particular reads an answer to.
func unanswered() []string {
	return []string{comment.LetterHeld, account.LetterSignIn, decision.LetterDue, brief.LetterAnswered, submission.LetterWaiting}
}

func TestLettersReadAsTheyShould(t *testing.T) {
	t.Parallel()
	for name, values := range letters() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			base, _, _ := strings.Cut(name, "/")
			m := letter(t, base, values)
			if !slices.Contains(unanswered(), base) {
				m.ReplyTo = "devon@greenroom.example"
			}
			got, err := writer(t).Write(m)
			if err != nil {
				t.Fatal(err)
			}
			head := "To: " + got.To + "\nSubject: " + got.Subject + "\n"
			if got.ReplyTo != "" {
				head += "Reply-To: " + got.ReplyTo + "\n"
			}
			golden(t, strings.ReplaceAll(name, "/", "-")+".golden", head+"\n"+got.Text+"\n----\n"+got.HTML)
		})
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s changed (-want +got); look at it, then run with -update:\n%s", name, diff)
	}
}

func TestWhatStrangersWroteStaysText(t *testing.T) {
	t.Parallel()
	m, err := writer(t).Write(letter(t, comment.LetterHeld, hostile()))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(m.Subject, "Win") {
		t.Errorf("a stranger's words stand in the subject: %q", m.Subject)
	}
	for line := range strings.Lines(m.Text) {
		if strings.Contains(line, "script") || strings.Contains(line, "Win $") || strings.Contains(line, "quotes") {
			if !strings.HasPrefix(line, "> ") {
				t.Errorf("a stranger's line is not marked as one: %q", line)
			}
		}
	}
	page, err := html.Parse(strings.NewReader(m.HTML))
	if err != nil {
		t.Fatal(err)
	}
	for n := range page.Descendants() {
		if n.Type == html.ElementNode && (n.Data == "script" || n.Data == "b") {
			t.Errorf("the letter has an element <%s>", n.Data)
		}
		for _, a := range n.Attr {
			if a.Key == "href" && !strings.HasPrefix(a.Val, "https://greenroom.example/") {
				t.Errorf("the letter links to %q", a.Val)
			}
		}
	}
}

func TestAnUnknownLetterIsAnError(t *testing.T) {
	t.Parallel()
	if _, err := writer(t).Write(letter(t, "no-such-letter", nil)); err == nil {
		t.Error("no error")
	}
}

func TestMIMECarriesBothFormsAndNothingMore(t *testing.T) {
	t.Parallel()
	m := mail.Message{
		ID: "01ARZ3NDEKTSV4RRFFQ69G5FAV", To: "tess@greenroom.example",
		Subject: "Grüße\r\nBcc: victim@example.com", Text: "Plain – text", HTML: "<p>Rich – text</p>",
	}
	at := time.Date(2026, 5, 12, 9, 0, 0, 0, time.UTC)
	raw, err := mail.MIME(m, "hello@greenroom.example", at)
	if err != nil {
		t.Fatal(err)
	}
	got, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if got.Header.Get("Bcc") != "" {
		t.Error("the subject made a header")
	}
	want := map[string]string{
		"To": "<tess@greenroom.example>", "From": "<hello@greenroom.example>",
		"Message-Id": "<01ARZ3NDEKTSV4RRFFQ69G5FAV@greenroom.example>", "Auto-Submitted": "auto-generated",
		"Date": "Tue, 12 May 2026 09:00:00 +0000", "Reply-To": "",
	}
	for name, value := range want {
		if h := got.Header.Get(name); h != value {
			t.Errorf("%s is %q, want %q", name, h, value)
		}
	}
	text, rich := parts(t, got)
	if text != m.Text || rich != m.HTML {
		t.Errorf("parts are %q and %q", text, rich)
	}
	if _, err := mail.MIME(mail.Message{To: "a@b.example> x"}, "hello@greenroom.example", at); err == nil {
		t.Error("a broken address was taken")
	}
}

func TestAnswersGoToOneMailboxOrNone(t *testing.T) {
	t.Parallel()
	for address, ok := range map[string]bool{
		"": true, "devon@greenroom.example": true,
		"Devon <devon@greenroom.example>": false, "a@b.example, c@d.example": false,
		"devon@greenroom.example\r\nBcc: victim@example.com": false, "devon": false, " ": false,
	} {
		m := mail.Message{ID: "1", To: "tess@greenroom.example", ReplyTo: address, Subject: "s", Text: "t", HTML: "h"}
		raw, err := mail.MIME(m, "hello@greenroom.example", time.Unix(0, 0))
		if (err == nil) != ok {
			t.Errorf("%q: %v", address, err)
		}
		if err != nil {
			if strings.Contains(err.Error(), "@") {
				t.Errorf("%q: the error has an address: %v", address, err)
			}
			continue
		}
		got, err := netmail.ReadMessage(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		if want := strings.TrimSuffix("<"+address+">", "<>"); got.Header.Get("Reply-To") != want {
			t.Errorf("Reply-To is %q, want %q", got.Header.Get("Reply-To"), want)
		}
	}
}

func parts(t *testing.T, m *netmail.Message) (text, rich string) {
	t.Helper()
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	reader := multipart.NewReader(m.Body, params["boundary"])
	var bodies []string
	for {
		part, err := reader.NextRawPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(quotedprintable.NewReader(part))
		if err != nil {
			t.Fatal(err)
		}
		bodies = append(bodies, string(body))
	}
	if len(bodies) != 2 {
		t.Fatalf("%d parts", len(bodies))
	}
	return bodies[0], bodies[1]
}
