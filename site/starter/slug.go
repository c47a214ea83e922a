package starter

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxSlug is the length of a slug, as the loader has it.
const maxSlug = 80

// Slug makes a slug of a title: letters folded to ASCII, everything else a
// hyphen, cut between words. It is "" if the title has no letter or digit that
// can be folded.
func Slug(title string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(strings.ToLower(title)) {
		folded := fold(r)
		switch {
		case folded != "":
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			b.WriteString(folded)
			gap = false
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’': // an accent, taken off its letter; "don't"
		default:
			gap = true
		}
	}
	return cut(b.String())
}

// fold returns a letter or digit in ASCII, or "".
func fold(r rune) string {
	if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
		return string(r)
	}
	switch r {
	case 'ß', 'ẞ':
		return "ss"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'ø':
		return "o"
	case 'đ', 'ð':
		return "d"
	case 'ħ':
		return "h"
	case 'ı':
		return "i"
	case 'ł':
		return "l"
	case 'ŋ':
		return "n"
	case 'þ':
		return "th"
	case 'ŧ':
		return "t"
	}
	return ""
}

// cut shortens a slug, where it can to the end of a word.
func cut(slug string) string {
	if len(slug) <= maxSlug {
		return slug
	}
	slug = slug[:maxSlug+1]
	if at := strings.LastIndexByte(slug, '-'); at > maxSlug/2 {
		return slug[:at]
	}
	return strings.TrimRight(slug[:maxSlug], "-")
}

// Quote writes text as a YAML string in double quotes. text must be valid
// UTF-8 without control characters.
func Quote(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}
