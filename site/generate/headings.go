package generate

import (
	"strconv"
	"strings"
	"unicode"
)

// reservedIDs are the ids that pages of the theme have of their own: a heading
// of a body must not have one of them too.
func reservedIDs() map[string]int {
	taken := map[string]int{}
	for _, id := range []string{
		"main", "title", "comments", "comment-form", "open", "written", "posts", "programs", "results", "dates",
		"terms", "make", "who", "choose", "next", "person", "eligible", "name", "email", "text",
		"comment-form-title", "name-hint", "name-error", "email-hint", "email-error", "text-hint", "text-error",
	} {
		taken[id] = 1
	}
	return taken
}

// slugOf makes an id of a heading's words: letters and digits in lower case,
// with a hyphen for all else.
func slugOf(text string) string {
	var id strings.Builder
	gap := false
	for _, r := range strings.ToLower(text) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if gap && id.Len() > 0 {
				id.WriteByte('-')
			}
			id.WriteRune(r)
			gap = false
		case r != '\'' && r != '’':
			gap = true
		}
	}
	if id.Len() == 0 {
		return "section"
	}
	return id.String()
}

// uniqueID returns id, or id with the next free number. taken counts how often
// each was asked for, so that ten thousand equal headings cost no more than
// ten thousand different ones.
func uniqueID(taken map[string]int, id string) string {
	for n := taken[id] + 1; ; n++ {
		candidate := id
		if n > 1 {
			candidate = id + "-" + strconv.Itoa(n)
		}
		if taken[candidate] == 0 {
			taken[id] = n
			taken[candidate] = max(taken[candidate], 1)
			return candidate
		}
	}
}
