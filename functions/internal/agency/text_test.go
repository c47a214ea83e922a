package agency_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"greenroom/functions/internal/agency"
)

func TestPlainText(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       bool
	}{
		{"words", "Hello, Tess — merci!", true},
		{"two paragraphs", "One.\n\nTwo\tthree.", true},
		{"Arabic with marks", "مَرْحَبًا بِكُم", true},
		{"Hebrew", "שלום", true},
		{"emoji joined by ZWJ", "👩‍👩‍👧", true},
		{"Vietnamese, decomposed", "Việt Nam", true},
		{"markup stays text", "<script>alert(1)</script>", true},
		{"nothing", "", false},
		{"space only", " \n\t\u00a0", false},
		{"invisible only", "\u200b\u2060\u3164", false},
		{"NUL", "a\x00b", false},
		{"bell", "a\ab", false},
		{"C1 control", "a\u0085b", false},
		{"delete", "a\x7fb", false},
		{"carriage return", "a\rb", false},
		{"right-to-left override", "abc\u202egnp.exe", false},
		{"isolate", "a\u2066b\u2069", false},
		{"byte order mark", "\ufeffabc", false},
		{"replacement character", "a\ufffdb", false},
		{"non-character", "a\uffffb", false},
		{"tag characters", "a\U000e0041b", false},
		{"invalid UTF-8", "a\xffb", false},
		{"tower of marks", "z" + strings.Repeat("\u0301", 9), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := agency.PlainText(tt.text); got != tt.want {
				t.Errorf("PlainText(%q) = %v, want %v", tt.text, got, tt.want)
			}
		})
	}
}

func TestPlainLineIsOneLine(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"Ines B.": true, "Ines\nB.": false, "Ines\tB.": false, "Ines\u2028B.": false,
	} {
		if got := agency.PlainLine(text); got != want {
			t.Errorf("PlainLine(%q) = %v, want %v", text, got, want)
		}
	}
}

func TestTidy(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"  a \r\n b\rc\n": "a \n b\nc",
		"a\u2028b\u2029c": "a\nb\nc",
		"e\u0301":         "\u00e9", // composed, so that equal names are equal
	} {
		if got := agency.Tidy(text); got != want {
			t.Errorf("Tidy(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestMailbox(t *testing.T) {
	t.Parallel()
	good := []string{
		"a@b.example", "first.last+tag@sub.domain.example", "o'neil@mail.example", "x_y-z@123.example",
		strings.Repeat("l", 64) + "@b.example", "a@xn--bcher-kva.example",
	}
	bad := []string{
		"", "a", "a@", "@b.example", "a@b", "a@localhost", "a b@c.example", "Foo <a@b.example>", "<a@b.example>",
		"a@b.example\r\nBcc: c@d.example", "a@b.example\n", `"a b"@c.example`, `"a@b.example> RCPT TO:<x"@y.example`,
		"a@[127.0.0.1]", "a@b..example", "a..b@c.example", ".a@b.example", "a.@b.example", "a@-b.example", "a@b-.example",
		"a@b.example,c@d.example", "a@b.example;c@d.example", "a(comment)@b.example", "а@b.example", "a@bücher.example",
		"=?utf-8?q?a?=@b.example", strings.Repeat("l", 65) + "@b.example", "a@" + strings.Repeat("d", 64) + ".example",
		"a@" + strings.Repeat("d.", 130) + "example", "a@1.2.3.4", "mailto:a@b.example", "a@b.example ",
	}
	for _, address := range good {
		if !agency.Mailbox(address) {
			t.Errorf("Mailbox(%q) = false, want true", address)
		}
	}
	for _, address := range bad {
		if agency.Mailbox(address) {
			t.Errorf("Mailbox(%q) = true, want false", address)
		}
	}
}

func TestForeignAddress(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"write to me: ann.b+c@mail.example.com!":  true,
		"<ann@example.org>":                       true,
		"Ann@Example.CO.UK, please":               true,
		"hello@greenroom.example is theirs":       false,
		"Hello@GREENROOM.example too":             false,
		"hello@greenroom.example and a@b.example": true,
		"hello@greenroom.example.evil.example":    true,
		"I am @ann on every platform":             false,
		"2 @ 3.50 each":                           false,
		"a@b":                                     false,
		"josé@example.com":                        true,
		"ann@bücher.example":                      true,
		"ann!@b.example":                          true,
		`"ann"@example.com`:                       true,
		"ann@[10.0.0.1]":                          true,
		"ann@\u200bexample.com":                   true,
		"ann@exam\u00adple.com":                   true,
		"ann＠example.com":                         true,
		"find me at @ann@social.example":          false,
		"mailto:ann@example.com":                  true,
	} {
		if got := agency.ForeignAddress(text, "greenroom.example"); got != want {
			t.Errorf("ForeignAddress(%q) = %v, want %v", text, got, want)
		}
	}
}

func FuzzPlainText(f *testing.F) {
	for _, seed := range []string{"Hello", "a\x00b", "\u202e", "e\u0301\u0301", "\r\n", "\xff", "a\u2028b"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tidy := agency.Tidy(text)
		if again := agency.Tidy(tidy); again != tidy {
			t.Errorf("Tidy is not idempotent: %q, then %q", tidy, again)
		}
		if !agency.PlainText(tidy) {
			return
		}
		if !utf8.ValidString(tidy) || strings.ContainsAny(tidy, "\x00\r\x1b\u202e\u2066") {
			t.Errorf("accepted %q", tidy)
		}
		if agency.PlainLine(tidy) && strings.Contains(tidy, "\n") {
			t.Errorf("accepted as one line: %q", tidy)
		}
	})
}

func FuzzMailbox(f *testing.F) {
	for _, seed := range []string{"a@b.example", "Foo <a@b.c>", "a@b\r\n", `"x"@y.z`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, address string) {
		if !agency.Mailbox(address) {
			return
		}
		if strings.ContainsAny(address, " \t\r\n<>(),;:\"[]\\") || strings.Count(address, "@") != 1 || len(address) > 254 {
			t.Errorf("accepted %q", address)
		}
	})
}
