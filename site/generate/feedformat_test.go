package generate

import (
	"encoding/json"
	"encoding/xml"
	"testing"
	"time"
)

type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Links   []feedLink  `xml:"link"`
	Entries []feedEntry `xml:"entry"`
}

type feedEntry struct {
	ID        string     `xml:"id"`
	Title     string     `xml:"title"`
	Updated   string     `xml:"updated"`
	Published string     `xml:"published"`
	Links     []feedLink `xml:"link"`
	Content   string     `xml:"content"`
	Author    string     `xml:"author>name"`
	Email     string     `xml:"author>email"`
	InReplyTo struct {
		Ref string `xml:"ref,attr"`
	} `xml:"http://purl.org/syndication/thread/1.0 in-reply-to"`
}

type feedLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

// parseAtom reads a feed and holds it to what RFC 4287 demands.
func parseAtom(t testing.TB, name string, data []byte) atomFeed {
	t.Helper()
	var feed atomFeed
	if err := xml.Unmarshal(data, &feed); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	rels := ""
	for _, l := range feed.Links {
		rels += l.Rel + " "
	}
	if feed.ID == "" || feed.Title == "" || rels != "alternate self " {
		t.Errorf("%s: id %q, title %q, links %q", name, feed.ID, feed.Title, rels)
	}
	seen := map[string]bool{}
	for _, e := range feed.Entries {
		if seen[e.ID] || e.ID == "" || e.Title == "" || e.Content == "" || e.Author == "" || e.Email != "" || len(e.Links) == 0 || e.Links[0].Rel != "alternate" {
			t.Errorf("%s: entry %+v", name, e)
		}
		seen[e.ID] = true
		checkDate(t, name, time.RFC3339, e.Updated)
		checkDate(t, name, time.RFC3339, e.Published)
	}
	checkDate(t, name, time.RFC3339, feed.Updated)
	return feed
}

func checkDate(t testing.TB, name, layout, text string) {
	t.Helper()
	if _, err := time.Parse(layout, text); err != nil {
		t.Errorf("%s: date %q", name, text)
	}
}

type rssFeed struct {
	Title string `xml:"channel>title"`
	Built string `xml:"channel>lastBuildDate"`
	Items []struct {
		Title    string   `xml:"title"`
		GUID     string   `xml:"guid"`
		Date     string   `xml:"pubDate"`
		Author   string   `xml:"author"`
		Creators []string `xml:"http://purl.org/dc/elements/1.1/ creator"`
		Content  string   `xml:"http://purl.org/rss/1.0/modules/content/ encoded"`
		Thread   string   `xml:"http://wellformedweb.org/CommentAPI/ commentRss"`
	} `xml:"channel>item"`
}

func parseRSS(t testing.TB, name string, data []byte) rssFeed {
	t.Helper()
	var feed rssFeed
	if err := xml.Unmarshal(data, &feed); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	checkDate(t, name, time.RFC1123Z, feed.Built)
	for _, i := range feed.Items {
		checkDate(t, name, time.RFC1123Z, i.Date)
		if i.Title == "" || i.GUID == "" || i.Author != "" || len(i.Creators) == 0 || i.Content == "" {
			t.Errorf("%s: item %+v", name, i)
		}
	}
	return feed
}

type jsonFeed struct {
	Version string `json:"version"`
	Title   string `json:"title"`
	Home    string `json:"home_page_url"`
	Self    string `json:"feed_url"`
	Items   []struct {
		ID      string    `json:"id"`
		URL     string    `json:"url"`
		Title   string    `json:"title"`
		Content string    `json:"content_html"`
		Date    time.Time `json:"date_published"`
		Authors []struct {
			Name, URL string
		} `json:"authors"`
		Tags []string `json:"tags"`
	} `json:"items"`
}

func parseJSON(t testing.TB, name string, data []byte) jsonFeed {
	t.Helper()
	var feed jsonFeed
	if err := json.Unmarshal(data, &feed); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if feed.Version != "https://jsonfeed.org/version/1.1" || feed.Items == nil || feed.Self == "" || feed.Home == "" {
		t.Errorf("%s: %+v", name, feed)
	}
	return feed
}
