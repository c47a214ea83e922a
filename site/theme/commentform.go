package theme

import "slices"

// hidden reports whether a field of the comment form cannot be seen.
func hidden(field string) bool {
	return slices.Contains([]string{"post", "parent", "key"}, field)
}
