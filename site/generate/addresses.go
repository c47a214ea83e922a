package generate

import (
	"bytes"
	"fmt"
	"path"
	"strings"
	"unicode"

	"greenroom/site/content"
)

// strangers holds the promise that no address but the agency's own stands in a
// public page. Words are checked where they are read, with file and line; this
// looks at the finished bytes, so that no spelling of an address gets by.
func strangers(name string, data []byte, own content.Agency) content.Problems {
	switch path.Ext(name) {
	case ".html", ".xml", ".json", ".txt", ".svg", ".webmanifest":
	default:
		return nil // pictures hold bytes that only look like words; styles and scripts are the theme's
	}
	var problems content.Problems
	for _, found := range addresses(data) {
		if isOwn(found, own) {
			continue
		}
		problems = append(problems, content.Problem{File: name, Line: 1,
			What: fmt.Sprintf("address %s would be published", found),
			Fix:  "find it in the words this page is made of, perhaps written with &#64; or %40, and take it out"})
	}
	return problems
}

// isOwn reports whether an address is one that the agency shows to everybody.
func isOwn(address string, own content.Agency) bool {
	_, domain, _ := strings.Cut(strings.ToLower(own.Email), "@")
	lower := strings.ToLower(address)
	return strings.HasSuffix(lower, "@"+domain) && !strings.HasSuffix(lower, strings.ToLower(own.ModerationEmail))
}

// spellings are how an @ can be written in what a browser reads.
func spellings() []string {
	return []string{"@", "%40", "&#64;", "&#x40;", "&commat;", `\u0040`}
}

// addresses finds what reads as an address, in whatever spelling of the @.
// What stands after another @ is a handle, such as @ann@social.example.
func addresses(data []byte) []string {
	var found []string
	for _, at := range spellings() {
		for from := 0; ; {
			i := bytes.Index(data[from:], []byte(at))
			if i < 0 {
				break
			}
			before, after := data[:from+i], data[from+i+len(at):]
			local := plainEnd(before)
			if host := hostStart(after); local != "" && host != "" && !bytes.HasSuffix(before[:len(before)-len(local)], []byte("@")) {
				found = append(found, local+"@"+host)
			}
			from += i + len(at)
		}
	}
	return found
}

// plainEnd returns the part of an address that ends before.
func plainEnd(before []byte) string {
	start := bytes.LastIndexFunc(before, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("._%+-'!#$*/=?^`{|}~", r) || r == '/'
	})
	return strings.Trim(string(before[start+1:]), ".'*_`")
}

// hostStart returns the host name that begins after, or "" if none does.
func hostStart(after []byte) string {
	end := bytes.IndexFunc(after, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' && r != '-'
	})
	if end < 0 {
		end = len(after)
	}
	host := strings.Trim(string(after[:end]), ".-")
	dot := strings.LastIndexByte(host, '.')
	if dot < 1 || len(host)-dot < 3 || strings.ContainsFunc(host[dot+1:], unicode.IsDigit) {
		return ""
	}
	return host
}
