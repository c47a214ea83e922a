package feed

import (
	"strings"
	"testing"
	"time"
)

// What each specification demands of the feeds in fixture_test.go. A rule
// returns what is wrong.

type xmlRule struct {
	name  string
	wrong func(n node) bool
}

func rssChannelRules() []xmlRule {
	return []xmlRule{
		{"has one title", func(c node) bool { return len(c.all("title")) != 1 }},
		{"has one link", func(c node) bool { return len(c.all("link")) != 1 }},
		{"has one description, not empty", func(c node) bool { d := c.all("description"); return len(d) != 1 || d[0].Text == "" }},
		{"tells its language", func(c node) bool { return len(c.all("language")) != 1 }},
		{"was built at some time", func(c node) bool { return !isDate(time.RFC1123Z, c.all("lastBuildDate")) }},
		{"links to itself as RSS", func(c node) bool { return !selfLink(c.all("x:link"), "application/rss+xml", "/feed.xml") }},
		{"has no address of an editor", func(c node) bool { return len(c.all("managingEditor"))+len(c.all("webMaster")) > 0 }},
		{"does not repeat lastBuildDate as pubDate", func(c node) bool { return len(c.all("pubDate")) > 0 }},
	}
}

func rssItemRules() []xmlRule {
	return []xmlRule{
		{"has a title", func(i node) bool { return len(i.all("title")) != 1 }},
		{"has one guid", func(i node) bool { return len(i.all("guid")) != 1 || i.all("guid")[0].Text == "" }},
		{"says truly whether its guid is a link", func(i node) bool {
			g := i.all("guid")[0]
			return g.attr("isPermaLink") != map[bool]string{true: "true", false: "false"}[strings.HasPrefix(g.Text, "http")]
		}},
		{"was published at some time", func(i node) bool { return !isDate(time.RFC1123Z, i.all("pubDate")) }},
		{"has no author, who would need an e-mail address", func(i node) bool { return len(i.all("author")) > 0 }},
		{"has its own address", func(i node) bool { return len(i.all("link")) != 1 }},
		{"counts comments if it takes them", func(i node) bool { return len(i.all("comments")) > len(i.all("x:comments")) }},
		{"shows media only with their length", func(i node) bool {
			for _, m := range i.all("x:content") {
				if m.attr("fileSize") == "" || m.attr("url") == "" || m.attr("type") == "" {
					return true
				}
			}
			return false
		}},
	}
}

func atomFeedRules() []xmlRule {
	return []xmlRule{
		{"is in the namespace of Atom", func(f node) bool { return f.XMLName.Space != nsAtom || f.XMLName.Local != "feed" }},
		{"has one id, not empty", func(f node) bool { return len(f.all("id")) != 1 || f.all("id")[0].Text == "" }},
		{"has one title", func(f node) bool { return len(f.all("title")) != 1 }},
		{"was updated at some time", func(f node) bool { return !isDate(time.RFC3339, f.all("updated")) }},
		{"links to itself as Atom", func(f node) bool { return !selfLink(f.all("link"), "application/atom+xml", "/atom.xml") }},
		{"has ids that are all different", func(f node) bool {
			ids := map[string]bool{f.all("id")[0].Text: true}
			for _, e := range f.all("entry") {
				ids[e.all("id")[0].Text] = true
			}
			return len(ids) != 1+len(f.all("entry"))
		}},
		{"names somebody, itself or in each entry", func(f node) bool {
			for _, e := range f.all("entry") {
				if len(e.all("author"))+len(f.all("author")) == 0 {
					return true
				}
			}
			return false
		}},
	}
}

func atomEntryRules() []xmlRule {
	return []xmlRule{
		{"has one id, not empty", func(e node) bool { return len(e.all("id")) != 1 || e.all("id")[0].Text == "" }},
		{"has one title", func(e node) bool { return len(e.all("title")) != 1 }},
		{"was updated at some time", func(e node) bool { return !isDate(time.RFC3339, e.all("updated")) }},
		{"was published at some time", func(e node) bool { return !isDate(time.RFC3339, e.all("published")) }},
		{"has content, or a link to it", func(e node) bool { return len(e.all("content"))+len(e.all("link")) == 0 }},
		{"has authors with a name and no e-mail address", func(e node) bool {
			for _, a := range e.all("author") {
				if len(a.all("name")) != 1 || len(a.all("email")) > 0 {
					return true
				}
			}
			return false
		}},
		{"answers something with an id and an address", func(e node) bool {
			for _, r := range e.all("x:in-reply-to") {
				if r.XMLName.Space != nsThread || r.attr("ref") == "" || r.attr("href") == "" {
					return true
				}
			}
			return false
		}},
		{"counts replies on their link", func(e node) bool {
			for _, l := range e.all("link") {
				if l.attr("rel") == "replies" && l.attr("count") == "" {
					return true
				}
			}
			return false
		}},
	}
}

func isDate(layout string, found []node) bool {
	if len(found) != 1 {
		return false
	}
	_, err := time.Parse(layout, found[0].Text)
	return err == nil
}

func selfLink(links []node, mediaType, ending string) bool {
	for _, l := range links {
		if l.attr("rel") == "self" {
			return l.attr("type") == mediaType && strings.HasPrefix(l.attr("href"), "https://") && strings.HasSuffix(l.attr("href"), ending)
		}
	}
	return false
}

func TestFeedsFollowTheRules(t *testing.T) {
	t.Parallel()
	for name, feed := range map[string]Feed{"blog": blog(), "thread": thread(3), "empty": empty()} {
		rss := parseXML(t, appended(t, RSS, feed))
		channel := rss.all("channel")[0]
		check(t, name+" rss", rssChannelRules(), channel)
		check(t, name+" rss", rssItemRules(), channel.all("item")...)
		atom := parseXML(t, appended(t, Atom, feed))
		check(t, name+" atom", atomFeedRules(), atom)
		check(t, name+" atom", atomEntryRules(), atom.all("entry")...)
		js := parseJSON(t, appended(t, JSON, feed))
		if len(channel.all("item")) != len(feed.Items) || len(atom.all("entry")) != len(feed.Items) || len(js.Items) != len(feed.Items) {
			t.Errorf("%s: %d items, %d entries, %d items; want %d", name, len(channel.all("item")), len(atom.all("entry")), len(js.Items), len(feed.Items))
		}
	}
}

func check(t *testing.T, name string, rules []xmlRule, nodes ...node) {
	t.Helper()
	for _, n := range nodes {
		for _, rule := range rules {
			if rule.wrong(n) {
				t.Errorf("%s: not true that %s %s: %+v", name, n.XMLName.Local, rule.name, n)
			}
		}
	}
}

// JSON Feed 1.1.
func TestJSONFeedFollowsTheRules(t *testing.T) {
	t.Parallel()
	for name, feed := range map[string]Feed{"blog": blog(), "thread": thread(3), "empty": empty()} {
		doc := appended(t, JSON, feed)
		js := parseJSON(t, doc)
		if js.Version != "https://jsonfeed.org/version/1.1" || js.Title == "" || js.Home == "" || js.Items == nil || !strings.HasSuffix(js.Self, "/feed.json") {
			t.Errorf("%s: %+v", name, js)
		}
		for _, i := range js.Items {
			if i.ID == "" || i.Content == nil {
				t.Errorf("%s: %+v lacks an id or content", name, i)
			}
			if _, err := time.Parse(time.RFC3339, i.Published); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			for _, a := range i.Authors {
				if a.Name == "" {
					t.Errorf("%s: author without a name", name)
				}
			}
		}
	}
}
