package web

import (
	"regexp"
	"strings"
)

// telling matches what tells who somebody is in the middle of a text: web
// addresses, with or without their scheme, mail addresses and @handles. Whatever
// has a dot and no space in it may be an address: no list of endings is whole.
var telling = regexp.MustCompile(`(?i)(https?://[^\s\pZ]*|www\.[^\s\pZ]+|[^\s\pZ]+\s?[\[(]at[\])]\s?[^\s\pZ]+|` +
	`[\pL\pN._%+-]*[@\x{ff20}\x{fe6b}][^\s\pZ]*|[\pL\pN-]+(\.[\pL\pN-]+)*\.\pL{2,}(/[^\s\pZ]*)?)`)

// hideAddresses is a text without what tells who wrote it. The words stay as
// they are kept; this is for the first reading only.
func hideAddresses(text string) string {
	return strings.TrimSpace(telling.ReplaceAllString(text, "[address hidden]"))
}
