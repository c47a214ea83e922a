package check

import (
	"bytes"
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// strangers reports e-mail addresses that are not the agency's, however they
// are spelled. The bytes are looked at as they are, and once more with
// character references decoded if any letters are hidden in them.
func (r *reader) strangers(d *document, data []byte) {
	seen := map[string]bool{}
	r.report(d, Addresses(data), seen)
	if hidesLetters(data) {
		r.report(d, Addresses([]byte(html.UnescapeString(string(data)))), seen)
	}
}

func (r *reader) report(d *document, found []Address, seen map[string]bool) {
	o := r.tree.options
	for _, one := range found {
		address := one.Text
		lower := strings.ToLower(address)
		own := o.Agency != "" && strings.HasSuffix(lower, "@"+strings.ToLower(o.Agency))
		if own && lower != strings.ToLower(o.Never) || seen[lower] {
			continue
		}
		seen[lower] = true
		what := "e-mail address " + address + " is public"
		if own {
			what = "e-mail address " + address + " must never be public"
		}
		d.fault(what, "take it out, however it is spelled there", seekAddress(address)...)
	}
}

// seekAddress is how an address may stand in the source: whole, or its first
// part with the at sign spelled in some way. That part alone may be a word.
func seekAddress(address string) []string {
	local, _, _ := strings.Cut(address, "@")
	seek := []string{address, local + "&#"}
	for _, spelled := range signs() {
		seek = append(seek, local+spelled)
	}
	return seek
}

// hidesLetters reports numeric character references, other than those of
// quotes that every program writes.
func hidesLetters(data []byte) bool {
	for {
		at := bytes.Index(data, []byte("&#"))
		if at < 0 {
			return false
		}
		data = data[at+2:]
		if !bytes.HasPrefix(data, []byte("34;")) && !bytes.HasPrefix(data, []byte("39;")) {
			return true
		}
	}
}

// Address is an e-mail address in a text.
type Address struct {
	Text       string // with a plain @
	Start, End int    // bytes of the text
}

// Addresses finds what reads as an e-mail address, however its @ is spelled.
// Those with one spelling come together. What follows another @ is a handle,
// such as @ann@social.example.
func Addresses(data []byte) []Address {
	var found []Address
	// Looking for one first byte at a time is several times faster than
	// looking for any of them.
	for _, first := range []byte{'@', '%', '&', '\\', "＠"[0]} {
		for from := 0; ; {
			at := bytes.IndexByte(data[from:], first)
			if at < 0 {
				break
			}
			at += from
			length := sign(data[at:])
			if length > 0 {
				if address := around(data, at, at+length); address.Text != "" {
					found = append(found, address)
				}
			}
			from = at + max(length, 1)
		}
	}
	return found
}

// signs are the spellings of an at sign that are no number of a character.
func signs() [6]string { return [6]string{"@", "＠", "%40", "&commat;", `\u0040`, `\x40`} }

// sign returns the length of an at sign that data begins with, in any of its
// spellings, or 0.
func sign(data []byte) int {
	for _, spelled := range signs() {
		if len(data) >= len(spelled) && strings.EqualFold(string(data[:len(spelled)]), spelled) {
			return len(spelled)
		}
	}
	if len(data) < 4 || data[0] != '&' || data[1] != '#' {
		return 0
	}
	digits, at := "64", 2
	if data[at] == 'x' || data[at] == 'X' {
		digits, at = "40", 3
	}
	for at < len(data) && data[at] == '0' {
		at++
	}
	if !bytes.HasPrefix(data[at:], []byte(digits)) {
		return 0
	}
	at += len(digits)
	if at < len(data) && data[at] == ';' {
		return at + 1
	}
	if at < len(data) && data[at] >= '0' && data[at] <= '9' {
		return 0 // another character
	}
	return at
}

// around returns the address whose at sign stands from start to end, if it is
// one.
func around(data []byte, start, end int) Address {
	local := localBefore(data[:start])
	host := hostAfter(data[end:])
	if bytes.HasSuffix(data[:start-len(local)], []byte("@")) {
		return Address{}
	}
	local = strings.TrimLeft(local, ".-'%+")
	if strings.Trim(local, ".-'") == "" || host == "" {
		return Address{}
	}
	return Address{local + "@" + host, start - len(local), end + len(host)}
}

// maxLocal is the length of the part before the sign, in bytes.
const maxLocal = 64 * utf8.UTFMax

func localBefore(before []byte) string {
	before = before[max(0, len(before)-maxLocal):]
	start := bytes.LastIndexFunc(before, func(r rune) bool {
		return r == utf8.RuneError || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("._%+-'", r)
	})
	if start < 0 {
		return string(before)
	}
	_, size := utf8.DecodeRune(before[start:])
	return string(before[start+size:])
}

// hostAfter returns the host name at the start of after, or "" if there is
// none that could be one.
func hostAfter(after []byte) string {
	const maxHost = 253
	after = after[:min(len(after), maxHost)]
	end := bytes.IndexFunc(after, func(r rune) bool {
		return r == utf8.RuneError || !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' && r != '-'
	})
	if end < 0 {
		end = len(after)
	}
	host := strings.TrimRight(string(after[:end]), ".-")
	dot := strings.LastIndexByte(host, '.')
	if dot < 1 || host[0] == '.' || host[0] == '-' || len(host)-dot < 3 || strings.ContainsFunc(host[dot+1:], unicode.IsDigit) {
		return ""
	}
	return host
}
