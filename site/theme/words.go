package theme

import (
	"strconv"
	"strings"
)

// count is a number with the word that agrees with it.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(n) + " " + many
}

// thousands writes a number with a comma before every third digit.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for at := len(s) - 3; at > 0 && s[at-1] != '-'; at -= 3 {
		s = s[:at] + "," + s[at:]
	}
	return s
}

func reading(minutes int) string { return strconv.Itoa(minutes) + " min read" }

// joint is what stands before the i-th of n names.
func joint(i, n int) string {
	switch {
	case i == 0:
		return ""
	case i == n-1:
		return " and "
	default:
		return ", "
	}
}

func commas(items []string) string { return strings.Join(items, ", ") }

// headline is what the front page says in large letters.
func headline(f Frame) string {
	if f.Tagline != "" {
		return f.Tagline
	}
	return f.SiteTitle
}

// faults are the lines of a message that say something.
func faults(message string) []string {
	return strings.FieldsFunc(message, func(r rune) bool { return r == '\n' || r == '\r' })
}

// orElse is text, or what stands for it where it is empty.
func orElse(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// above is the address one step up: of all tags, given that of one.
func above(address string) string {
	return address[:strings.LastIndexByte(strings.TrimSuffix(address, "/"), '/')+1]
}

// feedFormat is what people call a type of feed.
func feedFormat(mediaType string) string {
	switch mediaType {
	case "application/rss+xml":
		return "RSS"
	case "application/atom+xml":
		return "Atom"
	case "application/feed+json":
		return "JSON"
	}
	return "Feed"
}
