package feed

import (
	"encoding/json"
	"encoding/xml"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/gorilla/feeds"
)

// entry is what an entry says in both our words and the library's.
type entry struct {
	ID, Title, URL, Summary, Content string
	Published, Updated               string
}

// The library's own encoders are the oracle: what both write is the same.
func TestTheLibrarySaysTheSame(t *testing.T) {
	t.Parallel()
	for name, feed := range map[string]Feed{"blog": blog(), "thread": thread(3), "empty": empty()} {
		library := feed.Library()
		rss, err := library.ToRss()
		compare(t, name+" rss", err, rssEntries(t, rss), rssEntries(t, appended(t, RSS, feed)))
		atom, err := library.ToAtom()
		compare(t, name+" atom", err, atomEntries(t, atom), atomEntries(t, appended(t, Atom, feed)))
		js, err := library.ToJSON()
		compare(t, name+" json", err, jsonEntries(t, js), jsonEntries(t, appended(t, JSON, feed)))
	}
}

func compare(t *testing.T, name string, err error, want, got []entry) {
	t.Helper()
	if err != nil {
		t.Errorf("%s: %v", name, err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-library +ours):\n%s", name, diff)
	}
}

func rssEntries(t *testing.T, doc string) (entries []entry) {
	t.Helper()
	channel := parseXML(t, doc).all("channel")[0]
	entries = append(entries, entry{"", channel.text(t, "title"), channel.text(t, "link"), channel.text(t, "description"), "", "", channel.text(t, "lastBuildDate")})
	for _, i := range channel.all("item") {
		entries = append(entries, entry{i.text(t, "guid"), i.text(t, "title"), i.text(t, "link"), i.text(t, "description"), encoded(i), i.text(t, "pubDate"), ""})
	}
	return entries
}

func encoded(i node) string {
	for _, c := range i.all("x:encoded") {
		return c.Text
	}
	return ""
}

// atomEntries leaves out what the library has no place for or another idea of:
// the id of the feed and when an entry was published.
func atomEntries(t *testing.T, doc string) (entries []entry) {
	t.Helper()
	feed := parseXML(t, doc)
	entries = append(entries, entry{"", feed.text(t, "title"), feed.all("link")[0].attr("href"), feed.text(t, "subtitle"), "", "", feed.text(t, "updated")})
	for _, e := range feed.all("entry") {
		entries = append(entries, entry{e.text(t, "id"), e.text(t, "title"), e.all("link")[0].attr("href"), e.text(t, "summary"), e.text(t, "content"), "", e.text(t, "updated")})
	}
	return entries
}

// jsonEntries reads the library's own types. A second date that says the same
// is left out.
func jsonEntries(t *testing.T, doc string) (entries []entry) {
	t.Helper()
	var feed feeds.JSONFeed
	if err := json.Unmarshal([]byte(doc), &feed); err != nil {
		t.Fatal(err)
	}
	entries = append(entries, entry{feed.Version, feed.Title, feed.HomePageUrl, feed.Description, "", "", ""})
	for _, i := range feed.Items {
		e := entry{i.Id, i.Title, i.Url, i.Summary, i.ContentHTML, moments(i.PublishedDate), moments(i.ModifiedDate)}
		if e.Updated == e.Published {
			e.Updated = ""
		}
		entries = append(entries, e)
	}
	return entries
}

func moments(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// The library's types read what we write: nobody who used them has to change.
func TestTheLibraryReadsOurs(t *testing.T) {
	t.Parallel()
	var rss struct {
		Channel feeds.RssFeed `xml:"channel"`
	}
	if err := xml.Unmarshal([]byte(appended(t, RSS, blog())), &rss); err != nil || len(rss.Channel.Items) != 2 || rss.Channel.Items[0].Guid.IsPermaLink != "true" {
		t.Errorf("%+v, %v", rss.Channel, err)
	}
	var atom feeds.AtomFeed
	if err := xml.Unmarshal([]byte(appended(t, Atom, blog())), &atom); err != nil || len(atom.Entries) != 2 || atom.Entries[0].Author.Email != "" {
		t.Errorf("%+v, %v", atom, err)
	}
}
