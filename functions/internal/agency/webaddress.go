package agency

import (
	"net/url"
	"strings"
)

// maxWebAddress is the longest address that is kept, in bytes; browsers and
// servers agree on about 2,000.
const maxWebAddress = 2000

// WebAddress reports whether s is a page that people can open: http or https,
// a host with a dot in it, and nobody's password.
func WebAddress(s string) bool {
	if len(s) > maxWebAddress || !PlainLine(s) || strings.ContainsAny(s, " \\<>\"") {
		return false
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil {
		return false
	}
	host := u.Hostname()
	return strings.Contains(strings.Trim(host, "."), ".") && !strings.ContainsAny(host, "%")
}

// TidyAddress is Tidy for an address that somebody typed: people leave out the
// scheme, and mean https.
func TidyAddress(s string) string {
	s = Tidy(s)
	if s == "" || strings.Contains(s, ":") || strings.HasPrefix(s, "/") {
		return s
	}
	return "https://" + s
}
