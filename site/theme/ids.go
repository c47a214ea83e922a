package theme

import (
	"slices"
	"strings"
)

// ReservedID reports whether pages use an id for parts of their own; a heading
// made from Markdown needs another.
func ReservedID(id string) bool {
	if strings.HasPrefix(id, "page-") || strings.HasPrefix(id, "c-") {
		return true
	}
	field := strings.TrimSuffix(strings.TrimSuffix(id, "-hint"), "-error")
	return slices.Contains([]string{
		"main", "comments", "comment-form", "comment-form-title",
		"name", "email", "text", "contact_url", "post", "parent", "key",
	}, field)
}
