package preview

import (
	"path"
	"strings"
)

// IsMeant reports whether a file of words was meant by somebody: editors and
// file managers leave others beside it, which the loader passes over.
func IsMeant(name string) bool {
	top, _, _ := strings.Cut(name, "/")
	return !isLeftover(top) && !isLeftover(path.Base(name))
}

// isLeftover reports whether the loader passes over a name.
func isLeftover(name string) bool {
	hidden := strings.HasPrefix(name, ".") && !strings.HasSuffix(name, ".md")
	return hidden || strings.HasPrefix(name, ".#") || strings.HasPrefix(name, "#") || strings.HasSuffix(name, "~")
}
