package check

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"
	"time"
)

// xml reads a file of XML: a feed, a sitemap, or something that at least has
// to be well-formed.
func (r *reader) xml(d *document, data []byte) {
	x := &xmlFile{document: d, reader: r, ids: map[string]bool{}}
	dec := xml.NewDecoder(bytes.NewReader(data))
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			d.fault("is not well-formed: "+err.Error(), "mend what writes it")
			return
		}
		x.token(token)
	}
	x.end()
}

// xmlFile is one file of XML while it is read.
type xmlFile struct {
	*document
	reader *reader
	path   []string // names of the open elements
	text   []byte
	ids    map[string]bool
	entry  *entry
	self   string
	title  bool
	date   bool
	isPerm bool
}

// entry is what an entry of a feed has said so far.
type entry struct{ id, link, title, date bool }

const (
	atomSpace  = "http://www.w3.org/2005/Atom"
	slashSpace = "http://purl.org/rss/1.0/modules/slash/"
)

func (x *xmlFile) token(token xml.Token) {
	switch v := token.(type) {
	case xml.StartElement:
		x.start(v)
	case xml.CharData:
		x.text = append(x.text, v...)
	case xml.EndElement:
		x.finish()
	}
}

func (x *xmlFile) start(e xml.StartElement) {
	name := e.Name.Local
	switch {
	case e.Name.Space == atomSpace && x.kind == rssFeed:
		name = "atom:" + name
	case e.Name.Space == slashSpace: // its comments are a number, and those of RSS a link
		name = "slash:" + name
	}
	if len(x.path) == 0 {
		x.root(e.Name)
	}
	x.path = append(x.path, name)
	x.text = x.text[:0]
	if x.isFeed() {
		x.startFeed(name, e.Attr)
	}
}

func (x *xmlFile) root(name xml.Name) {
	switch {
	case name.Local == "rss":
		x.kind = rssFeed
	case name.Local == "feed" && name.Space == atomSpace:
		x.kind = atomFeed
	case name.Local == "urlset" || name.Local == "sitemapindex":
		x.kind = sitemap
	case looksLikeFeed(x.name):
		x.fault("is named like a feed and is "+quoted(name.Local), "make it RSS or Atom")
	}
}

func looksLikeFeed(name string) bool {
	switch path.Base(name) {
	case "feed.xml", "rss.xml", "atom.xml", "index.xml", "comments.xml":
		return true
	}
	return false
}

func (x *xmlFile) startFeed(name string, attrs []xml.Attr) {
	switch name {
	case "item", "entry":
		x.entries++
		x.entry = &entry{}
	case "guid":
		x.isPerm = attributeOf(attrs, "isPermaLink") != "false"
	case "link", "atom:link":
		href := attributeOf(attrs, "href")
		if href == "" && name == "link" && x.kind == rssFeed {
			return // RSS writes it as text
		}
		if attributeOf(attrs, "rel") == "self" && x.entry == nil {
			x.self = href
		}
		x.feedLink(href)
	}
}

func attributeOf(attrs []xml.Attr, name string) string {
	for _, a := range attrs {
		if a.Name.Local == name {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
}

// finish takes the end of an element; its text is complete if it held no
// other.
func (x *xmlFile) finish() {
	depth := len(x.path)
	if depth == 0 {
		return
	}
	name := x.path[depth-1]
	text := strings.TrimSpace(string(x.text))
	x.path, x.text = x.path[:depth-1], x.text[:0]
	switch {
	case x.kind == sitemap:
		x.sitemapText(name, text)
	case x.isFeed():
		x.feedText(name, text)
	}
}

// parseDate reads the spellings that feeds and sitemaps may use.
func parseDate(text string, layouts ...string) bool {
	for _, layout := range layouts {
		if t, err := time.Parse(layout, text); err == nil && t.Year() >= 1970 {
			return true
		}
	}
	return false
}

func (x *xmlFile) sitemapText(name, text string) {
	switch name {
	case "loc":
		x.listed = append(x.listed, text)
	case "lastmod":
		if !parseDate(text, time.RFC3339, time.DateOnly, "2006-01", "2006") {
			x.fault("lastmod "+quoted(text)+" is no date", "write it as in 2026-05-01")
		}
	}
}
