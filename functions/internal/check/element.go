package check

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key && a.Namespace == "" {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

// names are an element's id and classes, in lower case.
func names(n *html.Node) []string {
	return strings.Fields(strings.ToLower(attr(n, "id") + " " + attr(n, "class")))
}

// isHidden reports whether a browser shows nothing of an element. Style sheets
// are not read: who hides a disclosure there is found by the reviewer.
func isHidden(n *html.Node) bool {
	switch n.Data {
	case "script", "style", "template", "noscript", "head", "iframe", "object", "svg", "math", "canvas",
		"audio", "video", "select", "datalist", "textarea", "title":
		return true
	case "dialog":
		return !hasAttr(n, "open")
	}
	if hasAttr(n, "hidden") {
		return true
	}
	for _, name := range names(n) {
		switch name {
		case "sr-only", "screen-reader-text", "visually-hidden", "visuallyhidden":
			return true
		}
	}
	return hidingStyle(n)
}

// isChrome reports whether an element belongs to the site and not to the
// piece. A header inside an article is the article's own.
func isChrome(n *html.Node, ownHeader bool) bool {
	switch n.Data {
	case "nav", "aside", "footer":
		return true
	case "header":
		return !ownHeader
	}
	switch attr(n, "role") {
	case "navigation", "contentinfo", "complementary", "banner":
		return true
	}
	return slices.ContainsFunc(names(n), func(name string) bool {
		switch name {
		case "footer", "site-footer", "site-header", "masthead", "sidebar", "nav", "menu", "breadcrumbs",
			"comments", "comment-list", "commentlist", "respond", "related", "related-posts", "author-bio", "cookie-banner":
			return true
		}
		return false
	})
}

// isAside reports whether an element shows what its writer does not say now:
// a quotation, a deletion, a label of somebody else's advertisement, what is
// folded away, or what is kept from people who listen to the page.
func isAside(n *html.Node) bool {
	switch n.Data {
	case "blockquote", "q", "del", "s", "strike", "ins":
		return n.Data != "ins" || slices.Contains(names(n), "adsbygoogle")
	case "details":
		return !hasAttr(n, "open")
	}
	return attr(n, "aria-hidden") == "true" || slices.ContainsFunc(names(n), isSlot)
}

// isSlot reports whether a name is that of a place for somebody else's advertisement.
func isSlot(name string) bool {
	switch name {
	case "adsbygoogle", "ads", "advert", "adverts", "advertisement", "advertising", "adslot", "adunit", "adthrive", "mediavine":
		return true
	}
	for _, end := range []string{"-ad", "_ad", "-ads", "_ads", "-advert", "-advertisement"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	for _, part := range []string{"slot", "unit", "container", "wrapper", "wrap", "label", "placeholder", "space"} {
		if name == "ad-"+part || strings.HasPrefix(name, "ad-"+part+"-") || strings.HasPrefix(name, "adthrive-") || strings.HasPrefix(name, "mv-ad") {
			return true
		}
	}
	return false
}

// smallest a photo is, in pixels: below are portraits of the writer, smileys
// and counters.
const smallPicture = 96

func isPhoto(n *html.Node) bool {
	for _, side := range []string{"width", "height"} {
		if size, err := strconv.Atoi(strings.TrimSuffix(attr(n, side), "px")); err == nil && size <= smallPicture {
			return false
		}
	}
	for _, name := range names(n) {
		switch name {
		case "emoji", "wp-smiley", "avatar", "icon", "logo":
			return false
		}
	}
	return true
}

// afterHeading is one line end: a heading is of the same paragraph as what follows.
const afterHeading = 1

// breaks returns how many line ends stand before and after an element.
func breaks(tag string) (before, after int) {
	switch tag {
	case "h1", "h2", "h3", "h4", "h5", "h6":
		return 2, afterHeading
	case "address", "article", "aside", "blockquote", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption", "figure",
		"footer", "form", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "td", "th", "tr", "ul":
		return 2, 2
	}
	return 0, 0
}
