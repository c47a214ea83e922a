package theme

import (
	"iter"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// paragraphs divides text at blank lines. What HTML cannot carry (NUL, bytes
// that are not UTF-8) becomes U+FFFD.
func paragraphs(text string) iter.Seq[string] {
	text = strings.ToValidUTF8(text, "\uFFFD")
	text = strings.ReplaceAll(text, "\x00", "\uFFFD")
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	return func(yield func(string) bool) {
		start, end := -1, 0 // of the paragraph, -1 between two
		for at := 0; at <= len(text); {
			next := len(text) + 1
			if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
				next = at + i + 1
			}
			switch blank := strings.TrimSpace(text[at:next-1]) == ""; {
			case !blank && start < 0:
				start, end = at, next-1
			case !blank:
				end = next - 1
			case start >= 0:
				if !yield(text[start:end]) {
					return
				}
				start = -1
			}
			at = next
		}
		if start >= 0 {
			yield(text[start:end])
		}
	}
}

// lines are those of a paragraph, numbered from 0, without the space around
// them.
func lines(paragraph string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		i := 0
		for l := range strings.SplitSeq(paragraph, "\n") {
			if !yield(i, strings.TrimSpace(l)) {
				return
			}
			i++
		}
	}
}

// spans divides one line into words and addresses, and says which it is.
func spans(l string) iter.Seq2[string, bool] {
	return func(yield func(string, bool) bool) {
		for l != "" {
			start, end := findURL(l)
			if start > 0 && !yield(l[:start], false) {
				return
			}
			if start < end && !yield(l[start:end], true) {
				return
			}
			l = l[end:]
		}
	}
}

// findURL returns where the first address in s starts and ends; both are
// len(s) if there is none.
func findURL(s string) (start, end int) {
	for at := 0; at < len(s); {
		i := strings.Index(s[at:], "://")
		if i < 0 {
			break
		}
		colon := at + i
		at = colon + len("://")
		if start = schemeStart(s, colon); start < 0 {
			continue
		}
		end = addressEnd(s, at)
		if linkable(s[start:end]) {
			return start, end
		}
		at = end
	}
	return len(s), len(s)
}

// schemeStart is where http or https before the colon begins, or -1. A letter
// or digit in front makes it another word.
func schemeStart(s string, colon int) int {
	for _, scheme := range []string{"https", "http"} {
		start := colon - len(scheme)
		if start < 0 || !strings.EqualFold(s[start:colon], scheme) {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(s[:start])
		if start > 0 && (unicode.IsLetter(before) || unicode.IsDigit(before)) {
			continue
		}
		return start
	}
	return -1
}

// addressEnd is where the address that runs through from stops: at a space or
// a quote, and before the punctuation of the sentence around it.
func addressEnd(s string, from int) int {
	end := len(s)
	if i := strings.IndexFunc(s[from:], endsAddress); i >= 0 {
		end = from + i
	}
	surplus := unopened(s[from:end])
	for end > from {
		last, size := utf8.DecodeLastRuneInString(s[from:end])
		i := strings.IndexRune(closing, last)
		switch {
		case i >= 0 && surplus[i] > 0:
			surplus[i]--
		case i >= 0 || !strings.ContainsRune(".,;:!?'*_~…’”»", last):
			return end
		}
		end -= size
	}
	return end
}

const opening, closing = "([{", ")]}"

// unopened counts, for each kind of bracket, the closing ones beyond those
// that s opens: they belong to the sentence and not to the address.
func unopened(s string) (surplus [len(closing)]int) {
	for i := range surplus {
		surplus[i] = strings.Count(s, closing[i:i+1]) - strings.Count(s, opening[i:i+1])
	}
	return surplus
}

// endsAddress reports what never stands in an address: spaces, quotes, angle
// brackets, and what cannot be seen, such as marks that turn the direction.
func endsAddress(r rune) bool {
	return strings.ContainsRune("<>\"`“„«", r) || !unicode.IsGraphic(r) || unicode.IsSpace(r)
}

// linkable reports whether s is a web address with a host and nothing that
// poses as one, such as http://bank.example@elsewhere.example/.
func linkable(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Hostname() != "" && u.User == nil
}
