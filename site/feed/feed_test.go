package feed

import (
	"strings"
	"testing"
	"time"
)

// Each case changes one thing in a feed and says what is then in a document,
// and what is not.
func TestWhatAFeedSays(t *testing.T) {
	t.Parallel()
	late := at(9, 9)
	for _, c := range []struct {
		name      string
		change    func(*Feed)
		format    Format
		has, lack string
	}{
		{"newest entry is the time of the feed", func(f *Feed) {}, RSS, "<lastBuildDate>Wed, 04 Mar 2026 10:30:00 -0500</lastBuildDate>", ""},
		{"in Atom too", func(f *Feed) {}, Atom, "</id>\n<updated>2026-03-04T10:30:00-05:00</updated>", ""},
		{"later words of the feed count", func(f *Feed) { f.Updated = late }, RSS, "<lastBuildDate>Mon, 09 Mar 2026 09:30:00 -0500", ""},
		{"earlier ones do not", func(f *Feed) { f.Updated = at(1, 1) }, RSS, "<lastBuildDate>Wed, 04 Mar", ""},
		{"no time at all is left out of RSS", func(f *Feed) { f.Items = nil }, RSS, "<channel>", "lastBuildDate"},
		{"Atom must have one", func(f *Feed) { f.Items = nil }, Atom, "<updated>1970-01-01T00:00:00Z</updated>", ""},
		{"an entry without a time has the feed's", func(f *Feed) { f.Updated = late; f.Items[1].Published = time.Time{} }, Atom, "<id>urn:juniper:post:2</id>\n<updated>2026-03-09T09:30:00-05:00</updated>", "<published></published>"},
		{"only updated: published in RSS", func(f *Feed) { f.Items[0].Published = time.Time{} }, RSS, "<pubDate>Wed, 04 Mar", ""},
		{"a folder gets the file of RSS", func(f *Feed) {}, RSS, `rel="self" type="application/rss+xml" href="https://juniper.example/blog/feed.xml"`, ""},
		{"of Atom", func(f *Feed) {}, Atom, `<id>https://juniper.example/blog/atom.xml</id>`, ""},
		{"of JSON", func(f *Feed) {}, JSON, `"feed_url":"https://juniper.example/blog/feed.json"`, ""},
		{"a file stays", func(f *Feed) { f.Self = base + "/comments.xml" }, Atom, `href="https://juniper.example/comments.xml"/>`, "atom.xml\"/>\n<id>"},
		{"thread in RSS", func(f *Feed) {}, RSS, "<slash:comments>12</slash:comments>\n<wfw:commentRss>https://juniper.example/blog/daylight/comments/feed.xml</wfw:commentRss>", ""},
		{"thread in Atom", func(f *Feed) {}, Atom, `<link rel="replies" type="application/atom+xml" href="https://juniper.example/blog/daylight/comments/atom.xml" thr:count="12" thr:updated="2026-03-05T11:30:00-05:00"/>`, ""},
		{"thread without a feed", func(f *Feed) {}, Atom, `<link rel="replies" type="text/html" href="https://juniper.example/blog/short/#comments" thr:count="0"/>`, ""},
		{"no thread, no count", func(f *Feed) { f.Items = f.Items[:1]; f.Items[0].CommentsURL, f.Items[0].CommentsFeed = "", "" }, RSS, "<item>", "slash:comments>"},
		{"media have a length", func(f *Feed) {}, RSS, `<media:content url="https://juniper.example/m/card.png" type="image/png" fileSize="48213" medium="image"/>`, "no-length"},
		{"and in Atom", func(f *Feed) {}, Atom, `<link rel="enclosure" type="image/png" href="https://juniper.example/m/card.png" length="48213"/>`, "no-length"},
		{"JSON shows any image", func(f *Feed) {}, JSON, `"image":"https://juniper.example/m/no-length.png"`, ""},
		{"hub", func(f *Feed) {}, RSS, `<atom:link rel="hub" href="https://hub.example/?a=1&amp;b=2"/>`, ""},
		{"hub in JSON", func(f *Feed) {}, JSON, `"hubs":[{"type":"WebSub","url":"https://hub.example/?a=1&b=2"}]`, ""},
		{"who is nameless is named by the feed", func(f *Feed) {}, Atom, "<author>\n<name>Juniper &amp; Co. blog</name>\n<uri>https://juniper.example/blog/</uri>\n</author>\n<entry>", ""},
		{"not if all have names", func(f *Feed) { f.Items = f.Items[:1] }, Atom, "<name>Tess Abara</name>", "<name>Juniper"},
		{"an id that is missing is the address", func(f *Feed) { f.Items[1].ID = "" }, RSS, `<guid isPermaLink="true">https://juniper.example/blog/short/</guid>`, ""},
		{"a reply to a URN has no page", func(f *Feed) { f.Items[1].InReplyTo = "urn:x:1" }, RSS, `<thr:in-reply-to ref="urn:x:1"/>`, ""},
		{"unless it is given", func(f *Feed) { f.Items[1].InReplyTo = "urn:x:1"; f.Items[1].InReplyToURL = base + "/p/" }, Atom, `<thr:in-reply-to ref="urn:x:1" type="text/html" href="https://juniper.example/p/"/>`, ""},
		{"links of the page lead to the page", func(f *Feed) { f.Items[0].URL += "#c-1" }, JSON, `href=\"https://juniper.example/blog/daylight/#fn-1\"`, "#c-1#fn"},
		{"what only looks like a link stays", func(f *Feed) {}, JSON, `<pre>href=\"/text\"</pre>`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			feed := blog()
			c.change(&feed)
			got := appended(t, c.format, feed)
			if !strings.Contains(got, c.has) || c.lack != "" && strings.Contains(got, c.lack) {
				t.Errorf("%v should have %s and lack %q:\n%s", c.format, c.has, c.lack, got)
			}
		})
	}
}

// Offsets that RFC 3339 cannot write become UTC, and the moment stays.
func TestTimesOfOddZones(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name       string
		when       time.Time
		atom, date string
	}{
		{"quarter of an hour", time.Date(2026, 1, 2, 3, 4, 5, 6, time.FixedZone("", 20700)), "2026-01-02T03:04:05+05:45", "Fri, 02 Jan 2026 03:04:05 +0545"},
		{"seconds", time.Date(1880, 1, 2, 3, 4, 5, 0, time.FixedZone("LMT", -21036)), "1880-01-02T08:54:41Z", "Fri, 02 Jan 1880 08:54:41 +0000"},
		{"more than a day", time.Date(2026, 1, 2, 3, 4, 5, 0, time.FixedZone("", 200000-200000%60)), "2025-12-30T19:31:05Z", "Tue, 30 Dec 2025 19:31:05 +0000"},
	} {
		if got := string(appendTime(nil, c.when)); got != c.atom {
			t.Errorf("%s: %s, want %s", c.name, got, c.atom)
		}
		if got := string(appendDate(nil, c.when)); got != c.date {
			t.Errorf("%s: %s, want %s", c.name, got, c.date)
		}
	}
	for _, year := range []int{-5, 0, 10000, 200000} {
		if when := time.Date(year, 6, 1, 0, 0, 0, 0, time.UTC); known(when) {
			t.Errorf("the year %d cannot be written", year)
		}
	}
}

func TestFormats(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		format                Format
		name, mediaType, file string
	}{
		{RSS, "RSS", "application/rss+xml", "feed.xml"},
		{Atom, "Atom", "application/atom+xml", "atom.xml"},
		{JSON, "JSON Feed", "application/feed+json", "feed.json"},
		{Format(9), "RSS", "application/rss+xml", "feed.xml"},
		{Format(-1), "RSS", "application/rss+xml", "feed.xml"},
	} {
		if c.format.String() != c.name || c.format.MediaType() != c.mediaType || c.format.File() != c.file {
			t.Errorf("%d: %s, %s, %s", int(c.format), c.format, c.format.MediaType(), c.format.File())
		}
	}
}
