package cloud

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"greenroom/functions/internal/cloud/standin"
	"greenroom/functions/internal/mail"
)

// TestLetter is that what SES was given is read as its recipient reads it.
func TestLetter(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("Was lange währt, wird = gut. ", 60)
	tests := []struct{ name, subject, text, html string }{
		{"plain", "A comment waits", "Hello.\n", "<p>Hello.</p>\n"},
		{"umlauts in the subject", "Grüße aus 東京 😀: Ihr Entwurf wurde geändert, und zwar über drei Zeilen hinweg", "x\n", "<p>x</p>\n"},
		{"long lines", "Hi", long + "\n\n" + long + "\n", "<p>" + long + "</p>\n"},
		{"signs of quoted-printable", "Hi", "a=3Db =\n=20 x=\n", `<a href="/sign-in/link/a=b?c=3D">x</a>` + "\n"},
		{"blanks at the ends of lines", "Hi", "a \n\tb\t\n\n", "<p>a </p>\n"},
		{"dots and boundaries", "Hi", ".\n--\n--=_\n.\n", "<p>.</p>\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fake, url := startFakeSES(t)
			if err := newSES(url).Deliver(t.Context(), mail.Message{ID: "01JV2Q6Z3M0000000000000000", To: "moderators@greenroom.example",
				Subject: tt.subject, Text: tt.text, HTML: tt.html}); err != nil {
				t.Fatal(err)
			}
			got, err := fake.Taken()[0].Letter()
			if err != nil {
				t.Fatal(err)
			}
			want := standin.Letter{To: "moderators@greenroom.example", Subject: tt.subject, Text: tt.text, HTML: tt.html, Date: "Tue, 12 May 2026 14:03:27 +0000"}
			if diff := cmp.Diff(got, want); diff != "" {
				t.Errorf("letter (-got +want):\n%s", diff)
			}
		})
	}
}

func TestLetterOfWhatIsNoMail(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{"", "no header", "Subject: Hi\n\nwords", "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nhalf"} {
		var m standin.Mail
		m.Content.Raw.Data = []byte(raw)
		if l, err := m.Letter(); err == nil {
			t.Errorf("%q is the letter %+v", raw, l)
		}
	}
}
