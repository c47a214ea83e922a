package check

import (
	"bytes"
	"strings"
	"time"

	"golang.org/x/net/html"
)

// feedText takes one text of an RSS or Atom feed.
func (x *xmlFile) feedText(name, text string) {
	e := x.entry
	switch name {
	case "item", "entry":
		x.endEntry()
	case "guid", "id":
		x.feedID(text)
	case "link":
		if x.kind == rssFeed {
			x.feedLink(text)
		}
	case "commentRss", "comments":
		x.feedLink(text)
	case "title":
		if e == nil {
			x.title = x.title || text != ""
		} else {
			e.title = true
		}
	case "pubDate", "lastBuildDate":
		x.feedDate(name, text, time.RFC1123Z, time.RFC1123, time.RFC822Z, time.RFC822, "Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04:05 MST")
	case "updated", "published", "date":
		x.feedDate(name, text, time.RFC3339)
	case "encoded", "content", "description", "summary":
		x.reader.feedHTML(x.document, text)
	}
}

func (x *xmlFile) feedDate(name, text string, layouts ...string) {
	if !parseDate(text, layouts...) {
		x.fault(name+" "+quoted(text)+" is no date", "write "+time.Unix(0, 0).UTC().Format(layouts[0])+" and its like")
	}
	if x.entry != nil {
		x.entry.date = true
	} else {
		x.date = true
	}
}

func (x *xmlFile) feedID(text string) {
	if x.entry == nil {
		return
	}
	x.entry.id = text != ""
	x.uniqueID(x.ids, text)
	if x.kind == rssFeed && x.isPerm {
		x.feedLink(text)
	}
}

func (d *document) uniqueID(seen map[string]bool, id string) {
	if seen[id] && id != "" {
		d.fault("two entries have the id "+quoted(id), "give each its own, for ever")
	}
	seen[id] = true
}

func (x *xmlFile) feedLink(link string) {
	if x.entry != nil {
		x.entry.link = true
	}
	x.reader.absolute(x.document, link)
}

// absolute checks a link that is read away from the site.
func (r *reader) absolute(d *document, link string) {
	lower := strings.ToLower(link)
	if !strings.HasPrefix(lower, "https://") && !strings.HasPrefix(lower, "http://") && !strings.HasPrefix(lower, "mailto:") {
		d.fault("link "+quoted(link)+" is not absolute", "start it with "+r.tree.options.BaseURL, link)
		return
	}
	r.link(d, []byte(link))
}

// endEntry says what an entry has left out.
func (x *xmlFile) endEntry() {
	e := x.entry
	if e == nil {
		return
	}
	if x.entry = nil; !e.id {
		x.fault("an entry has no id", "give it a guid or an id that never changes")
	}
	if !e.link {
		x.fault("an entry has no link", "name the page")
	}
	if !e.date {
		x.fault("an entry has no date", "say when it was published")
	}
	if !e.title && x.kind == atomFeed {
		x.fault("an entry has no title", "write one")
	}
}

// end says what the feed as a whole has left out.
func (x *xmlFile) end() {
	if !x.isFeed() {
		return
	}
	if !x.title {
		x.fault("feed has no title", "write one")
	}
	if x.kind == atomFeed && !x.date {
		x.fault("feed has no date", "say when it was updated")
	}
	x.checkSelf(x.self, x.reader.tree.address(x.name))
}

func (d *document) checkSelf(self, own string) {
	if self != own {
		d.fault("feed says it is found at "+quoted(self), "write its own address, "+own)
	}
}

// feedHTML checks the links of an entry's words.
func (r *reader) feedHTML(d *document, text string) {
	if !strings.Contains(text, "<") {
		return
	}
	z := html.NewTokenizer(bytes.NewReader([]byte(text)))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			_, more := z.TagName()
			for more {
				var key, value []byte
				key, value, more = z.TagAttr()
				if k := string(key); (k == "href" || k == "src") && !bytes.HasPrefix(value, []byte("#")) {
					r.absolute(d, string(value))
				}
			}
		}
	}
}
