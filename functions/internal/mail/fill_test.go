package mail_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestTextIsWhatTheLibraryMakesOfIt holds what fills letters here to
// text/template, with and without an answer reaching anybody.
func TestTextIsWhatTheLibraryMakesOfIt(t *testing.T) {
	t.Parallel()
	w := writer(t)
	for name, values := range letters() {
		for _, replyTo := range []string{"", "devon@greenroom.example"} {
			base, _, _ := strings.Cut(name, "/")
			m := letter(t, base, values)
			m.ReplyTo = replyTo
			want, err := w.ByTheLibrary(m)
			if err != nil {
				t.Fatal(err)
			}
			got, err := w.Write(m)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got.Text); diff != "" {
				t.Errorf("%s (-text/template +here):\n%s", name, diff)
			}
		}
	}
}
