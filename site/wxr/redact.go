package wxr

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"greenroom/site/check"
)

// removed stands where an e-mail address was.
const removed = "(address removed)"

// plainAddress is what the loader takes for an address: also what stands after
// a handle's first sign, and a version such as left-pad@1.3.0.
var plainAddress = regexp.MustCompile(`[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+`)

// redact takes addresses that may not be public out of words, and counts them.
func (im *importer) redact(it *item, text string) string {
	clean, n := im.withoutAddresses(text)
	it.redacted += n
	return clean
}

// withoutAddresses returns text without them and how many there were.
func (im *importer) withoutAddresses(text string) (string, int) {
	if !strings.ContainsAny(text, "@%&\\＠") {
		return text, 0
	}
	spans := check.Addresses([]byte(text))
	for _, at := range plainAddress.FindAllStringIndex(text, -1) {
		spans = append(spans, check.Address{Text: text[at[0]:at[1]], Start: at[0], End: at[1]})
	}
	slices.SortFunc(spans, func(a, b check.Address) int { return cmp.Or(a.Start-b.Start, b.End-a.End) })
	var b strings.Builder
	done, n := 0, 0
	for _, s := range spans {
		if s.Start < done || im.allowed(s.Text) {
			continue
		}
		b.WriteString(text[done:s.Start])
		b.WriteString(removed)
		done = s.End
		n++
	}
	b.WriteString(text[done:])
	return b.String(), n
}

// allowed reports the agency's own addresses, but for the one.
func (im *importer) allowed(address string) bool {
	o := im.options
	return o.Agency != "" && strings.HasSuffix(strings.ToLower(address), "@"+strings.ToLower(o.Agency)) && !strings.EqualFold(address, o.Never)
}
