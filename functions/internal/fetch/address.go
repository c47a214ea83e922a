package fetch

import (
	"net"
	"net/url"
	"slices"
	"strings"
)

// Check reports, as a *Refused, why an address is none that we would open. It
// asks nobody: forms use it before they keep an address.
func Check(address string) error {
	_, err := parse(address)
	return err
}

func refuse(say string) error { return &Refused{Say: say} }

// parse reads an address that is a web page with a public name, and nothing
// that two programs could read in two ways.
func parse(address string) (*url.URL, error) {
	if len(address) > MaxAddress {
		return nil, refuse("The address is longer than 2,048 characters.")
	}
	if !plain(address) {
		return nil, refuse("The address has characters that an address cannot have. Copy it from the browser's address bar.")
	}
	u, err := url.Parse(address)
	if err != nil || u.Opaque != "" {
		return nil, refuse("This is not an address that we can open. It looks like https://blog.example/a-post.")
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return nil, refuse("The address has to begin with https:// or http://.")
	}
	if u.User != nil || strings.Contains(u.Host, "@") {
		return nil, refuse("The address has a user name in it. Give the one that everybody can open.")
	}
	host, say := hostOf(u)
	if say != "" {
		return nil, refuse(say)
	}
	u.Host, u.Fragment, u.RawFragment = host, "", ""
	return u, nil
}

// plain reports whether an address is of printable ASCII, and has nothing in
// it that some programs take for a slash, an end of line or an end of text.
func plain(address string) bool {
	for _, b := range []byte(address) {
		if b <= ' ' || b >= 0x7f || strings.IndexByte("\\\"<>`", b) >= 0 {
			return false
		}
	}
	lower := strings.ToLower(address)
	return !strings.Contains(lower, "%00") && !strings.Contains(lower, "%0a") && !strings.Contains(lower, "%0d")
}

// hostOf returns the host in lower case without its final dot, or says what is
// wrong with it. A port may be written if it is the one that is meant anyway.
func hostOf(u *url.URL) (host, say string) {
	const port = "The address has a port number. Give the one that everybody can open."
	host = u.Host
	if strings.Contains(host, ":") {
		name, number, err := net.SplitHostPort(host)
		if err != nil || u.Scheme == "http" && number != "80" || u.Scheme == "https" && number != "443" {
			return "", port
		}
		host = name
	}
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	labels := strings.Split(host, ".")
	switch {
	case len(host) > 253 || slices.ContainsFunc(labels, badLabel) || endsInNumber(labels):
		return "", "The address needs a name such as blog.example, not a number."
	case len(labels) < 2 || reserved(host):
		return "", "The address is inside a private network. Give the one that everybody can open."
	}
	return host, ""
}

// badLabel reports whether a part of a name is none of the domain name system
// (RFC 1123, section 2.1).
func badLabel(label string) bool {
	if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
		return true
	}
	return strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-") != ""
}

// endsInNumber reports whether some programs would take the name for a number
// of four bytes: 127.1, 0x7f.1, 2130706433
// (https://url.spec.whatwg.org/#ends-in-a-number-checker). No top-level domain
// begins with a digit.
func endsInNumber(labels []string) bool {
	last := labels[len(labels)-1]
	return last[0] >= '0' && last[0] <= '9'
}

// reserved reports whether a name is of no public domain: the special-use
// names of RFC 6761 and its followers, and those that networks use inside.
// Names under .example stay: they lead nowhere, and the demo is made of them.
func reserved(host string) bool {
	for _, domain := range []string{
		"localhost", "localdomain", "local", "internal", "intranet", "private", "corp", "home", "lan",
		"test", "invalid", "onion", "alt", "arpa",
	} {
		if host == domain || strings.HasSuffix(host, "."+domain) {
			return true
		}
	}
	return false
}
