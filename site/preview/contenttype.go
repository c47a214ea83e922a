package preview

import (
	"path"
	"strings"
)

// contentType is the media type of a file by its name, whatever this machine
// knows of types.
func contentType(name string) string {
	switch base := path.Base(name); base {
	case "feed.xml", "comments.xml":
		return "application/rss+xml; charset=utf-8"
	case "atom.xml", "comments-atom.xml":
		return "application/atom+xml; charset=utf-8"
	case "feed.json", "comments.json":
		return "application/feed+json; charset=utf-8"
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".json":
		return "application/json; charset=utf-8"
	case ".webmanifest":
		return "application/manifest+json; charset=utf-8"
	case ".xml":
		return "application/xml; charset=utf-8"
	case ".txt":
		return "text/plain; charset=utf-8"
	}
	return mediaType(name)
}

// mediaType is that of a picture or another file to look at.
func mediaType(name string) string {
	switch strings.ToLower(path.Ext(name)) {
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	case ".jpg", ".jpeg":
		return "image/jpeg"
	case ".webp":
		return "image/webp"
	case ".avif":
		return "image/avif"
	case ".gif":
		return "image/gif"
	case ".ico":
		return "image/x-icon"
	case ".mp4":
		return "video/mp4"
	case ".webm":
		return "video/webm"
	case ".mp3":
		return "audio/mpeg"
	case ".pdf":
		return "application/pdf"
	}
	return "application/octet-stream"
}
