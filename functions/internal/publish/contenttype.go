package publish

import (
	"path"
	"strings"
)

// ContentType returns the media type a file of the site is served with. It is
// by name, and does not depend on what the machine knows.
func ContentType(name string) string {
	switch base := path.Base(name); {
	case base == "feed.xml", base == "comments.xml":
		return "application/rss+xml; charset=utf-8"
	case base == "atom.xml", base == "comments-atom.xml":
		return "application/atom+xml; charset=utf-8"
	case base == "feed.json", base == "comments.json":
		return "application/feed+json; charset=utf-8"
	}
	types := map[string]string{
		".html":        "text/html; charset=utf-8",
		".css":         "text/css; charset=utf-8",
		".js":          "text/javascript; charset=utf-8",
		".json":        "application/json; charset=utf-8",
		".xml":         "application/xml; charset=utf-8",
		".txt":         "text/plain; charset=utf-8",
		".svg":         "image/svg+xml",
		".png":         "image/png",
		".jpg":         "image/jpeg",
		".jpeg":        "image/jpeg",
		".webp":        "image/webp",
		".avif":        "image/avif",
		".ico":         "image/x-icon",
		".gif":         "image/gif",
		".webmanifest": "application/manifest+json; charset=utf-8",
	}
	if t, ok := types[strings.ToLower(path.Ext(name))]; ok {
		return t
	}
	return "application/octet-stream"
}
