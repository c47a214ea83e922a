package agency

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Text from strangers is kept as text and rendered once, where it is shown.
// What no honest writer types is refused at the door: control characters,
// which break feeds, and bidirectional overrides, which make a text read
// otherwise than it is (https://www.unicode.org/reports/tr36/, section 3.2).

// maxMarks is how many combining marks may follow one another; scripts in use
// need at most four or so, "zalgo" text stacks dozens.
const maxMarks = 8

// Tidy returns s with surrounding space removed, every kind of line end as \n
// and characters in their composed form (NFC), so that equal texts are equal bytes.
func Tidy(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(s)
	return norm.NFC.String(strings.TrimSpace(s))
}

// PlainText reports whether s is text that may be kept: valid UTF-8, something
// to see in it, no control or override characters but tab and line feed, and
// no towers of combining marks.
func PlainText(s string) bool {
	if !utf8.ValidString(s) {
		return false
	}
	marks, visible := 0, false
	for _, r := range s {
		if forbidden(r) {
			return false
		}
		if unicode.Is(unicode.Mn, r) {
			marks++
		} else {
			marks = 0
			visible = visible || (unicode.IsGraphic(r) && !unicode.IsSpace(r) && !invisible(r))
		}
		if marks > maxMarks {
			return false
		}
	}
	return visible
}

// PlainLine is PlainText on one line.
func PlainLine(s string) bool {
	return PlainText(s) && !strings.ContainsAny(s, "\n\t")
}

func forbidden(r rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return false
	case unicode.IsControl(r): // C0, C1 and DEL
		return true
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069: // bidi embeddings, overrides, isolates
		return true
	case r == 0x2028, r == 0x2029: // line ends that Tidy has replaced
		return true
	case r == 0xFEFF || r == 0xFFFD || r >= 0xFFF9 && r <= 0xFFFB:
		return true
	case r >= 0xE0000 && r <= 0xE007F: // tag characters
		return true
	}
	return r&0xFFFE == 0xFFFE // non-characters
}

// invisible are the letters and fillers that print nothing.
func invisible(r rune) bool {
	switch r {
	case 0x00AD, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x2800, 0x3164, 0xFFA0:
		return true
	}
	return r >= 0x200B && r <= 0x200F || r >= 0x2060 && r <= 0x2064
}

// addressPattern is the mailbox of RFC 5321 without quoting, comments or
// literals: what people have, and nothing that a mail header could misread.
var addressPattern = regexp.MustCompile(
	`^[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+)*` +
		`@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])$`)

// Limits of RFC 5321, in octets.
const (
	maxAddress = 254
	maxLocal   = 64
)

// Mailbox reports whether s is an address mail can be sent to.
// [net/mail.ParseAddress] is not asked: it accepts "Foo <a@b.c>" and a@b.
func Mailbox(s string) bool {
	local, _, _ := strings.Cut(s, "@")
	return len(s) <= maxAddress && len(local) <= maxLocal &&
		!strings.HasPrefix(s, "=?") && addressPattern.MatchString(s)
}

// addressInText finds what reads as an address in the middle of a text, in any
// script and with any spelling of its parts. The first group is what stands
// before it: after another @ it is a handle, such as @ann@social.example.
var addressInText = regexp.MustCompile(`(^|[\s<>(),;:]|[^\s<>(),;:@]*@)([^\s<>(),;:@]+@(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}|[^\s<>(),;:@]+@\[[0-9A-Fa-f.:]+\])`)

// ForeignAddress reports whether a text has an e-mail address outside the
// domain. What people write is public as they wrote it, so an address must be
// refused before it is kept. Characters that print nothing hide no address.
func ForeignAddress(text, domain string) bool {
	seen := strings.Map(func(r rune) rune {
		if invisible(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, norm.NFKC.String(text))
	for _, found := range addressInText.FindAllStringSubmatch(seen, -1) {
		own := strings.HasSuffix(strings.ToLower(found[2]), "@"+strings.ToLower(domain))
		if !own && !strings.HasSuffix(found[1], "@") {
			return true
		}
	}
	return false
}
