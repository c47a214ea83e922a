package generate

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"time"

	"github.com/gorilla/feeds"
)

// The library's RSS, Atom and JSON values are right as far as they go. The
// types here stand around them and add what it has no field for; a field here
// takes the place of one of the same name there.

type rssDocument struct {
	XMLName xml.Name `xml:"rss"`
	Version string   `xml:"version,attr"`
	Atom    string   `xml:"xmlns:atom,attr"`
	Content string   `xml:"xmlns:content,attr"`
	DC      string   `xml:"xmlns:dc,attr"`
	WFW     string   `xml:"xmlns:wfw,attr"`
	Channel rssChannel
}

type rssChannel struct {
	*feeds.RssFeed
	Self  rssSelf   `xml:"atom:link"`
	Items []rssItem `xml:"item"`
}

type rssSelf struct {
	Href string `xml:"href,attr"`
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
}

type rssItem struct {
	*feeds.RssItem
	Creators     []string `xml:"dc:creator"` // <author> would have to be an address
	Categories   []string `xml:"category"`
	CommentsFeed string   `xml:"wfw:commentRss,omitempty"`
	// Encoded is chardata: the library's CDATA lets characters through that
	// XML does not allow.
	Encoded string `xml:"content:encoded"`
}

func writeRSS(v feedView) ([]byte, error) {
	generic, err := v.generic()
	if err != nil {
		return nil, err
	}
	library := (&feeds.Rss{Feed: generic}).RssFeed()
	library.Language, library.PubDate = v.Language, ""
	channel := rssChannel{RssFeed: library, Self: rssSelf{v.Self, "self", "application/rss+xml"}}
	for n, from := range library.Items {
		item := rssItem{RssItem: from, Categories: v.Items[n].Tags, CommentsFeed: v.Items[n].CommentsFeed, Encoded: encoded(from.Content)}
		from.Content, from.Comments = nil, v.Items[n].Comments
		for _, a := range v.Items[n].Authors {
			item.Creators = append(item.Creators, a.Name)
		}
		channel.Items = append(channel.Items, item)
	}
	library.Items = nil
	return marshalXML(rssDocument{
		Version: "2.0",
		Atom:    "http://www.w3.org/2005/Atom", Content: "http://purl.org/rss/1.0/modules/content/",
		DC: "http://purl.org/dc/elements/1.1/", WFW: "http://wellformedweb.org/CommentAPI/",
		Channel: channel,
	})
}

type atomDocument struct {
	*feeds.AtomFeed
	Lang    string `xml:"xml:lang,attr"`
	Thread  string `xml:"xmlns:thr,attr"`
	Links   []feeds.AtomLink
	Entries []atomEntry `xml:"entry"`
}

type atomEntry struct {
	*feeds.AtomEntry
	Authors    []feeds.AtomAuthor
	Categories []atomCategory `xml:"category"`
	InReplyTo  *atomReply     `xml:"thr:in-reply-to"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

// atomReply is RFC 4685's.
type atomReply struct {
	Ref  string `xml:"ref,attr"`
	Href string `xml:"href,attr"`
	Type string `xml:"type,attr"`
}

func writeAtom(v feedView) ([]byte, error) {
	generic, err := v.generic()
	if err != nil {
		return nil, err
	}
	library := (&feeds.Atom{Feed: generic}).AtomFeed()
	library.Link, library.Id = nil, v.Self
	doc := atomDocument{AtomFeed: library, Lang: v.Language, Thread: "http://purl.org/syndication/thread/1.0"}
	doc.Links = []feeds.AtomLink{
		{Href: v.Home, Rel: "alternate", Type: "text/html"},
		{Href: v.Self, Rel: "self", Type: "application/atom+xml"},
	}
	for n, from := range library.Entries {
		i := v.Items[n]
		entry := atomEntry{AtomEntry: from}
		from.Published = i.Created.Format(time.RFC3339)
		if from.Summary != nil {
			from.Summary.Type = "text"
		}
		for _, a := range i.Authors {
			entry.Authors = append(entry.Authors, feeds.AtomAuthor{AtomPerson: feeds.AtomPerson{Name: a.Name, Uri: a.URL}})
		}
		for _, tag := range i.Tags {
			entry.Categories = append(entry.Categories, atomCategory{tag})
		}
		if i.InReplyTo != "" {
			entry.InReplyTo = &atomReply{i.InReplyTo, i.InReplyTo, "text/html"}
		}
		doc.Entries = append(doc.Entries, entry)
	}
	library.Entries = nil
	return marshalXML(doc)
}

func marshalXML(v any) ([]byte, error) {
	var buf bytes.Buffer
	buf.WriteString(xml.Header)
	e := xml.NewEncoder(&buf)
	e.Indent("", "  ")
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	buf.WriteByte('\n')
	return buf.Bytes(), nil
}

// jsonDocument has items even if there are none: version 1.1 asks for them.
type jsonDocument struct {
	*feeds.JSONFeed
	Items []*feeds.JSONItem `json:"items"`
}

func writeJSON(v feedView) ([]byte, error) {
	generic, err := v.generic()
	if err != nil {
		return nil, err
	}
	library := (&feeds.JSON{Feed: generic}).JSONFeed()
	library.Language, library.FeedUrl = v.Language, v.Self
	doc := jsonDocument{JSONFeed: library, Items: []*feeds.JSONItem{}}
	for n, item := range library.Items {
		item.Tags = v.Items[n].Tags
		for _, a := range v.Items[n].Authors {
			item.Authors = append(item.Authors, &feeds.JSONAuthor{Name: a.Name, Url: a.URL})
		}
		doc.Items = append(doc.Items, item)
	}
	var buf bytes.Buffer
	e := json.NewEncoder(&buf)
	e.SetIndent("", "  ")
	err = e.Encode(doc)
	return buf.Bytes(), err
}

func encoded(c *feeds.RssContent) string {
	if c == nil {
		return ""
	}
	return c.Content
}
