package theme

import "github.com/a-h/templ"

// The colour of the browser's own bars; site.css has the same two as --paper.
const (
	paperLight = "#f6efe0"
	paperDark  = "#0d1913"
)

func robots(h Head) string {
	if h.NoIndex {
		return "noindex"
	}
	return "max-image-preview:large"
}

// referrer keeps secret addresses from other sites. It is not "no-referrer",
// with which browsers send forms of the page with "Origin: null", as if they
// came from nowhere.
func referrer(h Head) string {
	if h.NoReferrer {
		return "same-origin"
	}
	return "strict-origin-when-cross-origin"
}

func openGraphType(h Head) string {
	if h.Article {
		return "article"
	}
	return "website"
}

// current says where the reader is: on the page the link leads to, or
// somewhere in its section.
func current(l Link, path string) templ.Attributes {
	switch {
	case !l.Current:
		return nil
	case l.URL == path:
		return templ.Attributes{"aria-current": "page"}
	default:
		return templ.Attributes{"aria-current": "true"}
	}
}
